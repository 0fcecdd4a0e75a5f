from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.lib import colors  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.styles import getSampleStyleSheet  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
)

from indexes.errors import ReadError
from ingest.readers.base import Reading
from tests.ingest.readers.check import block_of, checked, labelled, said, texts

STYLES = getSampleStyleSheet()
WORDS = (
    "The station keeps a boat at the pier for those who come late and for those who leave early "
    "in the morning when the tide is low and the wind comes from the north over the open sound "
)


def _drawn(folder: Path, *pages: Callable[[Canvas], object], title: str = "") -> Path:
    path = folder / "drawn.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    if title:
        canvas.setTitle(title)
    for draw in pages:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def _lines(*lines: str, left: float = 72, top: float = 750) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            canvas.drawString(left, top - 12 * number, line)

    return draw


def _set(folder: Path, *story: Flowable, columns: int = 1) -> Reading:
    path = folder / "set.pdf"
    if columns == 1:
        SimpleDocTemplate(str(path), pagesize=A4).build(list(story))
    else:
        frames = [Frame(72, 72, 210, 700, id="left"), Frame(312, 72, 210, 700, id="right")]
        document = BaseDocTemplate(str(path), pagesize=A4)
        document.addPageTemplates([PageTemplate(id="two", frames=frames)])
        document.build(list(story))
    return checked(path)


def test_pages_end_with_a_form_feed_but_the_last(tmp_path: Path) -> None:
    reading = checked(_drawn(tmp_path, _lines("Page one."), _lines("Page two."), _lines("Last.")))
    assert reading.pages == ("Page one.\f", "Page two.\f", "Last.")
    assert texts(reading) == ["Page one.", "Page two.", "Last."]


def test_paragraphs_are_inferred_from_lines(tmp_path: Path) -> None:
    reading = _set(
        tmp_path,
        Paragraph("4 Diving", STYLES["Heading1"]),
        Paragraph("4.2 Emergency ascent", STYLES["Heading2"]),
        Paragraph(f"First. {WORDS * 3}", STYLES["BodyText"]),
        Paragraph(f"Second. {WORDS * 2}", STYLES["BodyText"]),
        Paragraph("Carry a lamp and a knife.", STYLES["Normal"], bulletText="•"),
        Paragraph("Carry a whistle.", STYLES["Normal"], bulletText="•"),
        Paragraph("5 Boats", STYLES["Heading1"]),
        Paragraph("Boats stay at the pier.", STYLES["BodyText"]),
    )
    assert len(texts(reading, "text")) == 3
    assert block_of(reading, "First.").headings == ("4 Diving", "4.2 Emergency ascent")
    assert block_of(reading, "at the pier.").headings == ("5 Boats",)
    assert len(texts(reading, "item")) == 2
    assert reading.title == "4 Diving"


