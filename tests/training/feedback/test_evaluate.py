from __future__ import annotations

from dataclasses import replace

import pytest

from app.evaluation.grading import grade_refusal
from app.evaluation.report import Row, Said
from training.feedback.evaluate import decided, is_right, paired, sign_test


def row(right: bool, at: int = 0, answerable: bool = True, words: int = 1) -> Row:
    """A question that was answered; rightly or not."""
    said = replace(
        grade_refusal("", 1.0), status="answered", contains_gold=float(right and answerable),
        cites_gold=float(right), unsupported=0.0,
    )  # fmt: skip
    if not answerable and right:
        said = replace(said, status="abstained", cites_gold=None, unsupported=None)
    answers = (" ".join(["gold"] * words),) if answerable else ()
    return Row(f"q{at}", "fact", f"Question {at}?", answers, None, said)


def rows(*rights: bool) -> list[Row]:
    return [row(right, at) for at, right in enumerate(rights)]


NOTHING = paired((), ())


@pytest.mark.parametrize(
    ("fixed", "broken", "p"),
    [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 0.0625), (6, 0, 0.03125), (7, 1, 0.0703125), (3, 3, 1.0)],
)
def test_sign_test_is_the_exact_binomial(fixed: int, broken: int, p: float) -> None:
    assert sign_test(fixed, broken) == pytest.approx(p)
    assert sign_test(broken, fixed) == pytest.approx(p)


def test_an_abstention_is_right_where_the_library_has_no_answer() -> None:
    assert is_right(row(True, answerable=False))
    assert not is_right(row(False, answerable=False))


def test_a_long_right_answer_need_not_stand_word_for_word() -> None:
    told = row(False, words=8)
    assert told.said is not None
    near: Said = replace(told.said, token_f1=0.7)
    assert is_right(replace(told, said=near))
    assert not is_right(replace(row(False, words=3), said=near))


def test_the_pair_names_what_was_fixed_and_what_was_broken() -> None:
    found = paired(rows(False, True, True), rows(True, True, False))
    assert found.fixed == ("Question 0?",)
    assert found.broken == ("Question 2?",)
    assert found.moved is not None
    assert found.moved.mean == pytest.approx(0)
    assert found.new.right == pytest.approx(2 / 3)


def test_six_fixed_and_none_broken_win() -> None:
    held = paired(rows(*[False] * 6, True), rows(*[True] * 7))
    assert decided(held, NOTHING).wins


def test_five_fixed_may_be_chance() -> None:
    decision = decided(paired(rows(*[False] * 5, True), rows(*[True] * 6)), NOTHING)
    assert not decision.wins
    assert "may be chance" in decision.why


def test_what_changes_nothing_does_not_win() -> None:
    decision = decided(paired(rows(True, False), rows(True, False)), NOTHING)
    assert not decision.wins
    assert "not better" in decision.why


def test_a_win_that_costs_the_guard_is_none() -> None:
    held = paired(rows(*[False] * 8), rows(*[True] * 8))
    guard = paired(rows(*[True] * 20), rows(*[True] * 19, False))
    decision = decided(held, guard)
    assert not decision.wins
    assert "guard" in decision.why
    assert decided(held, paired(rows(*[True] * 60), rows(*[True] * 59, False))).wins
