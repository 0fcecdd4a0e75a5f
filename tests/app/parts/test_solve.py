"""The questions of data/eval/parts.jsonl over the sample files."""

from __future__ import annotations

import pytest

from app.evaluation.questions import GoldQuestion, load
from app.parts import solve
from app.settings import PROJECT_ROOT
from tests.app.parts.library import Shelf, taken

SAMPLES = PROJECT_ROOT / "data" / "samples"
QUESTIONS = load(PROJECT_ROOT / "data" / "eval" / "parts.jsonl")
KINDS = frozenset({"list", "comparison", "changes", "sum", "count"})
CLOSED = [question for question in QUESTIONS if question.kind == "yes_no"]


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """The samples but for those PDFs that no question needs and that take long to read."""
    return Shelf(
        [
            path
            for path in sorted(SAMPLES.iterdir())
            if path.suffix != ".pdf" or path.stem == "diving-safety-manual"
        ]
    )


@pytest.mark.parametrize(
    "question", [q for q in QUESTIONS if q.kind in KINDS], ids=lambda question: question.id
)
def test_answers_what_asks_for_parts(question: GoldQuestion, shelf: Shelf) -> None:
    answer = taken(solve(question.question, shelf), shelf)
    assert any(gold in answer.text for gold in question.answers)


@pytest.mark.parametrize(
    "question", [q for q in QUESTIONS if q.kind == "both"], ids=lambda question: question.id
)
def test_takes_two_questions_in_one(question: GoldQuestion, shelf: Shelf) -> None:
    assert solve(question.question, shelf) is not None


@pytest.mark.parametrize(
    "question",
    [q for q in QUESTIONS if q.kind not in {*KINDS, "both", "yes_no"}],
    ids=lambda question: question.id,
)
def test_leaves_other_questions_to_the_plain_path(question: GoldQuestion, shelf: Shelf) -> None:
    assert solve(question.question, shelf) is None


@pytest.mark.parametrize("question", CLOSED, ids=lambda question: question.id)
def test_never_gives_the_wrong_verdict(question: GoldQuestion, shelf: Shelf) -> None:
    answer = solve(question.question, shelf)
    if answer is not None and answer.sentences:
        assert taken(answer, shelf).text.startswith(f"{question.answers[0]} — ")


def test_as_many_closed_questions_get_a_verdict_as_once_did(shelf: Shelf) -> None:
    assert sum(solve(question.question, shelf) is not None for question in CLOSED) >= 32
