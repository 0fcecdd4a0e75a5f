"""Marks on pages that are really drawn."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from app.sources import Box, PageImage
from ingest.drawing import Drawer
from tests.app.sources.house import ME, House, files, pdf


@pytest.fixture(scope="module")
def drawer() -> Iterator[Drawer]:
    made = Drawer()
    made.start()
    yield made
    made.close()


def dark(body: PageImage, mark: Box) -> int:
    """How many dark pixels there are in a mark."""
    page = Image.open(io.BytesIO(body.png)).convert("L")
    width, height = page.size
    left, top = round(mark.left * width), round(mark.top * height)
    right, foot = left + round(mark.width * width), top + round(mark.height * height)
    return sum(page.crop((left, top, right, foot)).point(lambda v: v < 128).tobytes())


def test_mark_holds_exactly_the_words_of_the_passage(tmp_path: Path, drawer: Drawer) -> None:
    wide, narrow = "MMMMMMMM", "i" * 40
    pdf(files(tmp_path) / "p.pdf", [f"{wide} {narrow} {wide}", "Another line, to be let alone."])
    house = House.of(tmp_path, drawer)
    (first, middle) = (
        house.sources.open(ME, *house.span("p.pdf", words)).body for words in (wide, narrow)
    )
    assert isinstance(first, PageImage)
    assert isinstance(middle, PageImage)
    (left,), (right,) = first.marks, middle.marks
    assert abs(left.left * 600 - 72 + 1.5) < 2
    assert abs(left.width * 600 - 8 * 10 - 3) < 3  # Helvetica's M of 12 points is 10 wide
    assert abs(right.width * 600 - 40 * 2.67 - 3) < 3
    assert dark(first, left) > 500
    assert dark(middle, right) > 500


def test_drawn_page_is_a_png_of_two_pixels_a_point(tmp_path: Path, drawer: Drawer) -> None:
    pdf(files(tmp_path) / "p.pdf", ["One line."])
    house = House.of(tmp_path, drawer)
    body = house.sources.open(ME, house.id("p.pdf"), 0, 0).body
    assert isinstance(body, PageImage)
    assert (body.width, body.height) == (600, 800)
    assert Image.open(io.BytesIO(body.png)).size == (1200, 1600)


def test_damaged_kept_file_is_shown_as_text(tmp_path: Path, drawer: Drawer) -> None:
    pdf(files(tmp_path) / "p.pdf", ["One line."])
    house = House.of(tmp_path, drawer)
    next((house.home / "originals").glob(f"{house.id('p.pdf')}*")).write_bytes(b"%PDF-1.7 gone")
    source = house.sources.open(ME, *house.span("p.pdf", "One"))
    assert source.notice == "This page is shown as text: the file is damaged there."
