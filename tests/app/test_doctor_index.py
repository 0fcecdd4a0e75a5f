from __future__ import annotations

from pathlib import Path

import faiss
import pytest

from app.doctor_index import examine_recall, examine_vectors
from indexes import cells
from tests.indexes.test_dense import filled


def test_cells_that_find_what_is_near_are_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "FLAT_UP_TO", 1000)
    finding = examine_recall(filled(30))
    assert finding.status == "ok"
    assert finding.detail.startswith("1,500 windows in cells; finds ")


def test_cells_that_miss_are_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "FLAT_UP_TO", 1000)
    dense = filled(30)
    assert isinstance(dense._index, faiss.IndexIVFScalarQuantizer)
    dense._index.nprobe = 1
    finding = examine_recall(dense)
    assert (finding.status, finding.remedy) == ("warn", "Run `footnote rebuild`.")


def test_a_library_without_cells_or_without_anything_is_no_finding(tmp_path: Path) -> None:
    assert examine_vectors(tmp_path / "absent.sqlite3", tmp_path / "builds") == []
