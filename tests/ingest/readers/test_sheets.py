from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from ingest.readers.base import Desk
from ingest.readers.sheets import read_xlsx
from tests.ingest.readers.check import block_of, checked, labelled, texts
from tests.ingest.readers.made import (
    book_of,
    edited,
    sheet_of,
)

SHEET = "xl/worksheets/sheet1.xml"


def test_sheets_are_pages_and_rows_know_their_columns(tmp_path: Path) -> None:
    book = Workbook()
    sheet_of(book).title = "Boats"
    for crew in (["Boat", "Crew"], ["Alder", 4], ["Birch", 6]):
        sheet_of(book).append(crew)
    book.create_sheet("Crew").append(["Only this sentence stands here."])
    book.save(tmp_path / "b.xlsx")
    reading = checked(tmp_path / "b.xlsx")
    assert reading.pages == (
        "Boats\nBoat | Crew\nAlder | 4\nBirch | 6\n",
        "Crew\nOnly this sentence stands here.\n",
    )
    row = block_of(reading, "Birch")
    assert (row.kind, row.headings) == ("row", ("Boats",))
    assert labelled(row) == {"Boat": "Birch", "Crew": "6"}


def test_values_are_shown_as_people_see_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = sheet_of(book)
    shown: list[tuple[Any, str, str]] = [
        (datetime.date(2024, 11, 19), "dd.mm.yyyy", "2024-11-19"),
        (datetime.datetime(2024, 11, 19, 14, 30), "dd.mm.yyyy hh:mm", "2024-11-19 14:30"),
        (datetime.time(9, 5), "hh:mm", "09:05"),
        (0.125, "0.0%", "12.5 %"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-3, "#,##0.00;(#,##0.00)", "(3.00)"),
        (7.0, "General", "7"),
        (0.1 + 0.2, "General", "0.3"),
        (True, "General", "TRUE"),
        ("Line\none", "General", "Line one"),
        ("_x0041_ and _x000D_B", "General", "A and B"),
    ]
    for number, (value, code, _) in enumerate(shown, start=1):
        sheet.cell(number, 1, value).number_format = code
    book.save(tmp_path / "b.xlsx")
    assert texts(checked(tmp_path / "b.xlsx"))[1:] == [said for *_, said in shown]


def test_tables_on_one_sheet_end_at_blank_rows_and_have_titles(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Ropes in stock"], ["Rope", "Metres"], ["Hemp", 40], [], ["Sails"], [],
        ["Sail", "Sewn"], ["Jib", 1998],
    ]  # fmt: skip
    reading = checked(book_of(tmp_path, rows))
    hemp, jib = block_of(reading, "Hemp"), block_of(reading, "Jib")
    assert hemp.headings == ("Sheet", "Ropes in stock")
    assert jib.headings == ("Sheet", "Sails")
    assert labelled(jib) == {"Sail": "Jib", "Sewn": "1998"}


def test_declared_table_tells_its_header(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["As of", "May"], ["Port", "Pilot"], ["Bergen", "Ask"], ["Moss", "Embla"]):
        sheet_of(book).append(row)
    sheet_of(book).add_table(Table(displayName="T", ref="A2:B4"))
    book.save(tmp_path / "b.xlsx")
    reading = checked(tmp_path / "b.xlsx")
    assert labelled(block_of(reading, "Moss")) == {"Port": "Moss", "Pilot": "Embla"}
    assert block_of(reading, "As of").columns == ()


def test_merged_header_cells_name_all_their_columns(tmp_path: Path) -> None:
    book = Workbook()
    sheet = sheet_of(book)
    for row in (
        ["Port", "2023", None, "2024", None],
        [None, "Spring", "Autumn", "Spring", "Autumn"],
        ["Bergen", 1, 2, 3, 4],
        ["Moss", 5, 6, 7, 8],
        [None, 9, 10, 11, 12],
    ):
        sheet.append(row)
    for merged in ("A1:A2", "B1:C1", "D1:E1", "A4:A5"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "b.xlsx")
    reading = checked(tmp_path / "b.xlsx")
    assert labelled(block_of(reading, "Bergen"))["2024 Spring"] == "3"
    assert labelled(block_of(reading, "12"))["Port"] == "Moss"


