from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.checking import Checker
from app.checking.entailment import EntailmentHead, Inputs
from indexes.errors import ModelError
from tests.app.evidence import window

DOCK = window(
    "dock", ["The old dock is rarely open.", "It admits boats in winter.", "It holds 12 boats."]
)


class Listed:
    """Finds the claims at odds that it is given; keeps what it was asked."""

    def __init__(self, *at_odds: str) -> None:
        self._at_odds = at_odds
        self.asked: list[tuple[str, str]] = []

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.asked += pairs
        return [-1.0 if claim in self._at_odds else 1.0 for claim, _ in pairs]


def verdict(claim: str, head: Listed | None) -> str:
    checked = Checker(entailment=lambda: head).verify(claim, "Tell me all.", [DOCK])
    return checked.sentences[0].verdict


def test_claim_at_odds_with_its_source_is_unsupported() -> None:
    claim = "It admits boats in winter."
    assert verdict(claim, None) == "supported"
    assert verdict(claim, Listed()) == "supported"
    assert verdict(claim, Listed(claim)) == "unsupported"


def test_head_reads_the_sentences_just_before_the_source() -> None:
    head = Listed()
    verdict("It admits boats in winter.", head)
    source = "The old dock is rarely open. It admits boats in winter."
    assert head.asked == [("It admits boats in winter.", source)]


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param("It admits boats in 1932.", id="the rules reject it"),
        pytest.param("Boats in winter.", id="too short"),
        pytest.param("Vessels enter while snow lies.", id="in other words"),
        pytest.param("It holds twelve boats there.", id="a value in another spelling"),
    ],
)
def test_head_is_not_asked_outside_its_domain(claim: str) -> None:
    head = Listed()
    verdict(claim, head)
    assert head.asked == []


@pytest.mark.model
def test_inputs_tell_where_the_claims_words_stand() -> None:
    claim = "Dogs pay 4 crowns."
    (given,) = Inputs().of([(claim, "They pay more.")])
    assert [claim[start:end] for start, end in given.offsets][:3] == ["Dogs", "pay", "4"]
    assert given.kinds[: len(given.offsets) + 2] == (0,) * (len(given.offsets) + 2)
    assert given.kinds[-1] == 1
    assert len(given.tokens) == len(given.kinds)


@pytest.mark.model
def test_missing_adapter_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.safetensors"):
        EntailmentHead(adapter=tmp_path / "none.safetensors")
