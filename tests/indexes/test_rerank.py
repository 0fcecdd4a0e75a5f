from __future__ import annotations

from collections.abc import Sequence

from indexes.rerank import PASSAGE_CHARACTERS, chunk_scores, passages
from tests.indexes.windowing import windows


class CountingReranker:
    """Scores a chunk by its length; remembers what it read."""

    name = "counting"
    weight = 1.0

    def __init__(self) -> None:
        self.read: list[str] = []

    def scores(self, question: str, passages: Sequence[Sequence[str]]) -> list[list[float]]:
        self.read += [text for texts in passages for text in texts]
        return [[float(len(text)) for text in texts] for texts in passages]


def test_overlapping_windows_are_read_once() -> None:
    found = windows([f"This is sentence {at}." for at in range(8)])
    reranker = CountingReranker()
    scores = chunk_scores(reranker, "?", [found[3], found[4], found[5]])
    assert len(reranker.read) == len(set(reranker.read)) == 7
    assert scores.keys() == set(range(1, 8))


def test_documents_that_follow_one_another_are_separate_passages() -> None:
    first, second = windows(["One end."], "a"), windows(["Another start."], "b", first=2)
    assert [run.texts for run in passages([first[1], second[2]])] == [
        ["One end."],
        ["Another start."],
    ]


def test_a_passage_stays_within_what_the_model_reads() -> None:
    found = windows(["word " * 50] * 9)
    runs = passages(list(found.values()))
    assert sum(len(run.chunks) for run in runs) == 9
    assert all(sum(map(len, run.texts)) <= PASSAGE_CHARACTERS for run in runs)


def test_nothing_to_read_is_no_error() -> None:
    assert chunk_scores(CountingReranker(), "?", []) == {}
