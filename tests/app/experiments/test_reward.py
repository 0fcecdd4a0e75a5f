from __future__ import annotations

import pytest

from app.experiments.reward import ABSTAINED, FAILED, STOPPED, of_answer, of_unit
from app.tracing.types import Counts, Outcome, Row
from tests.app.experiments.installation import MONDAY


def row(outcome: Outcome, supported: int = 0, of: int = 0) -> Row:
    return Row("t1", MONDAY, "ann", "s1", outcome, counts=Counts(supported, 0, of - supported))


def test_answer_is_worth_its_share_of_supported_sentences() -> None:
    assert of_answer(row("answered", 3, 4), None) == 0.75


@pytest.mark.parametrize(
    ("outcome", "reward"),
    [("abstained", ABSTAINED), ("stopped", STOPPED), ("failed", FAILED), ("answered", ABSTAINED)],
)
def test_outcomes_without_sentences_have_their_own_worth(outcome: Outcome, reward: float) -> None:
    assert of_answer(row(outcome), None) == reward


def test_thumb_wins_over_grounding() -> None:
    assert of_answer(row("answered", 4, 4), False) == 0.0
    assert of_answer(row("abstained"), True) == 1.0


def test_refused_question_does_not_count() -> None:
    assert of_answer(row("refused"), None) is None


def test_unit_is_worth_the_mean_of_its_answers() -> None:
    assert of_unit([1.0, None, 0.5]) == (0.75, 2)
    assert of_unit([None]) == (None, 0)
    assert of_unit([]) == (None, 0)


def test_unsupported_answer_is_worth_less_than_an_abstention() -> None:
    assert of_answer(row("answered", 0, 3), None) == 0.0 < ABSTAINED
