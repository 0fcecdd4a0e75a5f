from __future__ import annotations

from collections.abc import Sequence

from tests.training.checking.made import CORPUS, QUESTIONS
from training.checking.evaluate import Held, held_out, limit_for, table
from training.checking.pairs import OPPOSITE, Pair


class Lengths:
    """The longer a claim, the better it is borne out."""

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [float(len(claim)) for claim, _ in pairs]


TRUE = [Pair("x" * length, "e", True, "verbatim", ()) for length in range(1, 102)]
FALSE = [Pair("xx", "e", False, OPPOSITE, None), Pair("x" * 9, "e", False, "date", None)]


def test_limit_lets_one_true_claim_in_fifty_be_rejected() -> None:
    assert limit_for(Lengths(), [*TRUE, *FALSE]) == 3.0
    assert limit_for(Lengths(), FALSE) == 0.0


def test_table_tells_the_share_of_each_kind_that_is_rejected() -> None:
    told = table(Lengths(), [*TRUE, *FALSE], 3.0)
    assert "| corrupted | opposite, unseen | 1 | 100.0 |" in told
    assert "| corrupted | all | 2 | 50.0 |" in told
    assert "| true | verbatim | 101 | 2.0 |" in told
    assert table(Lengths(), [], 0.0) == "no claims held out"


def test_held_out_claims_are_of_contexts_that_no_training_sees() -> None:
    held = held_out(CORPUS, QUESTIONS)
    assert held.limiting
    assert all("Kelp" in pair.evidence or "kelp" in pair.evidence for pair in held.limiting)
    assert held == held_out(CORPUS, QUESTIONS)
    assert held.first(1) == Held(held.limiting[:1], held.measuring[:1])
