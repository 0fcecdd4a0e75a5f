from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from ingest.readers.base import Reading
from ingest.readers.table import delimiter_of, records
from tests.ingest.readers.check import checked, labelled, said, texts


def _read(folder: Path, source: str, name: str = "table.csv") -> Reading:
    path = folder / name
    path.write_bytes(source.encode())
    return checked(path)


def test_text_is_the_file_itself_and_each_record_a_block(tmp_path: Path) -> None:
    source = "name,depth\r\nKelp Hall,12\r\n\r\nSkerry Bay,7"
    reading = _read(tmp_path, source)
    assert reading.text == source
    assert texts(reading) == ["Kelp Hall,12", "Skerry Bay,7"]
    assert labelled(reading.blocks[1]) == {"name": "Skerry Bay", "depth": "7"}


def test_quoted_field_may_hold_delimiters_line_ends_and_quotes(tmp_path: Path) -> None:
    reading = _read(tmp_path, 'id,note\n1,"a, ""b""\nc"\n2,plain\n')
    assert labelled(reading.blocks[0]) == {"id": "1", "note": 'a, "b"\nc'}
    assert said(reading, reading.blocks[0]) == '1,"a, ""b""\nc"'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found(delimiter: str) -> None:
    rows = ["date;time".replace(";", delimiter), *(f"2025-01-0{n}{delimiter}1,5" for n in range(9))]
    assert delimiter_of("\n".join(rows).replace("1,5", "15")) == delimiter


def test_decimal_commas_do_not_hide_the_semicolon(tmp_path: Path) -> None:
    reading = _read(tmp_path, "item;hours\nPump;2,5\nWinch;3,25\n")
    assert labelled(reading.blocks[0]) == {"item": "Pump", "hours": "2,5"}


def test_file_without_header_indexes_every_record(tmp_path: Path) -> None:
    reading = _read(tmp_path, "Anna,12\nBen,7\n")
    assert texts(reading) == ["Anna,12", "Ben,7"]
    assert reading.blocks[0].columns == ()


def test_header_alone_is_still_text(tmp_path: Path) -> None:
    assert texts(_read(tmp_path, "name,depth\n")) == ["name,depth"]


def test_years_may_name_columns(tmp_path: Path) -> None:
    reading = _read(tmp_path, "item,2023,2024\nFuel,5,6\n")
    assert labelled(reading.blocks[0]) == {"item": "Fuel", "2023": "5", "2024": "6"}


def test_short_and_long_records_are_filled_up(tmp_path: Path) -> None:
    reading = _read(tmp_path, "a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,2,3\n")
    assert reading.blocks[1].cells == ("4", "5", "")
    assert reading.blocks[2].columns == ("a", "b", "c", "")


def test_lines_above_the_table_are_text(tmp_path: Path) -> None:
    reading = _read(tmp_path, "Exported yesterday\n\nname,depth\nKelp,3\nEel,4\n")
    assert [block.kind for block in reading.blocks] == ["text", "row", "row"]


def test_tab_separated_file(tmp_path: Path) -> None:
    reading = _read(tmp_path, "name\tdepth\nKelp\t3\n", "table.tsv")
    assert reading.media_type == "text/tab-separated-values"
    assert labelled(reading.blocks[0]) == {"name": "Kelp", "depth": "3"}


@pytest.mark.parametrize(
    "source",
    ['a,"b\nc",d\n"",,""\n', 'x,"y""z"tail,w\r\n1,2,3', "a,b,\n1,2,\n", ",\n,", '"a\r\nb";c'],
)
def test_scanner_agrees_with_the_csv_module(source: str) -> None:
    expected = [tuple(row) for row in csv.reader(io.StringIO(source, newline="")) if row]
    found = list(records(source, ","))
    assert [record.cells for record in found if record.cells != ("",)] == expected
    for record in found:
        again = next(csv.reader(io.StringIO(source[record.start : record.end], newline="")), [""])
        assert tuple(again) == record.cells


def test_quote_that_is_never_closed_swallows_nothing() -> None:
    assert [r.cells for r in records('a,"b\nc,d\n', ",")] == [("a", '"b'), ("c", "d")]
