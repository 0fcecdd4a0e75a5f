from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from app.reading.model import Reader
from indexes.minilm import LAYERS
from indexes.pairs import Pairs, span_scores
from indexes.rerank_models import ADAPTER
from tests.training.commands import as_trained
from training.reader.export import export
from training.reader.model import Scorer, read
from training.reader.targets import Logits, target

pytestmark = pytest.mark.model

RANK = 4
QUESTION = "When does the fuel dock open?"
PASSAGES = [
    ["Dogs are kept on a lead on all piers.", "The fuel dock opens at a quarter to eight."],
    ["The office sells tickets.", "Rubbish goes into the bins.", "Boats are red."],
    ["One chunk alone, with a number: 1932."],
]


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    """A model as after training: updates that are not zero."""
    torch.manual_seed(0)
    scorer = Scorer(RANK).eval()
    as_trained(scorer)
    return scorer


@pytest.fixture(scope="module")
def adapter(scorer: Scorer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader")
    torch.save(scorer.learned(), folder / "reader.pt")
    return export(folder / "reader.pt", folder / "new" / "reader.safetensors")


def trained(scorer: Scorer) -> list[Logits]:
    """What the model says as it is trained."""
    pairs = Pairs()
    asked = pairs.question(QUESTION)
    group = [
        target(pairs.pair(asked, texts), " ".join(texts), [0.0] * len(texts), [])
        for texts in PASSAGES
    ]
    with torch.no_grad():
        (found,) = read(scorer, [group], torch.device("cpu"))
    return found


def test_only_updates_and_heads_learn(scorer: Scorer) -> None:
    layers = {
        f"m.encoder.layer.{number}.{name}.{part}"
        for number in range(6)
        for name in LAYERS
        for part in "ab"
    }
    heads = {
        f"{head}.{number}.{part}"
        for head in ("chunk", "span")
        for number in (0, 2)
        for part in ("weight", "bias")
    }
    assert scorer.learned().keys() == layers | heads


def test_the_chunks_head_starts_as_the_rerankers(scorer: Scorer) -> None:
    weights = load_file(ADAPTER)
    assert torch.equal(scorer.learned()["chunk.0.weight"], weights["head.0.weight"].float())


def test_footnote_reads_what_was_trained(scorer: Scorer, adapter: Path) -> None:
    readings = Reader(adapter=adapter).read(QUESTION, PASSAGES)
    for ours, theirs in zip(trained(scorer), readings, strict=True):
        assert ours.chunks.tolist() == pytest.approx([c.logit for c in theirs.chunks], abs=0.03)
        assert float(ours.starts.logsumexp(0)) == pytest.approx(theirs.start_mass, abs=0.03)
        assert float(ours.ends.logsumexp(0)) == pytest.approx(theirs.end_mass, abs=0.03)
        best = float(span_scores(ours.starts.numpy(), ours.ends.numpy()).max())
        assert best == pytest.approx(theirs.spans[0].score, abs=0.03)


def test_half_precision_training_says_nearly_the_same(scorer: Scorer) -> None:
    half = Scorer(RANK, torch.bfloat16).eval()
    half.load_state_dict(scorer.learned(), strict=False)
    for ours, theirs in zip(trained(half), trained(scorer), strict=True):
        assert ours.chunks.tolist() == pytest.approx(theirs.chunks.tolist(), abs=0.5)
    assert next(half.chunk.parameters()).dtype == torch.float32


def test_the_file_holds_both_adapters_in_half_precision(adapter: Path) -> None:
    below, weights = load_file(ADAPTER), load_file(adapter)
    name = "layer.0.attention.self.query"
    rank = below[f"{name}.a"].shape[0]
    assert weights[f"{name}.a"].shape == (rank + RANK, 384)
    assert weights[f"{name}.b"].shape == (384, rank + RANK)
    assert torch.equal(weights[f"{name}.b"][:, :rank], below[f"{name}.b"])
    assert {each.dtype for each in weights.values()} == {torch.float16}
    assert not any(name.startswith("head.") for name in weights)


def test_export_refuses_what_is_no_checkpoint(tmp_path: Path) -> None:
    for name in ("weight", "m.encoder.layer.9.output.dense.a"):
        torch.save({name: torch.zeros(1)}, tmp_path / "other.pt")
        with pytest.raises(ValueError, match=name.removeprefix("m.encoder.")):
            export(tmp_path / "other.pt", tmp_path / "reader.safetensors")
    assert not (tmp_path / "reader.safetensors").exists()
