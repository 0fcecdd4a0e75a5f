from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.training.rerank.rows import write
from training.rerank import data
from training.rerank.data import HELD_OUT, LONGEST_CONTEXT, Question, Row


def row(source: str = "made-up", question: str = "Why?", context: str = "Because.") -> Row:
    return Row(question, context, ("Because",), source)


def test_rows_are_read_from_gzip(tmp_path: Path) -> None:
    rows = data.read(write(tmp_path / "rows.jsonl.gz"))
    assert len(rows) == 15
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
    text = "One sentence, which is as long as sentences are."
    corpus = data.chunked([text, "A second."], {text})
    question = Question("What?", "made-up", 0, (0,), (), (3, 1), ("as long",))
    data.save(tmp_path / "new", corpus, [question])
    assert data.load(tmp_path / "new") == (corpus, [question])


def test_all_questions_of_a_context_are_held_out_or_none() -> None:
    contexts = [f"This is context {at}." for at in range(60)]
    corpus = data.chunked(contexts, {contexts[7], contexts[40], "Of another file."})
    questions = [Question("What?", "made-up", at % 60, (0,), (), ()) for at in range(120)]
    learning, held = data.split(corpus, questions)
    assert {each.context for each in held} == {7, 40}
    assert len(held) == 4
    assert len(learning) == 116


def test_chunks_of_contexts_that_are_held_out_are_no_negatives_to_learn_from() -> None:
    corpus = data.chunked(
        ["One context.", "Another context.", "A third context."], {"One context."}
    )
    questions = [Question("What?", "made-up", at, (at,), (), (0, 1, 2)) for at in (0, 1)]
    (learning,), (held,) = data.split(corpus, questions)
    assert learning.negatives == (1, 2)
    assert held.negatives == (0, 1, 2)


def test_what_is_held_out_does_not_depend_on_what_is_taken() -> None:
    rows = [row("qamr-dev", context=f"Simple text {at}.") for at in range(400)]
    rows += [row(context=f"Text {at}.") for at in range(200)]
    held = data.held_out(rows)
    assert len(held) == -(-600 // HELD_OUT)
    for seed in (0, 1):
        contexts = list(dict.fromkeys(each.context for each in data.taken(rows, seed)))
        numbers = data.chunked(contexts, held).held
        assert {contexts[number] for number in numbers} == held & set(contexts)
        assert numbers != {at for at in range(len(contexts)) if at % HELD_OUT == 0}


def test_a_folder_that_does_not_tell_what_is_held_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "chunks.json").write_text('{"texts": [], "first": [0], "contexts": []}')
    with pytest.raises(ValueError, match=r"chunks\.json .* held out"):
        data.load(tmp_path)


def test_a_run_keeps_what_is_meant_and_loses_neighbours_that_are_too_much() -> None:
    corpus = data.Corpus(("x",) * 20, (0, 10, 20), (0,) * 10 + (1,) * 10)
    kept = range(12, 14)
    runs = [corpus.run(kept, 3, [5] * 20, 25, random.Random(seed)) for seed in range(200)]
    assert all(run[0] <= 12 and run[-1] >= 13 for run in runs)
    assert {len(run) for run in runs} == {2, 3, 4, 5}
    assert min(run[0] for run in runs) == 10
    assert corpus.run(kept, 3, [50] * 20, 25, random.Random(0)) == kept
