"""Rows of a workbook's sheet, put back into their columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.sources.rows import BEFORE, ROWS, Passed
from app.sources.sheets import align, named_cells, sheet_table
from app.sources.types import Table
from ingest.chunk import chunk
from ingest.readers import read
from tests.ingest.readers.made import book_of

LAMPS: list[list[object]] = [
    ["Lamp", "Watts", "Glass"], ["one", 60, "clear"], ["two", None, "red"], ["three", 75, None],
]  # fmt: skip


def shown(folder: Path, rows: list[list[object]], words: str = "", at: int | None = None) -> Table:
    """The table of a sheet read from a workbook, round the words."""
    reading = read(book_of(folder, rows))
    spoken = {each.start: each.spoken for each in chunk(reading)}
    first = reading.text.index(words) if words else 0
    found = sheet_table(
        reading.text,
        lambda low, high: {s: said for s, said in spoken.items() if low <= s < high},
        Passed(first, first + len(words), at),
    )
    assert found is not None
    return found


def test_empty_cells_keep_the_others_in_their_columns(tmp_path: Path) -> None:
    found = shown(tmp_path, LAMPS, "two | red")
    assert found.columns == ("Lamp", "Watts", "Glass")
    assert found.rows == (("one", "60", "clear"), ("two", "", "red"), ("three", "75", ""))
    assert found.marked == {1}
    assert (found.first, found.before, found.after) == (1, False, False)


def test_cells_without_a_name_get_a_column_of_their_own(tmp_path: Path) -> None:
    rows: list[list[object]] = [[None, "2023", "2024"], ["Income", 5, 6], ["Costs", 7, 8]]
    found = shown(tmp_path, rows, "Costs | 7 | 8")
    assert found.columns == ("", "2023", "2024")
    assert found.rows[-1] == ("Costs", "7", "8")


def test_only_the_passage_s_table_is_shown(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Lamps"],
        *LAMPS,
        [],
        ["Ropes"],
        ["Rope", "Metres"],
        ["Hemp", 40],
        ["Jute", 50],
    ]
    lamps, ropes = shown(tmp_path, rows, "two | red"), shown(tmp_path, rows, "Hemp | 40")
    assert [row[0] for row in lamps.rows] == ["one", "two", "three"]
    assert ropes.columns == ("Rope", "Metres")
    assert ropes.rows == (("Hemp", "40"), ("Jute", "50"))


def test_long_sheet_is_shown_round_the_passage_and_paged(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Lamp", "Watts"], *([f"lamp {n}", n] for n in range(400))]
    found = shown(tmp_path, rows, "lamp 300 | 300")
    assert (len(found.rows), found.first) == (ROWS, 301 - BEFORE)
    assert found.marked == {BEFORE}
    seen = {row[1] for row in found.rows}
    above = below = found
    while above.before:
        above = shown(tmp_path, rows, "lamp 300 | 300", above.start - 1)
        seen |= {row[1] for row in above.rows}
    while below.after:
        below = shown(tmp_path, rows, "lamp 300 | 300", below.end)
        seen |= {row[1] for row in below.rows}
    assert seen == {str(n) for n in range(400)}


def test_sheet_opened_without_a_passage_begins_with_its_table(tmp_path: Path) -> None:
    found = shown(tmp_path, LAMPS)
    assert found.rows[0][0] == "one"
    assert not found.marked


def test_table_without_names_is_shown_without(tmp_path: Path) -> None:
    found = shown(tmp_path, [[1, 2], [3, 4], [5, 6]], "3 | 4")
    assert found.columns == ()
    assert found.rows == (("1", "2"), ("3", "4"), ("5", "6"))
    assert found.marked == {1}


def test_words_that_are_no_row_are_no_table() -> None:
    assert sheet_table("Sheet\nA note.\n", lambda _a, _b: {}, Passed(6, 13)) is None


@pytest.mark.parametrize("cell", ["a | b", "x: y; z", "1.5"])
def test_cells_are_told_from_their_names_whatever_they_hold(cell: str) -> None:
    named = named_cells(f"{cell} | end", f"First: {cell}; Last: end")
    if " | " in cell:  # then the line itself does not say where its cells end
        assert named == [("", "a"), ("", "b"), ("", "end")]
    else:
        assert named == [("First", cell), ("Last", "end")]


def test_row_that_does_not_say_its_columns_fills_them_from_the_left() -> None:
    columns, rows = align(["A", "B"], [[("A", "1"), ("B", "2")], [("", "3")]])
    assert columns == ("A", "B")
    assert rows == [("1", "2"), ("3", "")]
