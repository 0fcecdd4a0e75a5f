from __future__ import annotations

from pathlib import Path

import pytest
import torch

from indexes.minilm import LAYERS
from indexes.rerank_models import AdapterReranker, head
from tests.training.commands import as_trained
from training.rerank.export import export
from training.rerank.model import Scorer
from training.stacked import merged

pytestmark = pytest.mark.model

RANK = 4


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    """A model as after training: updates that are not zero."""
    torch.manual_seed(0)
    scorer = Scorer(RANK).eval()
    as_trained(scorer)
    return scorer


def test_only_updates_and_head_learn(scorer: Scorer) -> None:
    layers = {
        f"m.encoder.layer.{number}.{name}.{part}"
        for number in range(6)
        for name in LAYERS
        for part in "ab"
    }
    tail = {f"h.{number}.{part}" for number in (0, 2) for part in ("weight", "bias")}
    assert scorer.learned().keys() == layers | tail


def test_merged_layers_equal_base_plus_update(scorer: Scorer) -> None:
    learned = scorer.learned()
    weights = {
        name.removeprefix("m.encoder."): each for name, each in learned.items() if name[0] == "m"
    }
    plain = merged(weights)  # evaluating, as it is loaded
    last = head()
    last.load_state_dict({name[2:]: each for name, each in learned.items() if name[0] == "h"})
    tokens = torch.randint(1000, 20000, (2, 24), generator=torch.Generator().manual_seed(1))
    kinds, mask = torch.zeros_like(tokens), torch.ones_like(tokens)
    with torch.no_grad():
        ours = scorer(tokens, kinds, mask, torch.eye(24).expand(2, 24, 24))
        states = plain(input_ids=tokens, token_type_ids=kinds, attention_mask=mask)
        theirs = last(states.last_hidden_state).squeeze(-1)
    assert torch.allclose(ours, theirs, atol=1e-4)


def test_export_writes_half_precision_that_footnote_reads(scorer: Scorer, tmp_path: Path) -> None:
    torch.save(scorer.learned(), tmp_path / "final.pt")
    adapter = export(tmp_path / "final.pt", tmp_path / "new" / "reranker.safetensors")
    scores = AdapterReranker(adapter=adapter).scores("Who?", [["A man came."], ["One.", "Two."]])
    assert [len(each) for each in scores] == [1, 2]


def test_export_refuses_what_is_no_checkpoint(tmp_path: Path) -> None:
    torch.save({"weight": torch.zeros(1)}, tmp_path / "other.pt")
    with pytest.raises(ValueError, match="weight"):
        export(tmp_path / "other.pt", tmp_path / "reranker.safetensors")
    assert not (tmp_path / "reranker.safetensors").exists()
