from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.checking import Checker
from app.review.rows import is_held
from indexes.retrieve import Search
from indexes.types import Hit
from tests.training.feedback.library import RULES, place, view
from training.feedback.shown import Shown
from training.feedback.synthetic import synthetic


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    return view(tmp_path)


def test_rows_are_marked_as_synthetic_and_rest_on_their_sentence(shown: Shown) -> None:
    made = synthetic(shown, Checker(), 4)
    assert made.rows
    for row in made.rows:
        assert row.source == "synthetic"
        assert row.id.startswith("synthetic-")
        assert row.held == is_held(row.question)
        assert any(answer in gold.quote for answer in row.answer for gold in row.gold)
        assert row.passages[0].gold


def test_the_same_seed_makes_the_same_rows(shown: Shown) -> None:
    assert (
        synthetic(shown, Checker(), 3, seed=1).rows == synthetic(shown, Checker(), 3, seed=1).rows
    )


def test_no_more_rows_are_made_than_wanted(shown: Shown) -> None:
    assert len(synthetic(shown, Checker(), 1).rows) == 1
    assert synthetic(shown, Checker(), 0).rows == ()


def test_nothing_is_asked_of_a_place_that_is_held_out(shown: Shown) -> None:
    every = {gold.quote for row in synthetic(shown, Checker(), 9).rows for gold in row.gold}
    assert RULES[1] in every
    held = place(RULES[1])
    closed = [(held.document_id, held.start, held.end)]
    left = synthetic(shown, Checker(), 9, closed).rows
    assert RULES[1] not in {gold.quote for row in left for gold in row.gold}


def test_a_question_that_is_reviewed_already_is_not_made_again(shown: Shown) -> None:
    first = synthetic(shown, Checker(), 9).rows[0]
    again = synthetic(shown, Checker(), 9, known=[first.question.upper()]).rows
    assert first.question not in {row.question for row in again}


def test_what_the_search_does_not_find_is_dropped_with_the_reason(shown: Shown) -> None:
    blind = Shown(shown.catalog, _Blind(), lambda: None, shown.allowed, 5)
    made = synthetic(blind, Checker(), 4)
    assert made.rows == ()
    assert made.dropped["the search does not find the sentence"] == made.tried > 0


class _Blind:
    def search(self, question: str, k: int, allowed: object) -> Search:
        return Search((), {"total": 0.0})

    def joined(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        return tuple(hits)
