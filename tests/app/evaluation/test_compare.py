from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from app.evaluation.compare import Change, Comparison, compare, right
from app.evaluation.compare_text import render_comparison
from app.evaluation.grading import grade_refusal
from app.evaluation.report import Chosen, Found, Report, Row, Said, Versions
from indexes.errors import QuestionError
from tests.app.evaluation.fakes import NOON

FOUND = Found(1.0, 1.0, 1.0, 5.0)
Status = Literal["answered", "abstained", "failed"]


def said(text: str, gold: float = 0.0, status: Status = "answered") -> Said:
    blank = grade_refusal("", 1.0)
    words = len(text.split())
    return replace(blank, status=status, text=text, contains_gold=gold, words=words)


ABSTAINED = said("I found no answer.", status="abstained")


def row(number: int, was_said: Said | None, answerable: bool = True) -> Row:
    answers = ("25 days",) if answerable else ()
    return Row(f"q{number}", "fact", f"Question {number}?", answers, FOUND, was_said)


def report(*rows: Row, model: str = "tiny") -> Report:
    versions = Versions(model, "answer@1", "hashed float32", "b1", 2, (("seed", 7),), NOON)
    return Report(versions, rows)


def change(comparison: Comparison, name: str, over: str) -> Change:
    return next(c for c in comparison.changes if (c.name, c.over) == (name, over))


def test_a_question_is_fixed_broken_changed_or_the_same() -> None:
    right_, wrong, other = said("25 days", 1.0), said("24 days"), said("At noon")
    before = report(row(1, wrong), row(2, right_), row(3, wrong), row(4, wrong), row(5, right_))
    after = report(row(1, right_), row(2, ABSTAINED), row(3, other), row(4, wrong), row(5, right_))
    whats = [shift.what for shift in compare(before, after).questions]
    assert whats == ["fixed", "broken", "changed", "same", "same"]


def test_abstaining_is_right_only_where_the_library_holds_no_answer() -> None:
    assert right(row(1, ABSTAINED)) is False
    assert right(row(1, ABSTAINED, answerable=False)) is True
    assert right(row(1, said("At noon"), answerable=False)) is False


def test_without_answers_a_question_is_right_where_its_place_is_found() -> None:
    assert right(row(1, None)) is True
    assert right(replace(row(1, None), found=replace(FOUND, hit_at_5=None))) is None
    chosen = replace(row(1, None), chosen=Chosen(2, 1, (-3.0, -1.0, -2.0, -4.0)))
    assert right(chosen) is False


def test_figures_are_compared_over_the_common_questions_alone() -> None:
    before = report(row(1, said("25 days", 1.0)), row(2, said("x")), row(8, said("x")))
    after = report(row(2, said("x")), row(1, said("25 days", 1.0)), row(9, said("x", 1.0)))
    compared = compare(before, after)
    gold = change(compared, "holds gold", "answerable")
    assert (gold.before, gold.after, gold.difference.mean) == (0.5, 0.5, 0.0)
    assert gold.difference.n == 2
    assert (compared.only_before, compared.only_after) == (("q8",), ("q9",))
    assert [shift.id for shift in compared.questions] == ["q2", "q1"]


def test_a_gain_on_every_question_is_told_as_better_and_the_reverse_as_worse() -> None:
    wrong = report(*(row(n, said("x")) for n in range(10)))
    good = report(*(row(n, said("25 days", 1.0)) for n in range(10)))
    up = change(compare(wrong, good), "holds gold", "answerable")
    assert (up.told, up.difference.mean, up.difference.low) == ("better", 1.0, 1.0)
    assert change(compare(good, wrong), "holds gold", "answerable").told == "worse"


def test_less_is_better_where_the_measure_is_a_cost() -> None:
    slow = report(*(row(n, replace(said("x"), seconds=9.0 + n)) for n in range(10)))
    fast = report(*(row(n, replace(said("x"), seconds=1.0)) for n in range(10)))
    assert change(compare(slow, fast), "answer", "asked").told == "better"


def test_one_question_of_twenty_tells_nothing() -> None:
    before = report(*(row(n, said("x")) for n in range(20)))
    after = report(row(0, said("25 days", 1.0)), *(row(n, said("x")) for n in range(1, 20)))
    gold = change(compare(before, after), "holds gold", "answerable")
    assert gold.told == "unclear"
    assert gold.difference.low == 0


def test_longer_answers_are_neither_better_nor_worse() -> None:
    before = report(*(row(n, said("x")) for n in range(10)))
    after = report(*(row(n, said("x y z")) for n in range(10)))
    assert change(compare(before, after), "words in an answer", "answered").told == "unclear"


def test_abstention_is_compared_by_its_counts() -> None:
    absent = [row(n, said("x"), answerable=False) for n in range(4)]
    abstained = [row(n, ABSTAINED, answerable=False) for n in range(4)]
    held = [row(n, said("x")) for n in range(4, 8)]
    before = report(abstained[0], *absent[1:], *held)
    after = report(*abstained, *held)
    f1 = change(compare(before, after), "abstention F1", "asked")
    assert f1.before == pytest.approx(0.4)
    assert f1.after == 1
    assert change(compare(before, after), "abstention recall", "unanswerable").after == 1.0


def test_a_figure_that_one_run_lacks_is_left_out() -> None:
    compared = compare(report(row(1, None)), report(row(1, said("25 days", 1.0))))
    names = {each.name for each in compared.changes}
    assert "recall@5" in names
    assert "holds gold" not in names


def test_an_id_that_stands_for_another_question_is_not_common() -> None:
    other = replace(row(1, said("x")), question="Something else?")
    with pytest.raises(QuestionError, match="no question in common"):
        compare(report(row(1, said("x"))), report(other))


def test_the_text_names_figures_questions_and_what_was_said() -> None:
    before = report(row(1, said("24 days")), row(2, ABSTAINED), model="small")
    after = report(row(1, said("25 days [1].", 1.0)), row(2, ABSTAINED), model="large")
    text = render_comparison(compare(before, after))
    assert "model small" in text
    assert "model large" in text
    assert "2 questions in both: 1 fixed, 0 broken, 0 changed, 1 the same" in text
    assert "q1: Question 1?" in text
    assert "before: 24 days" in text
    assert "after:  25 days [1]." in text
    assert "q2" not in text
    assert any(line.startswith("holds gold") and "+50.0" in line for line in text.splitlines())
