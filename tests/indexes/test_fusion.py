from __future__ import annotations

import numpy as np

from indexes.fusion import Candidates, fuse, support, zscores

RANGES = {"a": (1, 50), "b": (51, 100)}


def candidates(
    ids: list[int],
    dense: list[float],
    lexical: list[float],
    routing: list[float] | None = None,
    meant: list[float] | None = None,
) -> Candidates:
    return Candidates(
        np.array(ids),
        tuple("a" if each <= 50 else "b" for each in ids),
        np.array(dense),
        np.array(lexical),
        np.array(routing or [0.0] * len(ids)),
        np.array(meant or [1.0] * len(ids)),
    )


def test_what_both_searches_favour_comes_first() -> None:
    fused = fuse(candidates([1, 20, 40], [0.9, 0.5, 0.1], [5.0, 5.5, 0.0]), RANGES)
    assert list(np.argsort(-fused)) == [0, 1, 2]


def test_scores_that_are_all_alike_decide_nothing() -> None:
    assert list(zscores(np.array([2.0, 2.0]))) == [0.0, 0.0]
    assert fuse(candidates([7], [0.4], [1.0]), RANGES) == [0.0]


def test_no_candidates_are_no_error() -> None:
    assert len(fuse(candidates([], [], []), RANGES)) == 0


def test_a_passage_amid_others_that_answer_is_the_better_one() -> None:
    ids = [5, 6, 7, 60, 90]
    fused = fuse(candidates(ids, [0.6, 0.7, 0.6, 0.7, 0.1], [3.0, 4.0, 3.0, 4.0, 0.0]), RANGES)
    assert fused[1] > fused[3]


def test_support_does_not_cross_into_another_document() -> None:
    found = candidates([50, 51], [0.5, 0.5], [1.0, 1.0])
    own = np.array([3.0, -3.0])
    assert list(support(found, own, RANGES)) == [3.0, 0.0]


def test_the_document_that_the_question_names_comes_first() -> None:
    fused = fuse(candidates([1, 60], [0.5, 0.5], [1.0, 1.0], routing=[0.0, 1.0]), RANGES)
    assert fused[1] > fused[0]


def test_a_version_that_is_not_meant_stands_behind_the_one_that_is() -> None:
    fused = fuse(candidates([1, 60], [0.5, 0.5], [1.0, 1.0], meant=[0.5, 1.0]), RANGES)
    assert fused[1] > fused[0]