def test_heading_path_goes_on_over_pages(tmp_path: Path) -> None:
    def head(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(72, 780, "Rules of the house")
        canvas.setFont("Helvetica", 10)
        _lines("Be kind to all who come here, whatever they may want.")(canvas)

    reading = checked(_drawn(tmp_path, head, _lines("Be quiet after ten, and mind the dog.")))
    assert block_of(reading, "quiet").headings == ("Rules of the house",)


def test_table_rows_know_their_columns_and_caption(tmp_path: Path) -> None:
    small = STYLES["Normal"]
    cells: list[list[object]] = [
        ["Depth", "Longest time", "Remark"],
        ["30 m", "25 min", "air"],
        [Paragraph("40 m and anything below", small), "15 min", "nitrox"],
    ]
    table = Table(
        cells, colWidths=[80, 120, 120], style=[("GRID", (0, 0), (-1, -1), 1, colors.black)]
    )
    reading = _set(
        tmp_path,
        Paragraph(WORDS, STYLES["BodyText"]),
        Paragraph("Table 1. Times under water", STYLES["BodyText"]),
        table,
        Paragraph(WORDS, STYLES["BodyText"]),
    )
    rows = [block for block in reading.blocks if block.kind == "row"]
    assert [labelled(row) for row in rows] == [
        {"Depth": "30 m", "Longest time": "25 min", "Remark": "air"},
        {"Depth": "40 m and anything below", "Longest time": "15 min", "Remark": "nitrox"},
    ]
    assert rows[0].headings == ("Table 1. Times under water",)


def test_two_columns_come_in_reading_order(tmp_path: Path) -> None:
    story = [Paragraph(f"Begin{n} {WORDS * 3} end{n}.", STYLES["BodyText"]) for n in range(8)]
    text = " ".join(_set(tmp_path, *story, columns=2).text.split())
    places = [text.index(f"{word}{n}") for n in range(8) for word in ("Begin", "end")]
    assert places == sorted(places)


def _rows_across(rows: Sequence[tuple[str, str]]) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for number, (left, right) in enumerate(rows):
            canvas.drawString(72, 750 - 12 * number, left)
            canvas.drawString(312, 750 - 12 * number, right)

    return draw


def test_columns_written_row_by_row_are_put_into_reading_order(tmp_path: Path) -> None:
    rows = [
        (
            f"left column line number {n:02d} says a little more",
            f"right column line {n:02d} goes on and on",
        )
        for n in range(12)
    ]
    text = checked(_drawn(tmp_path, _rows_across(rows))).text
    assert text.index("left column line number 11") < text.index("right column line 00")


def test_table_of_two_columns_stays_row_by_row(tmp_path: Path) -> None:
    rows = [(f"Item {n}", f"{n * 7} kg") for n in range(12)]
    text = checked(_drawn(tmp_path, _rows_across(rows))).text
    assert text.index("Item 1") < text.index("7 kg") < text.index("Item 2")


def test_running_heads_and_page_numbers_are_kept_but_not_indexed(tmp_path: Path) -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(72, 800, "Annual report 2025")
            canvas.drawString(72, 750, f"Chapter {chr(65 + number)} tells of things.")
            canvas.drawString(290, 30, str(number + 1))

        return draw

    reading = checked(_drawn(tmp_path, *(page(n) for n in range(5))))
    assert reading.text.count("Annual report 2025") == 5
    assert all(text.startswith("Chapter") for text in texts(reading))
    assert len(reading.blocks) == 5


def test_repeated_lines_of_short_documents_are_indexed(tmp_path: Path) -> None:
    reading = checked(_drawn(tmp_path, *[_lines("Same words here.")] * 3))
    assert len(reading.blocks) == 3


def test_hyphen_at_a_line_end_stays_for_cleaning(tmp_path: Path) -> None:
    reading = checked(_drawn(tmp_path, _lines("We give infor-", "mation to all.")))
    assert reading.text == "We give infor-\nmation to all."
    assert len(reading.blocks) == 1


def test_blank_pages_and_mere_rules_are_no_loss(tmp_path: Path) -> None:
    reading = checked(
        _drawn(tmp_path, _lines("Text."), lambda _: None, lambda c: c.rect(10, 10, 50, 50))
    )
    assert reading.pages == ("Text.\f", "\f", "")
    assert (reading.warnings, reading.unread) == ((), ())


def test_file_without_any_text_is_refused(tmp_path: Path) -> None:
    path = _drawn(tmp_path, lambda canvas: canvas.rect(10, 10, 50, 50))
    with pytest.raises(ReadError, match=r"^drawn\.pdf has no text; check"):
        checked(path)


def test_text_beyond_the_edge_of_the_page_is_left_out_and_said_so(tmp_path: Path) -> None:
    reading = checked(_drawn(tmp_path, _lines("Printed."), _lines("Cut off.", "Too.", top=-40)))
    assert reading.text.strip() == "Printed."
    assert reading.warnings == ("Text outside the visible page is left out on page 2.",)


def test_stated_title_is_used_unless_it_is_none(tmp_path: Path) -> None:
    assert checked(_drawn(tmp_path, _lines("Text."), title="The manual")).title == "The manual"
    assert checked(_drawn(tmp_path, _lines("Text."), title="manual_v3.docx")).title == ""


def test_reading_a_pdf_leaves_no_file_open(tmp_path: Path) -> None:
    path = _drawn(tmp_path, _lines("Text."))
    code = (
        "import os, sys; from pathlib import Path; from ingest.readers import read\n"
        "count = lambda: len(os.listdir('/proc/self/fd'))\n"
        "read(Path(sys.argv[1])); before = count()\n"
        "[read(Path(sys.argv[1])) for _ in range(5)]; sys.exit(count() - before)"
    )
    if not Path("/proc/self/fd").exists():
        pytest.skip("needs /proc")
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 0


def test_block_text_is_found_on_its_page(tmp_path: Path) -> None:
    reading = checked(_drawn(tmp_path, _lines("One."), _lines("Two two.")))
    block = block_of(reading, "Two")
    assert said(reading, block) == "Two two."
    assert block.start == len(reading.pages[0])
