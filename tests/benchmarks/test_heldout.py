from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.evaluation.questions import load
from benchmarks import heldout
from benchmarks.heldout import ARTICLES, PARAGRAPHS, QUESTIONS, UNANSWERABLE, made, write
from training.rerank.data import HELD_OUT, Row, held_out

SOURCE = "squadshifts-new_wiki"
PER_PARAGRAPH = 5
ROWS = [
    Row(
        f"What is fact {fact} of place {number}?",
        f"Harbour {number} lies on the coast of Skerry. " + "It is known for its long quay. " * 8,
        ("long quay",),
        SOURCE,
    )
    for number in range(HELD_OUT * 90)
    for fact in range(PER_PARAGRAPH)
]


@pytest.fixture(scope="module")
def held() -> heldout.HeldOut:
    return made(ROWS)


def test_the_set_has_its_size_and_a_quarter_without_an_answer(held: heldout.HeldOut) -> None:
    assert len(held.articles) == ARTICLES
    assert len(held.asked) == QUESTIONS
    unanswerable = sum(not answers for _, answers in held.asked)
    assert unanswerable == UNANSWERABLE


def test_questions_are_of_held_out_paragraphs_alone(held: heldout.HeldOut) -> None:
    contexts = held_out(ROWS)
    of = {row.question: row.context for row in ROWS}
    assert all(of[question] in contexts for question, _ in held.asked)


def test_answering_paragraph_is_in_the_library_just_where_there_are_answers(
    held: heldout.HeldOut,
) -> None:
    of = {row.question: row.context for row in ROWS}
    texts = {text for _, article in held.articles for text in article}
    for question, answers in held.asked:
        assert (of[question] in texts) == bool(answers)


def test_articles_are_filled_with_their_neighbours_each_used_once(held: heldout.HeldOut) -> None:
    texts = [text for _, article in held.articles for text in article]
    assert len(texts) == len(set(texts))
    assert all(len(article) >= PARAGRAPHS - 1 for _, article in held.articles)


def test_too_few_questions_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        made(ROWS[:200])


def test_what_is_written_can_be_ingested_and_evaluated(
    held: heldout.HeldOut, tmp_path: Path
) -> None:
    write(held, tmp_path)
    assert len(load(tmp_path / "questions.jsonl")) == QUESTIONS
    files = sorted((tmp_path / "library").iterdir())
    assert len(files) == ARTICLES
    assert files[0].read_text(encoding="utf-8").startswith("# Harbour")


def test_command_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rows.jsonl"
    keys = ("question", "context", "answers", "source")
    lines = (
        dict(zip(keys, (r.question, r.context, r.answers, r.source), strict=True)) for r in ROWS
    )
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert heldout.main(["--data", str(file), "--out", str(tmp_path / "out")]) == 0
    assert "400 questions, 300 of them answerable" in capsys.readouterr().out


def test_second_set_is_of_what_the_first_leaves(held: heldout.HeldOut) -> None:
    rest = made(ROWS, rest=True)
    assert rest.asked
    assert not {question for question, _ in rest.asked} & {question for question, _ in held.asked}
    unanswerable = sum(not answers for _, answers in rest.asked)
    assert 0 < unanswerable < len(rest.asked) / 2
