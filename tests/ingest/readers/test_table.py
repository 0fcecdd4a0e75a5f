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


def test_first_line_may_name_the_delimiter(tmp_path: Path) -> None:
    reading = _read(tmp_path, "sep=;\r\nname;share\r\nKelp;1,5\r\nEel;2,5\r\n")
    assert [labelled(block) for block in reading.blocks] == [
        {"name": "Kelp", "share": "1,5"},
        {"name": "Eel", "share": "2,5"},
    ]


def test_first_line_above_the_table_is_the_heading_of_its_rows(tmp_path: Path) -> None:
    reading = _read(tmp_path, "Depths in the harbour\nas of May\n\nname,depth\nKelp,3\nEel,4\n")
    assert texts(reading, "text") == ["Depths in the harbour", "as of May"]
    assert {block.headings for block in reading.blocks if block.kind == "row"} == {
        ("Depths in the harbour",)
    }


def test_lines_that_end_in_delimiters_keep_their_header(tmp_path: Path) -> None:
    reading = _read(tmp_path, "name,depth,,\nKelp,3,,\nEel,4,,\n")
    assert labelled(reading.blocks[0])["depth"] == "3"


def test_very_wide_record_becomes_rows_that_begin_with_its_first_cell(tmp_path: Path) -> None:
    columns = ["boat", *(f"day {n}" for n in range(1000))]
    cells = ["Ida", *(f"{n} miles" for n in range(1000))]
    reading = _read(
        tmp_path, ",".join(columns) + "\n" + ",".join(cells) + "\nFur" + "," * 1000 + "\n"
    )
    wide = [block for block in reading.blocks if block.cells[0] == "Ida"]
    assert len(wide) > 5
    assert all(len(said(reading, block)) <= 1500 for block in reading.blocks)
    assert all(block.columns[0] == "boat" for block in wide)
    merged = {name: cell for block in wide for name, cell in labelled(block).items()}
    assert merged == dict(zip(columns, cells, strict=True))


def test_very_long_cell_becomes_rows_of_the_same_column(tmp_path: Path) -> None:
    story = "It was a dark night. " * 300
    reading = _read(tmp_path, f'name,story,size\nIda,"{story}",12\nFur,short,9\n')
    parts = [block for block in reading.blocks if block.cells[0] == "Ida"]
    assert sum(said(reading, block).count("dark night") for block in parts) == 300
    assert all(len(said(reading, block)) <= 1500 for block in parts)
    assert labelled(parts[1]).keys() == {"name", "story"}
    assert labelled(parts[-1]) == {"name": "Ida", "size": "12"}


def test_wide_file_without_header_loses_nothing(tmp_path: Path) -> None:
    row = ",".join(str(n) for n in range(2000))
    reading = _read(tmp_path, f"{row}\n{row}\n")
    assert "".join(texts(reading)).count("1999") == 2
    assert all(block.columns == () for block in reading.blocks)


def test_hundred_thousand_records_share_their_columns(tmp_path: Path) -> None:
    reading = _read(tmp_path, "name,depth\n" + "Kelp,3\n" * 100_000)
    assert len(reading.blocks) == 100_000
    assert len({id(block.columns) for block in reading.blocks[:1000]}) == 1


def test_undecodable_bytes_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("näme,größe,ähnlich,öde,über\nKälp,3,ß,ü,ö\n".encode() + b"E\xffl,4,,,\n")
    assert "damaged" in checked(path).warnings[0]
