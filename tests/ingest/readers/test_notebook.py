from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexes.errors import ReadError
from ingest.readers import read
from ingest.readers.base import Reading
from tests.ingest.readers.check import block_of, checked


def _read(folder: Path, *cells: dict[str, object]) -> Reading:
    path = folder / "tides.ipynb"
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}))
    return checked(path)


def test_cells_are_read_in_order_under_their_headings(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        {"cell_type": "markdown", "source": ["# Tides\n", "\n", "They come *twice* a day."]},
        {"cell_type": "code", "source": "height = 3\nprint(height)",
         "outputs": [{"output_type": "stream", "text": ["3 metres\n"]}]},
    )  # fmt: skip
    assert reading.title == "Tides"
    assert block_of(reading, "twice").headings == ("Tides",)
    assert block_of(reading, "height = 3").kind == "code"
    assert block_of(reading, "3 metres").headings == ("Tides",)


def test_results_are_text_and_pictures_are_counted(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        {"cell_type": "code", "source": "", "outputs": [
            {"output_type": "execute_result", "data": {"text/plain": ["mean 4.2"]}},
            {"output_type": "display_data", "data": {"image/png": "iVBO"}},
            {"output_type": "error", "ename": "ValueError", "evalue": "no tide"},
        ]},
    )  # fmt: skip
    assert block_of(reading, "mean 4.2").kind == "code"
    assert block_of(reading, "ValueError: no tide")
    assert reading.warnings == ("1 result is a picture and left out.",)


def test_fences_within_cells_do_not_end_them(tmp_path: Path) -> None:
    code = "text = '''\n```\nnot the end\n```\n'''\nlast = 1"
    reading = _read(tmp_path, {"cell_type": "code", "source": code})
    assert block_of(reading, "last = 1").kind == "code"


@pytest.mark.parametrize("text", ["{", "[]", "3", '{"cells": []}', '{"cells": 5}', "[" * 100_000])
def test_what_is_no_notebook_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(text)
    with pytest.raises(ReadError, match=r"^a\.ipynb (is no whole notebook|holds no cells)"):
        read(path)
