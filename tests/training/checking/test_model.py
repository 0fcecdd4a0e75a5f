from __future__ import annotations

from pathlib import Path

import pytest
import torch

from app.checking.entailment import EntailmentHead, Input, borne_out
from training.checking.export import export
from training.checking.model import BIAS, Scorer
from training.checking.pairs import Pair

PAIRS = [
    ("Dogs pay 4 crowns.", "Dogs pay 4 crowns. Bicycles travel free."),
    ("Kelp grows in warm water.", "Kelp grows in cold water."),
    ("The ferry leaves from the north quay at a quarter past eight.", "It leaves at eight."),
]


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    """A model as after training: updates that are not zero."""
    torch.manual_seed(0)
    scorer = Scorer(4).eval()
    with torch.no_grad():
        for name, each in scorer.named_parameters():
            if name.endswith(".b"):
                each.copy_(0.02 * torch.randn_like(each))
    return scorer


def test_claim_is_as_likely_as_that_none_of_its_words_is_at_odds() -> None:
    odds = torch.tensor([[9.0, 0.5, -2.0, 9.0]])
    given = Input((1, 2, 3, 4), (0, 0, 0, 0), ((0, 1), (2, 3)))
    wanted = -torch.tensor([0.5, -2.0]).exp().sum().log()
    assert torch.allclose(borne_out(odds, [given]), wanted)


@pytest.mark.model
def test_exported_head_judges_as_the_trained_one(scorer: Scorer, tmp_path: Path) -> None:
    torch.save(scorer.learned(limit=0.25), tmp_path / "head.pt")
    head = EntailmentHead(adapter=export(tmp_path / "head.pt", tmp_path / "head.safetensors"))
    wanted = [logit - 0.25 for logit in scorer.logits(PAIRS)]
    assert head.logits(PAIRS) == pytest.approx(wanted, abs=0.02)
    assert head.logits([]) == []


@pytest.mark.model
def test_limit_moves_nothing_but_what_is_kept(scorer: Scorer) -> None:
    before = scorer.get_parameter(BIAS).item()
    assert scorer.learned(limit=1.0)[BIAS].item() == pytest.approx(before + 1)
    assert scorer.get_parameter(BIAS).item() == before


@pytest.mark.model
def test_changed_words_count_in_the_loss_where_they_are_known(scorer: Scorer) -> None:
    claim, evidence = PAIRS[1]
    known = scorer.loss([Pair(claim, evidence, False, "opposite", ((14, 18),))])
    unknown = scorer.loss([Pair(claim, evidence, False, "opposite", None)])
    assert known.item() > unknown.item() > 0
    known.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    assert all(each.grad is not None for each in scorer.parameters() if each.requires_grad)
    scorer.zero_grad()


@pytest.mark.model
def test_checkpoint_of_something_else_is_an_error(tmp_path: Path) -> None:
    torch.save({"span.0.weight": torch.zeros(1)}, tmp_path / "other.pt")
    with pytest.raises(ValueError, match="no part of such a checkpoint"):
        export(tmp_path / "other.pt", tmp_path / "other.safetensors")