def test_notes_name_their_cell_and_author(tmp_path: Path) -> None:
    book = Workbook()
    sheet_of(book)["B3"] = 5
    sheet_of(book)["B3"].comment = Comment("Counted twice.", "Ada Quill")
    book.save(tmp_path / "b.xlsx")
    reading = checked(tmp_path / "b.xlsx")
    assert texts(reading, "item") == ["Note at B3 by Ada Quill: Counted twice."]


def test_threads_are_read_and_their_stand_in_is_not(tmp_path: Path) -> None:
    book = Workbook()
    sheet_of(book)["B3"] = 5
    sheet_of(book)["B3"].comment = Comment("[Threaded comment] update your program", "tc={1}")
    book.save(tmp_path / "b.xlsx")
    thread = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        'threadedcomments"><threadedComment ref="B3" personId="{7}" id="{1}"><text>Is it five?'
        '</text></threadedComment><threadedComment ref="B3" personId="{8}" parentId="{1}"><text>'
        "It is.</text></threadedComment></ThreadedComments>"
    )
    people = (
        '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        'threadedcomments"><person displayName="Ask" id="{7}"/><person displayName="Embla" '
        'id="{8}"/></personList>'
    )
    relation = '<Relationship Id="rX{0}" Type="http://x/2017/10/relationships/{0}" Target="{1}"/>'
    end = "</Relationships>"
    path = edited(
        tmp_path / "b.xlsx",
        {
            "xl/worksheets/_rels/sheet1.xml.rels": lambda text: text.replace(
                end, relation.format("threadedComment", "/xl/threadedComments/t1.xml") + end
            ),
            "xl/_rels/workbook.xml.rels": lambda text: text.replace(
                end, relation.format("person", "persons/person.xml") + end
            ),
        },
        xl__threadedComments__t1=thread,
        xl__persons__person=people,
    )
    assert texts(checked(path), "item") == [
        "Note at B3 by Ask: Is it five?",
        "Note at B3 by Embla: It is.",
    ]


def test_titles_of_charts_are_read(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["Port", "Ships"], ["Moss", 4]):
        sheet_of(book).append(row)
    chart = BarChart()
    chart.title = "Ships by port"
    chart.add_data(
        Reference(sheet_of(book), min_col=2, min_row=1, max_row=2), titles_from_data=True
    )
    sheet_of(book).add_chart(chart, "D2")
    book.save(tmp_path / "b.xlsx")
    assert "Ships by port" in texts(checked(tmp_path / "b.xlsx"), "text")


def test_hidden_sheet_is_read_and_named(tmp_path: Path) -> None:
    book = Workbook()
    sheet_of(book)["A1"] = "In the open"
    book.create_sheet("Rates").append(["Kept quiet"])
    book["Rates"].sheet_state = "hidden"
    book.save(tmp_path / "b.xlsx")
    reading = checked(tmp_path / "b.xlsx")
    assert "Kept quiet" in reading.text
    assert reading.warnings == ('The sheet "Rates" is hidden in the workbook; read all the same.',)


def test_formulas_without_result_are_counted(tmp_path: Path) -> None:
    reading = checked(book_of(tmp_path, [["Sum", "=1+1", "=2+2"]]))
    assert len(reading.warnings) == 1
    assert "2 formulas have no stored result" in reading.warnings[0]


def test_desk_is_told_and_obeyed(tmp_path: Path) -> None:
    book = Workbook()
    for number in range(3):
        book.create_sheet(f"S{number}").append([f"Words {number}"])
    del book["Sheet"]
    book.save(tmp_path / "b.xlsx")
    begun: list[tuple[int, int]] = []
    desk = Desk(lambda page, count: begun.append((page, count)), {2: "It crashed."}, stop=2)
    reading = read_xlsx(tmp_path / "b.xlsx", desk)
    assert begun == [(1, 3), (2, 3), (3, 3)]
    assert [unread.page for unread in reading.unread] == [2, 3]
    assert reading.pages == ("S0\nWords 0\n", "", "")
