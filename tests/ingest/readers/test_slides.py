from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from ingest.readers.base import Desk
from ingest.readers.slides import read_pptx
from tests.ingest.readers.check import block_of, checked, labelled, texts
from tests.ingest.readers.made import (
    BLANK,
    TITLE_AND_BODY,
    Deck,
    a_picture,
    box_on,
    edited,
)


def test_slides_are_pages_under_their_titles(tmp_path: Path) -> None:
    deck = Deck()
    slide = deck.slide("Moorings", TITLE_AND_BODY)
    slide.placeholders[1].text = "Check the rope.\nCheck the knot."
    box_on(deck.slide("Sails").shapes, "Sails are sewn in spring.")
    reading = checked(deck.saved(tmp_path))
    assert reading.title == "Moorings"
    assert reading.pages == (
        "Moorings\nCheck the rope.\nCheck the knot.\n",
        "Sails\nSails are sewn in spring.\n",
    )
    assert texts(reading, "item") == ["Check the rope.", "Check the knot."]
    assert block_of(reading, "sewn").headings == ("Sails",)
    assert block_of(reading, "sewn").kind == "text"


def test_shapes_go_from_top_to_bottom_then_left_to_right_and_groups_together(
    tmp_path: Path,
) -> None:
    deck = Deck()
    shapes = deck.slide(layout=BLANK).shapes
    box_on(shapes, "fifth", top=6)
    box_on(shapes, "second", left=5, top=1.01)
    group = shapes.add_group_shape()
    box_on(group.shapes, "fourth", top=4)
    box_on(group.shapes.add_group_shape().shapes, "third", top=3)
    box_on(shapes, "first", left=1, top=1.02)
    assert checked(deck.saved(tmp_path)).text.split() == [
        "first", "second", "third", "fourth", "fifth",
    ]  # fmt: skip


def test_table_rows_know_their_columns(tmp_path: Path) -> None:
    deck = Deck()
    frame = deck.slide("Stock").shapes.add_table(3, 2, 0, 0, Inches(4), Inches(2))
    for at, text in enumerate(("Part", "Shelf", "Fuse", "B1", "Lens", "A4")):
        frame.table.cell(at // 2, at % 2).text = text
    row = block_of(checked(deck.saved(tmp_path)), "Lens")
    assert labelled(row) == {"Part": "Lens", "Shelf": "A4"}
    assert row.headings == ("Stock",)


def test_chart_is_a_table(tmp_path: Path) -> None:
    deck = Deck()
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]  # it has no types
    data.categories = ["Spring", "Autumn"]
    data.add_series("Ferries", (3.5, 7))
    shapes = deck.slide("Traffic").shapes
    chart = shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, 999, 999, data).chart
    chart.chart_title.text_frame.text = "Crossings a day"
    chart.value_axis.axis_title.text_frame.text = "Crossings"
    reading = checked(deck.saved(tmp_path))
    row = block_of(reading, "Autumn")
    assert labelled(row) == {"Category": "Autumn", "Ferries": "7"}
    assert row.headings == ("Traffic", "Crossings a day")
    assert "Axis: Crossings" in reading.text


def test_what_stands_in_alternatives_is_read_once(tmp_path: Path) -> None:
    deck = Deck()
    box_on(deck.slide(layout=BLANK).shapes, "Area is squared")
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"

    def wrapped(text: str) -> str:
        start, end = text.index("<p:sp>"), text.index("</p:sp>") + len("</p:sp>")
        shape = text[start:end]
        pair = (
            f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="a14">{shape}</mc:Choice>'
            f"<mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent>"
        )
        return text[:start] + pair + text[end:]

    path = edited(deck.saved(tmp_path), {"ppt/slides/slide1.xml": wrapped})
    assert checked(path).text == "Area is squared\n"


def test_alt_texts_that_say_something_are_read(tmp_path: Path) -> None:
    deck = Deck()
    shapes = deck.slide("Harbour").shapes
    for said in ("A crane lifts a red boat", "IMG_2041.jpg", "Picture 4"):
        picture = shapes.add_picture(a_picture(), 0, 0)
        picture._element.nvPicPr.cNvPr.set("descr", said)
    assert texts(checked(deck.saved(tmp_path)), "text") == ["A crane lifts a red boat"]


def test_hidden_slide_is_read_and_named(tmp_path: Path) -> None:
    deck = Deck()
    deck.slide("Shown")
    deck.slide("Backup")._element.set("show", "0")
    reading = checked(deck.saved(tmp_path))
    assert "Backup" in reading.text
    assert reading.warnings == ("Slide 2 is hidden in the presentation; read all the same.",)


def test_footers_are_read_once_and_slide_numbers_never(tmp_path: Path) -> None:
    deck = Deck()
    for number in (1, 2):
        slide = deck.slide(f"Slide of {number}")
        for kind, text in (("ftr", "Draft for the board"), ("sldNum", "77")):
            box = box_on(slide.shapes, text)
            properties = box._element.find(f".//{ooxml_tag('nvPr')}")
            properties.append(properties.makeelement(ooxml_tag("ph"), {"type": kind}))
    reading = checked(deck.saved(tmp_path))
    assert reading.text.count("Draft for the board") == 1
    assert "77" not in reading.text


def ooxml_tag(name: str) -> str:
    return "{http://schemas.openxmlformats.org/presentationml/2006/main}" + name


def test_embedded_objects_are_named(tmp_path: Path) -> None:
    deck = Deck()
    deck.slide("Costs").shapes.add_ole_object(BytesIO(b"x"), "Excel.Sheet.12", 0, 0)
    (warning,) = checked(deck.saved(tmp_path)).warnings
    assert "Excel.Sheet.12" in warning


def test_slides_of_pictures_only_are_named(tmp_path: Path) -> None:
    deck = Deck()
    deck.slide("Harbour")
    deck.slide(layout=BLANK).shapes.add_picture(a_picture(), 0, 0)
    assert "Slide 2 is made of pictures only" in checked(deck.saved(tmp_path)).warnings[0]


def test_desk_is_told_and_obeyed(tmp_path: Path) -> None:
    deck = Deck()
    for title in ("One", "Two", "Three"):
        deck.slide(title)
    begun: list[tuple[int, int]] = []
    desk = Desk(lambda page, count: begun.append((page, count)), {2: "It crashed."}, stop=2)
    reading = read_pptx(deck.saved(tmp_path), desk)
    assert begun == [(1, 3), (2, 3), (3, 3)]
    assert [unread.page for unread in reading.unread] == [2, 3]
    assert reading.pages == ("One\n", "", "")
