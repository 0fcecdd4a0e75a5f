from __future__ import annotations

import random

import pytest

from training.reader.answers import Located, located
from training.reader.groups import PASSAGE_CHARACTERS, SHARES, Groups
from training.reader.targets import Group, Passage
from training.rerank.data import Question, chunked
from training.rerank.groups import DOUBTFUL

CONTEXTS = [
    " ".join(
        f"In chapter {n} of book {book} the captain finds island {100 * number + n} at last."
        for n in range(14)
    )
    for number, book in enumerate(("One", "Two", "Three"))
]
CORPUS = chunked(CONTEXTS)


def question(source: str = "made-up", answer: str = "island 6") -> Located:
    text = "In chapter 6 of book One, what is found?"
    found = located(Question(text, source, 0, (6,), (), (20, 21, 34), (answer,)), CORPUS)
    assert found
    return found


@pytest.fixture(scope="module")
def groups() -> Groups:
    return Groups(
        CORPUS, ["What is told in chapter 77 of book Seven?", "Who met Ahab in Nantucket?"]
    )


def answered(group: Group) -> list[Passage]:
    return [passage for passage in group if 1.0 in passage.labels]


def phrase(passage: Passage) -> str:
    start = passage.pair.offsets[passage.starts[0]][0]
    return passage.text[start : passage.pair.offsets[passage.ends[0]][1]]


def test_the_first_passage_holds_the_answer_and_no_other_does(groups: Groups) -> None:
    for seed in range(20):
        group = groups.group(question(), "answered", 2, random.Random(seed))
        assert len(group) == 3
        assert answered(group) == group[:1]
        assert phrase(group[0]) == "island 6"
        assert not any(passage.starts or passage.ends for passage in group[1:])


def test_the_label_stands_at_the_chunk_of_the_answer(groups: Groups) -> None:
    for seed in range(20):
        (passage,) = groups.group(question(), "answered", 0, random.Random(seed))
        places = [p for p, label in zip(passage.pair.chunks, passage.labels, strict=True) if label]
        assert places[0]
        assert places[0][0] <= passage.pair.first + passage.starts[0] < places[0][1]
        assert len(places) == 1


def test_without_the_answers_sentence_its_context_stays(groups: Groups) -> None:
    for seed in range(20):
        group = groups.group(question(), "without", 2, random.Random(seed))
        assert len(group) == 3
        assert answered(group) == []
        assert "book One" in group[0].text
        assert "island 6 " not in group[0].text


def test_where_none_is_right_the_hardest_is_always_there(groups: Groups) -> None:
    hardest = CORPUS.texts[20]
    for seed in range(20):
        group = groups.group(question(), "elsewhere", 2, random.Random(seed))
        assert any(hardest in passage.text for passage in group)
        assert answered(group) == []


def test_a_swapped_question_is_no_longer_answered(groups: Groups) -> None:
    plain = groups.group(question(), "answered", 0, random.Random(0))[0]
    for seed in range(20):
        (passage,) = groups.group(question(), "swapped", 0, random.Random(seed))
        assert "island 6 " in passage.text
        asked = passage.pair.tokens[: passage.pair.first]
        assert asked != plain.pair.tokens[: plain.pair.first]
        assert (passage.starts, passage.ends, set(passage.labels)) == ((), (), {0.0})


def test_what_cannot_be_swapped_is_asked_without_its_sentence() -> None:
    bare = Groups(CORPUS, [])
    nameless = located(Question("what is found?", "x", 0, (6,), (), (20,), ("island 6",)), CORPUS)
    assert nameless
    group = bare.group(nameless, "swapped", 1, random.Random(0))
    assert "island 6 " not in group[0].text


def test_a_context_that_is_all_answer_leaves_other_contexts_alone() -> None:
    corpus = chunked(["The only sentence of this context is here.", *CONTEXTS])
    only = located(Question("What?", "x", 0, (0,), (), (9, 20), ("sentence",)), corpus)
    assert only
    group = Groups(corpus, []).group(only, "without", 2, random.Random(0))
    assert len(group) == 2
    assert not any("only sentence" in passage.text for passage in group)


def test_other_chunks_with_the_answer_are_doubtful(groups: Groups) -> None:
    found = question(answer="the captain")
    assert len(found.doubtful) == 13
    (passage,) = groups.group(found, "answered", 0, random.Random(3))
    assert set(passage.labels) == {1.0, DOUBTFUL}


def test_loose_questions_without_an_answer_are_set_against_any_chunks(groups: Groups) -> None:
    loose = question("squadshifts-reddit")
    for seed in range(30):
        group = groups.any(loose, random.Random(seed))
        assert len(answered(group)) == 1 or len(group) in (2, 3, 4)


def test_kinds_are_drawn_by_their_shares(groups: Groups) -> None:
    drawn = [groups.any(question(), random.Random(seed)) for seed in range(300)]
    assert sum(bool(answered(group)) for group in drawn) / 300 == pytest.approx(
        SHARES["answered"], abs=0.08
    )
    assert sum(SHARES.values()) == pytest.approx(1)


def test_passages_stay_within_what_is_read(groups: Groups) -> None:
    for seed in range(40):
        for passage in groups.any(question(), random.Random(seed)):
            assert len(passage.text) <= PASSAGE_CHARACTERS + len(passage.labels)
            assert None not in passage.pair.chunks
