from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.rerank.rows import write
from training.rerank import data
from training.rerank.data import LONGEST_CONTEXT, Question, Row


def row(source: str = "made-up", question: str = "Why?", context: str = "Because.") -> Row:
    return Row(question, context, ("Because",), source)


def test_rows_are_read_from_gzip(tmp_path: Path) -> None:
    rows = data.read(write(tmp_path / "rows.jsonl.gz"))
    assert len(rows) == 12
    assert rows[1].answers == ("Ilse Brandt",)


def test_a_broken_row_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(
        '{"question": "a", "context": "b", "answers": [], "source": "c"}\n{"question": "a"}\n',
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match=r"rows\.jsonl:2"):
        data.read(path)


def test_empty_long_and_unanswerable_rows_are_left_out() -> None:
    kept = row()
    rows = [
        kept,
        row(question=" "),
        row(context=" "),
        row(context="a" * (LONGEST_CONTEXT + 1)),
        row("clapnq-dev-unanswerable"),
    ]
    assert data.taken(rows) == [kept]


def test_a_share_of_some_sources_is_taken_and_the_same_each_time() -> None:
    rows = [row("qamr-dev")] * 1000
    assert 30 < len(data.taken(rows)) < 90
    assert data.taken(rows, seed=3) == data.taken(rows, seed=3)


def test_contexts_are_cut_into_sentences_that_know_their_neighbours() -> None:
    first = (
        "The bridge over the river was opened in 1932. It took eight long years to build all of it."
    )
    corpus = data.chunked([first, "The mill is a single sentence that stands here alone."])
    assert corpus.first == (0, 2, 3)
    assert corpus.contexts == (0, 0, 1)
    assert corpus.texts[1] == "It took eight long years to build all of it."
    assert list(corpus.near(1, 4)) == [0, 1]
    assert list(corpus.near(2, 4)) == [2]


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    corpus = data.chunked(["One sentence, which is as long as sentences are."])
    question = Question("What?", "made-up", 0, (0,), (), (3, 1))
    data.save(tmp_path / "new", corpus, [question])
    assert data.load(tmp_path / "new") == (corpus, [question])
