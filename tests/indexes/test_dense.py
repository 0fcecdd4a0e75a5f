from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest

from indexes import cells
from indexes.dense import Dense
from indexes.errors import LibraryError
from indexes.query import Permitted, Query
from indexes.windows import Vectors

DIMENSION, SIZE = 32, 50


def vectors(count: int, seed: int = 0) -> Vectors:
    """In clusters, as texts are."""
    random = np.random.default_rng(seed)
    middles = np.random.default_rng(99).standard_normal((40, DIMENSION))
    made = middles[random.integers(0, 40, count)] + random.standard_normal((count, DIMENSION)) / 2
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def filled(documents: int) -> Dense:
    dense = Dense(DIMENSION)
    for number in range(documents):
        add(dense, number)
    return dense


def add(dense: Dense, number: int) -> None:
    first = 1 + number * SIZE
    dense.add(f"d{number}", range(first, first + SIZE), vectors(SIZE, number))


def ask(vector: Vectors) -> Query:
    return Query("", vector, ())


def everything(dense: Dense) -> Permitted:
    return Permitted.of(dense.ranges.keys(), dense.ranges)


def cosines(documents: int, vector: Vectors) -> dict[int, float]:
    """What comparing everything gives."""
    rows = np.concatenate([vectors(SIZE, number) for number in range(documents)])
    return dict(enumerate(map(float, rows @ vector), 1))


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "FLAT_UP_TO", 1000)


def is_divided(dense: Dense) -> bool:
    return not dense.is_exact


def divided(dense: Dense) -> faiss.IndexIVFScalarQuantizer:
    assert isinstance(dense._index, faiss.IndexIVFScalarQuantizer)
    return dense._index


def test_flat_search_is_exact_and_half_as_large_as_plain_floats(tmp_path: Path) -> None:
    dense = filled(4)
    question = vectors(1, 77)[0]
    expected = sorted(cosines(4, question).items(), key=lambda pair: -pair[1])[:20]
    found = dense.search(ask(question), 20, everything(dense))
    assert dict(found) == pytest.approx(dict(expected), abs=1e-3)
    assert dense.recall(10) == 1
    dense.save(tmp_path / "dense")
    assert (tmp_path / "dense").stat().st_size < 4 * SIZE * (2 * DIMENSION + 16) + 1000


@pytest.mark.usefixtures("small_limit")
def test_cells_are_made_when_the_limit_is_passed_and_not_before() -> None:
    dense = filled(20)
    assert not is_divided(dense)
    add(dense, 20)
    assert is_divided(dense)
    assert len(dense) == 21 * SIZE


@pytest.mark.usefixtures("small_limit")
def test_cells_are_made_anew_when_the_library_has_grown_fourfold() -> None:
    dense = filled(21)
    before = divided(dense).nlist
    for number in range(21, 83):
        add(dense, number)
    assert divided(dense).nlist == before
    for number in range(83, 86):
        add(dense, number)
    assert divided(dense).nlist == pytest.approx(2 * before, rel=0.05)
    assert len(dense) == 86 * SIZE


@pytest.mark.usefixtures("small_limit")
def test_cells_are_given_up_below_half_the_limit() -> None:
    dense = filled(21)
    for number in range(11):
        dense.remove(f"d{number}")
    assert is_divided(dense)
    dense.remove("d11")
    assert not is_divided(dense)
    question = vectors(SIZE, 15)[3]
    [(best, score)] = dense.search(ask(question), 1, everything(dense))
    assert best == 1 + 15 * SIZE + 3
    assert score == pytest.approx(1, abs=0.02)


@pytest.mark.usefixtures("small_limit")
def test_cells_find_nearly_what_comparing_everything_finds() -> None:
    dense = filled(80)
    assert dense.recall(40) >= 0.95
    shared = 0
    for question in vectors(20, 1234):
        expected = sorted(cosines(80, question).items(), key=lambda pair: -pair[1])[:200]
        found = dense.search(ask(question), 200, everything(dense))
        shared += len({key for key, _ in expected} & {key for key, _ in found})
    assert shared >= 0.95 * 20 * 200


@pytest.mark.usefixtures("small_limit")
def test_few_permitted_windows_are_all_found_however_far() -> None:
    dense = filled(80)
    divided(dense).nprobe = 4
    permitted = Permitted.of(["d7"], dense.ranges)
    found = dense.search(ask(vectors(1, 5)[0]), SIZE, permitted)
    assert sorted(key for key, _ in found) == list(range(351, 401))


@pytest.mark.usefixtures("small_limit")
def test_scores_of_given_windows_are_their_cosines_in_cells_too() -> None:
    dense = filled(30)
    question = vectors(1, 5)[0]
    expected = cosines(30, question)
    wanted = [1, 700, 1500]
    scores = dense.scores(ask(question), [0, *wanted, 1501])
    assert scores == pytest.approx({key: expected[key] for key in wanted}, abs=0.02)


@pytest.mark.usefixtures("small_limit")
@pytest.mark.parametrize("documents", [3, 30])
def test_changing_what_is_memory_mapped_leaves_the_file_alone(
    tmp_path: Path, documents: int
) -> None:
    dense, path = filled(documents), tmp_path / "dense"
    dense.scores(ask(vectors(1)[0]), [1])  # finds places, which are not written
    dense.save(path)
    before = path.read_bytes()
    loaded = Dense.load(path, dense.ranges)
    loaded.remove("d1")
    add(loaded, documents)
    assert path.read_bytes() == before
    assert len(Dense.load(path, dense.ranges)) == documents * SIZE
    assert len(loaded) == documents * SIZE
    loaded.save(tmp_path / "other")
    assert len(Dense.load(tmp_path / "other", loaded.ranges)) == documents * SIZE


def test_a_mapped_index_goes_on_when_its_file_is_unlinked(tmp_path: Path) -> None:
    filled(3).save(tmp_path / "dense")
    loaded = Dense.load(tmp_path / "dense", filled(3).ranges)
    (tmp_path / "dense").unlink()
    assert len(loaded.search(ask(vectors(1)[0]), 5, everything(loaded))) == 5


@pytest.mark.usefixtures("small_limit")
@pytest.mark.parametrize("kept", [0, 10, 0.5, 0.99])
@pytest.mark.parametrize("documents", [3, 30])
def test_a_damaged_file_is_told(tmp_path: Path, kept: float, documents: int) -> None:
    path = tmp_path / "dense"
    filled(documents).save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(kept if kept >= 1 else kept * len(whole))])
    with pytest.raises(LibraryError, match="footnote rebuild"):
        Dense.load(path, {})


def test_a_file_of_another_kind_is_told(tmp_path: Path) -> None:
    faiss.write_index(faiss.IndexFlatIP(4), str(tmp_path / "dense"))
    with pytest.raises(LibraryError, match="footnote rebuild"):
        Dense.load(tmp_path / "dense", {})


def test_equal_scores_come_by_id() -> None:
    dense, same = Dense(DIMENSION), np.tile(vectors(1), (3, 1))
    dense.add("b", range(10, 13), same)
    dense.add("a", range(1, 4), same)
    found = dense.search(ask(same[0]), 6, everything(dense))
    assert [key for key, _ in found] == [1, 2, 3, 10, 11, 12]


def test_an_empty_index_finds_nothing_and_misses_nothing() -> None:
    dense = Dense(DIMENSION)
    assert dense.search(ask(vectors(1)[0]), 5, everything(dense)) == []
    assert dense.scores(ask(vectors(1)[0]), [1]) == {}
    assert dense.recall(5) == 1
