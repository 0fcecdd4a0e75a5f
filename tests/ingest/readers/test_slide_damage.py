from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexes.errors import ReadError
from ingest.readers import ooxml
from ingest.readers.slides import read_pptx
from tests.ingest.readers.check import checked
from tests.ingest.readers.made import (
    Deck,
    a_picture,
    edited,
)


@pytest.mark.parametrize("damage", [lambda text: text[:-30], lambda text: "<odd/>"])
def test_damaged_slide_is_unread_and_the_others_stay(
    tmp_path: Path, damage: Callable[[str], str]
) -> None:
    deck = Deck()
    for title in ("One", "Two", "Three"):
        deck.slide(title)
    path = edited(deck.saved(tmp_path), {"ppt/slides/slide2.xml": damage})
    reading = checked(path)
    assert [unread.page for unread in reading.unread] == [2]
    assert reading.pages == ("One\n", "", "Three\n")


def test_missing_media_and_damaged_notes_cost_nothing_else(tmp_path: Path) -> None:
    deck = Deck()
    slide = deck.slide("Harbour")
    slide.shapes.add_picture(a_picture(), 0, 0)
    slide.notes_slide.notes_text_frame.text = "Lost words"
    path = edited(
        deck.saved(tmp_path),
        {
            "ppt/notesSlides/notesSlide1.xml": lambda text: text[:-9],
            "ppt/slides/_rels/slide1.xml.rels": lambda text: text.replace(".png", ".gone"),
        },
    )
    reading = checked(path)
    assert reading.text == "Harbour\n"
    assert "damaged and left out (1)" in reading.warnings[0]


def test_entities_are_refused(tmp_path: Path) -> None:
    deck = Deck()
    deck.slide("One")
    bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "/etc/hosts">]><p:sld'
    path = edited(
        deck.saved(tmp_path),
        {"ppt/slides/slide1.xml": lambda text: text.replace("<p:sld", bomb, 1)},
    )
    with pytest.raises(ReadError, match="entities"):
        read_pptx(path)


def test_file_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck = Deck()
    deck.slide("word " * 40_000)
    monkeypatch.setattr(ooxml, "MOST_XML_BYTES", 100_000)
    with pytest.raises(ReadError, match="MB of XML"):
        read_pptx(deck.saved(tmp_path))


def test_damaged_file_is_refused(tmp_path: Path) -> None:
    deck = Deck()
    deck.slide("One")
    path = deck.saved(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:900])
    with pytest.raises(ReadError, match="is damaged; open it in PowerPoint and save it again"):
        read_pptx(path)
    path.write_bytes(whole)
    with pytest.raises(ReadError, match="is damaged"):
        read_pptx(edited(path, {"ppt/presentation.xml": lambda text: text[:-5]}))
