from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.scale import main, recall, table
from benchmarks.scale_sides import SIDES, Made, Searched, make, search
from benchmarks.scale_units import PER_DOCUMENT, Real, documents, sentences
from indexes.query import Query
from tests.fakes import HashingEmbedder

TEXTS = [f"The {name} harbour keeps vessel number {n} in winter." for n, name in
         enumerate(["north", "south", "old", "new", "inner", "outer"])]  # fmt: skip


@pytest.fixture
def real() -> Real:
    return Real(TEXTS, HashingEmbedder().passages(TEXTS))


def test_made_units_are_the_same_each_time_numbered_on_and_of_unit_length(real: Real) -> None:
    first, second = list(documents(real, 250)), list(documents(real, 250))
    assert [each.ids for each in first] == [range(100), range(100, 200), range(200, 250)]
    for a, b in zip(first, second, strict=True):
        assert a.texts == b.texts
        assert np.array_equal(a.vectors, b.vectors)
        assert np.allclose(np.linalg.norm(a.vectors, axis=1), 1, atol=1e-5)
        assert len(a.texts) == len(a.ids)
    assert not np.array_equal(first[0].vectors, first[1].vectors)


def test_sentences_are_read_once_each_from_texts_alone(tmp_path: Path) -> None:
    line = "This sentence is long enough to be taken as one.\n"
    (tmp_path / "a.md").write_text(line + "Short.\n" + line)
    (tmp_path / "b.bin").write_text("This one stands in a file that is no text at all.\n")
    assert sentences(tmp_path) == [line.strip()]


@pytest.mark.parametrize("side", SIDES)
def test_each_side_is_made_saved_and_searched(side: str, real: Real, tmp_path: Path) -> None:
    made = make(side, real, 3 * PER_DOCUMENT, tmp_path / "index")
    query = Query.of(TEXTS[0], real.vectors[0])
    searched = search(side, tmp_path / "index", 3 * PER_DOCUMENT, [query])
    assert made.size > 0
    assert len(searched.found[0]) == 200
    assert set(searched.few[0]) <= set(range(PER_DOCUMENT))


def test_vectors_are_found_as_plain_faiss_finds_them(real: Real, tmp_path: Path) -> None:
    query = Query.of(TEXTS[0], real.vectors[0])
    found = []
    for side in SIDES[:2]:
        make(side, real, 300, tmp_path / side)
        found.append(search(side, tmp_path / side, 300, [query]).found)
    assert recall(found[1], found[0], 10) == 1


def test_recall_counts_the_best_few_of_all_questions() -> None:
    assert recall([[1, 2, 3], [9, 8]], [[2, 1, 7], [4, 8]], 2) == 0.75
    assert recall([[]], [[]], 10) == 1


def test_table_sets_each_index_beside_the_first() -> None:
    flat = Searched([[1, 2]], [[1]], 10.0, 8.0, 300.0, 100.0)
    other = Searched([[1, 3]], [[1]], 2.5, 1.0, 150.0, 100.0)
    shown = table(
        {"FAISS flat float32": (Made(1, 15360, 400), flat), "dense": (Made(2, 7680, 200), other)},
        10,
    )
    assert shown.splitlines()[2].split() == [
        "dense", "2.50", "0.25", "1.00", "768", "0.50", "0.500", "0.500", "50", "200", "2"
    ]  # fmt: skip


@pytest.mark.model
def test_a_folder_without_sentences_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--texts", str(tmp_path)]) == 2
    assert "no sentences" in capsys.readouterr().err
