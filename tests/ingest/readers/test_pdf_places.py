"""Where lines stand on the page as it is displayed, turned and cropped."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from pypdf.generic import NameObject, NumberObject, RectangleObject
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from indexes.types import LineBox
from ingest.readers.base import Reading
from tests.ingest.readers.check import checked, labelled

LENGTH = stringWidth("and goes on for another line.", "Helvetica", 10)
TURNS = (0, 90, 180, 270)
TABLE = (("Gas", "Depth", "Time"), ("air", "30", "25"), ("nitrox", "40", "15"))


def _drawn(folder: Path, turned: int, rotate: int) -> Path:
    """A page whose text is turned counter-clockwise, then shown turned clockwise by `rotate`."""
    width, height = A4 if turned % 180 == 0 else A4[::-1]
    path = folder / "turned.pdf"
    canvas = Canvas(str(path), pagesize=(width, height))
    canvas.translate(*{0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[turned])
    canvas.rotate(turned)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, 700, "The first line of a paragraph that stands here")
    canvas.drawString(72, 686, "and goes on for another line.")
    for row, cells in enumerate(TABLE):
        for column, cell in enumerate(cells):
            canvas.drawString(72 + 100 * column, 500 - 14 * row, cell)
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=path)
    writer.pages[0][NameObject("/Rotate")] = NumberObject(rotate)
    writer.write(path)
    return path


def _box_of(reading: Reading, words: str) -> LineBox:
    text = reading.text
    (found,) = [box for box in reading.layouts[0].lines if text[box.start : box.end] == words]
    return found


def _is_at(box: LineBox, left: float, bottom: float, right: float, top: float) -> bool:
    """Whether a box is this one, give or take what fonts add above and below their letters."""
    return (
        abs(box.left - left) < 1
        and abs(box.right - right) < 1
        and abs(box.bottom - bottom) < 4
        and abs(box.top - top) < 4
    )


@pytest.mark.parametrize("turn", TURNS)
def test_turned_page_is_read_and_placed_as_it_is_shown(tmp_path: Path, turn: int) -> None:
    reading = checked(_drawn(tmp_path, turn, turn))
    layout = reading.layouts[0]
    assert (round(layout.width), round(layout.height)) == (595, 842)
    box = _box_of(reading, "and goes on for another line.")
    assert _is_at(box, 72, 684, 72 + LENGTH, 696)
    assert [labelled(block) for block in reading.blocks if block.kind == "row"] == [
        {"Gas": "air", "Depth": "30", "Time": "25"},
        {"Gas": "nitrox", "Depth": "40", "Time": "15"},
    ]


@pytest.mark.parametrize("turn", TURNS)
def test_text_that_lies_on_its_side_is_read_in_order(tmp_path: Path, turn: int) -> None:
    reading = checked(_drawn(tmp_path, turn, 0))
    assert reading.text.startswith(
        "The first line of a paragraph that stands here\nand goes on for another line.\n"
    )
    assert len([block for block in reading.blocks if block.kind == "row"]) == 2


def test_text_on_its_side_is_marked_where_it_is_shown(tmp_path: Path) -> None:
    reading = checked(_drawn(tmp_path, 90, 0))
    box = _box_of(reading, "and goes on for another line.")
    width = reading.layouts[0].width
    assert round(width) == 842
    assert abs(box.left - (width - 696)) < 4
    assert abs(box.right - (width - 684)) < 4
    assert abs(box.bottom - 72) < 1
    assert abs(box.top - 72 - LENGTH) < 1


@pytest.mark.parametrize("turn", TURNS)
def test_cropped_page_is_measured_from_its_visible_corner(tmp_path: Path, turn: int) -> None:
    path = _drawn(tmp_path, turn, turn)
    writer = pypdf.PdfWriter(clone_from=path)
    page = writer.pages[0]
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    page.mediabox = RectangleObject((-50, -60, width + 70, height + 80))
    page.cropbox = RectangleObject((40, 40, width - 40, height - 40))
    writer.write(path)
    reading = checked(path)
    layout = reading.layouts[0]
    assert (round(layout.width), round(layout.height)) == (515, 762)
    assert _is_at(_box_of(reading, "and goes on for another line."), 32, 644, 32 + LENGTH, 656)


def test_every_line_has_its_box_in_reading_order(tmp_path: Path) -> None:
    reading = checked(_drawn(tmp_path, 0, 0))
    boxes = reading.layouts[0].lines
    assert [reading.text[box.start : box.end] for box in boxes] == reading.text.split("\n")
    tops = [box.top for box in boxes]
    assert tops == sorted(tops, reverse=True)


def test_boxes_count_on_over_pages(tmp_path: Path) -> None:
    path = tmp_path / "two.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for words in ("Words of page one.", "Words of page two."):
        canvas.drawString(72, 700, words)
        canvas.showPage()
    canvas.save()
    reading = checked(path)
    second = reading.layouts[1].lines[0]
    assert reading.text[second.start : second.end] == "Words of page two."
