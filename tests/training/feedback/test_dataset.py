from __future__ import annotations

import json
from pathlib import Path

from app.evaluation.questions import UNANSWERABLE
from tests.training.feedback.library import RULES, row
from training.feedback.dataset import (
    LEAST_HELD,
    LEAST_LEARNT,
    DataSet,
    gold,
    guards,
    places,
    split,
)


def test_held_rows_are_kept_apart() -> None:
    rows = [row("One?", number=1), row("Two?", number=2, held=True)]
    learn, held = split(rows)
    assert [each.question for each in learn] == ["One?"]
    assert [each.question for each in held] == ["Two?"]


def test_too_few_items_are_told_with_how_many_are_needed() -> None:
    told = DataSet((row("One?"),), ()).wanting
    assert f"1 to learn from of the {LEAST_LEARNT}" in told
    assert f"0 held out of the {LEAST_HELD}" in told


def test_enough_items_want_nothing() -> None:
    learn = tuple(row(f"Question {at}?", number=at) for at in range(LEAST_LEARNT))
    held = tuple(gold(row(f"Held {at}?", number=at)) for at in range(LEAST_HELD))
    assert DataSet(learn, held).wanting == ""


def test_a_row_becomes_a_question_with_its_places() -> None:
    made = gold(row("When was the crane renewed?", ("2019",), (RULES[2],)))
    assert made.answers == ("2019",)
    assert [span.quote for span in made.spans] == [RULES[2]]
    assert places([made], {"rules.txt": "rules"}) == [
        ("rules", made.spans[0].start, made.spans[0].end)
    ]
    assert places([made], {}) == []


def test_a_row_without_words_of_an_answer_is_right_by_its_places() -> None:
    assert gold(row("When?", (), (RULES[2],))).answers == (RULES[2],)


def test_a_refused_row_becomes_an_unanswerable_question() -> None:
    made = gold(row("Who paid?"))
    assert made.kind == UNANSWERABLE
    assert not made.answerable


def test_guard_questions_are_none_that_are_learnt_from(tmp_path: Path) -> None:
    file = tmp_path / "guard.jsonl"
    lines = [{"id": str(n), "question": q, "answers": []} for n, q in enumerate(("One?", "Two?"))]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert [each.question for each in guards(file, ["one"])] == ["Two?"]
