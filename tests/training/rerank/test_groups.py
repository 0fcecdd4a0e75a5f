from __future__ import annotations

import random

import pytest

from training.rerank.data import Question, chunked
from training.rerank.groups import DOUBTFUL, PASSAGE_TOKENS, Groups

CONTEXTS = [
    " ".join(f"In chapter {n} of book {book} the captain finds another island." for n in range(14))
    for book in ("one", "two", "three")
]
CORPUS = chunked(CONTEXTS)
QUESTION = Question("What is found?", "made-up", 0, (6,), (7,), (20, 21, 34))


@pytest.fixture(scope="module")
def groups() -> Groups:
    return Groups(CORPUS)


def test_first_passage_holds_the_answer_and_no_other_does(groups: Groups) -> None:
    for seed in range(20):
        first, *others = groups.group(QUESTION, 3, random.Random(seed))
        assert first.labels.count(1.0) == 1
        assert [set(each.labels) for each in others] == [{0.0}] * 3


def test_lengths_go_from_one_chunk_to_eleven(groups: Groups) -> None:
    lengths = {len(groups.group(QUESTION, 0, random.Random(seed))[0].spans) for seed in range(400)}
    assert lengths == set(range(1, 12))


def test_a_doubtful_chunk_is_marked(groups: Groups) -> None:
    longest = max(
        (groups.group(QUESTION, 0, random.Random(seed))[0] for seed in range(40)),
        key=lambda passage: len(passage.spans),
    )
    assert longest.labels[longest.labels.index(1.0) + 1] == DOUBTFUL


def test_spans_cover_the_chunks_between_the_separators(groups: Groups) -> None:
    for passage in groups.group(QUESTION, 3, random.Random(1)):
        assert passage.spans[0][0] == passage.kinds.index(1)
        assert passage.spans[-1][1] == len(passage.tokens) - 1
        assert len(passage.labels) == len(passage.spans)
        assert len(passage.kinds) == len(passage.tokens)


def test_a_passage_that_is_too_long_keeps_the_chunk_that_is_meant() -> None:
    long = " ".join(f"Chapter {n} {'tells much of it ' * 14}ends." for n in range(14))
    corpus = chunked([long])
    groups = Groups(corpus)
    question = Question("What?", "made-up", 0, (6,), (), ())
    for seed in range(20):
        (passage,) = groups.group(question, 0, random.Random(seed))
        first, last = passage.spans[0][0], passage.spans[-1][1]
        assert last - first <= PASSAGE_TOKENS
        assert 1.0 in passage.labels


def test_loose_questions_are_set_against_any_chunks(groups: Groups) -> None:
    loose = Question("What is found?", "squadshifts-reddit", 0, (6,), (), ())
    assert len(groups.group(loose, 3, random.Random(0))) == 4
