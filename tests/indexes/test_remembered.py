"""Scores of a reranker that are kept: the same as ever, each passage read once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from indexes.remembered import Remembered

ONE, TWO = ["Dogs are kept on a lead.", "Boats are red."], ["The office sells tickets."]


class Counting:
    """Scores a chunk by the letters that it shares with the question, and counts what it reads."""

    name, weight = "counting", 0.5

    def __init__(self) -> None:
        self.read: list[tuple[str, ...]] = []

    def scores(self, question: str, passages: Sequence[Sequence[str]]) -> list[list[float]]:
        self.read += [tuple(texts) for texts in passages]
        return [[float(len(set(question) & set(text))) for text in texts] for texts in passages]


def test_only_passages_that_were_not_read_for_the_question_are_read() -> None:
    bare = Counting()
    kept = Remembered(bare)
    first = kept.scores("Which boats?", [ONE])

    both = kept.scores("Which boats?", [TWO, ONE])

    assert bare.read == [tuple(ONE), tuple(TWO)]
    assert both == Counting().scores("Which boats?", [TWO, ONE])
    assert both[1] == first[0]
    assert (kept.name, kept.weight) == ("counting", 0.5)


def test_another_question_or_another_cut_of_the_same_words_is_read_anew() -> None:
    bare = Counting()
    kept = Remembered(bare)
    kept.scores("Which boats?", [["ab", "c"]])
    kept.scores("Which dogs?", [["ab", "c"]])
    kept.scores("Which boats?", [["a", "bc"], ["abc"]])
    kept.scores("Which boats?ab", [["c"]])

    assert len(bare.read) == 5


def test_a_passage_that_is_given_twice_is_read_once_and_scored_twice() -> None:
    bare = Counting()
    scores = Remembered(bare).scores("Which boats?", [ONE, TWO, ONE])

    assert len(bare.read) == 2
    assert scores[0] == scores[2]


def test_nothing_to_score_asks_nobody() -> None:
    bare = Counting()
    assert Remembered(bare).scores("Which boats?", []) == []
    assert bare.read == []


def test_what_is_given_out_can_be_changed_without_harm() -> None:
    kept = Remembered(Counting())
    kept.scores("Which boats?", [ONE])[0][0] = 99.0

    assert kept.scores("Which boats?", [ONE]) == Counting().scores("Which boats?", [ONE])


def test_the_least_recently_used_goes_first() -> None:
    bare = Counting()
    kept = Remembered(bare, most=2)
    for passage in (["one"], ["two"], ["one"], ["three"], ["one"], ["two"]):
        kept.scores("Which boats?", [passage])

    assert len(kept) == 2
    assert bare.read == [("one",), ("two",), ("three",), ("two",)]


def test_several_people_at_once_get_the_scores_that_each_would_alone() -> None:
    kept = Remembered(Counting(), most=4)
    questions = [f"Which boats {at % 7}?" for at in range(200)]
    with ThreadPoolExecutor(8) as people:
        together = list(people.map(lambda text: kept.scores(text, [ONE, TWO]), questions))

    assert together == [Counting().scores(text, [ONE, TWO]) for text in questions]
    assert len(kept) <= 4
