from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pypdfium2  # type: ignore[import-untyped]
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from app.exporting import pdf
from app.exporting.fonts import MISSING
from app.exporting.paper import EASTERN, INCOMPLETE
from app.types import Answer
from tests.app.exporting.samples import (
    CONVERSATION,
    HOSTILE,
    NOW,
    declined,
    hostile,
    said,
    turn,
)

INSIDE = {"/Border", "/Contents", "/Dest", "/Rect", "/Subtype", "/Type"}
"""What an annotation has that leads to a place of the same file, and no action."""


def pages(data: bytes) -> list[str]:
    """The text of each page, spaces and line ends left out."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [bare(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def bare(text: str) -> str:
    return "".join(text.split())


def read(title: str, *answers: Answer) -> str:
    return "".join(pages(pdf(title, answers, NOW)))


def links_in(data: bytes) -> Iterator[DictionaryObject]:
    for page in PdfReader(io.BytesIO(data)).pages:
        for each in page.get("/Annots", ()):
            yield each.get_object()


@pytest.fixture(scope="module")
def data() -> bytes:
    return pdf("Leave", CONVERSATION, NOW)


def test_conversation_reads_from_title_to_sources(data: bytes) -> None:
    whole = "".join(pages(data))
    told = [
        "Leave", "Exported from Footnote on 4 May 2026.",
        "How many days?", "Staff get 25 days[1]. Ten may be kept[1][2].",
        "(weak support: The marked sentence says five)", "Parking is free[2]!",
        "(not supported: The marked sentence says 3 euros)", "Model: tiny.",
        "And the rules?", "Money", "•Parking costs 3 euros[2].", "•The office closes[3].",
        "That is all[3].", "Model: larger.",
        "What of bicycles?", "I looked through 12 documents.", "The nearest passages:",
        "•parking.txt, page 3“Parking costs 3 euros.”",
        "•leave.pdf, page 3, 4 May 2024This document has been removed from the library.",
        "Model: none.",
        "And the old rules?", "This answer relied on a document that has been removed[4].",
        "Sources", "[1] leave.pdf, page 3, 4 May 2024“Staff get 25 days of leave.”",
        "[2] parking.txt, page 3“Parking costs 3 euros.”", "[3] leave.pdf, page 3",
        "[4] gone.txt, page 3This document has been removed from the library.",
    ]  # fmt: skip
    at = [whole.find(bare(each)) for each in told]
    assert at == sorted(at)
    assert min(at) >= 0


def test_marks_lead_to_the_list_of_sources(data: bytes) -> None:
    targets = [each["/Dest"] for each in links_in(data)]
    heights = [float(each[3]) for each in targets if isinstance(each, ArrayObject)]
    first, second, third, fourth = sorted(set(heights), reverse=True)
    assert heights == [first, first, second, second, second, third, third, fourth]


def test_every_page_has_its_number() -> None:
    held = pages(pdf("Long", [turn("?", said("word " * 4000, ()))], NOW))
    assert len(held) > 2
    assert all(f"Page{number}" in page for number, page in enumerate(held, start=1))


def test_properties_are_those_of_the_conversation(data: bytes) -> None:
    told = PdfReader(io.BytesIO(data)).metadata
    assert told is not None
    assert (told.title, told.author) == ("Leave", "Footnote")
    assert told.get("/CreationDate") == told.get("/ModDate") == "D:20260504213007Z"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_set_and_does_nothing(text: str) -> None:
    data = pdf(text, [hostile(text), declined(text)], NOW)
    assert not re.search(
        rb"/(URI|JavaScript|JS|Launch|EmbeddedFile|XObject\s*<<|OpenAction)\b", data
    )
    assert all({*each} == INSIDE for each in links_in(data))
    if text.isascii() and text.isprintable():
        assert bare(text) in "".join(pages(data))


@pytest.mark.parametrize(
    "text",
    [
        "Ångström naïve Łódź Tiếng Việt",
        "Ελληνικά",
        "Русский Ўзбек",
        "ქართული",
        "ที่นี่",
        "→ ½ € “…” – —",
    ],
)
def test_letters_of_many_languages_are_set(text: str) -> None:
    whole = read(text, turn(text, said(text), said(text, (), "unsupported", text)))
    assert whole.count(bare(text)) == 5
    assert MISSING not in whole


@pytest.mark.parametrize("text", ["日本語の文", "中文句子。", "한국어 문장"])
def test_eastern_letters_are_set_and_their_want_of_a_font_is_told(text: str) -> None:
    whole = read("Leave", turn(text, said(text)))
    assert whole.count(bare(text)) == 2
    assert bare(EASTERN) in whole


def test_letter_without_a_glyph_becomes_a_plainer_one() -> None:
    assert "A1kg" in read("Leave", turn("𝐀 ① ㎏", said("So.")))


@pytest.mark.parametrize("text", ["שלום", "مرحبا", "नमस्ते", "🙂"])
def test_character_without_a_font_is_replaced_and_that_is_told(text: str) -> None:
    whole = read("Leave", turn(f"See {text}!", said("So.")))
    assert re.search(f"See{MISSING}+!", whole)
    assert bare(INCOMPLETE) in whole


def test_nothing_is_told_to_be_missing_where_nothing_is(data: bytes) -> None:
    whole = "".join(pages(data))
    assert bare(INCOMPLETE) not in whole
    assert bare(EASTERN) not in whole


@pytest.mark.parametrize("piece", ["x", "word ", "語", "<b> & ", "ა", "🙂"])
def test_text_of_ten_thousand_characters_fits_anywhere(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    long = turn(text[:2000], said(text), said(text, (), "unsupported", text))
    held = pages(pdf(text[:500], [long], NOW))
    assert len(held) > 5
    if piece.isascii():
        assert "".join(held).count(bare(piece)) > 32_000 / len(piece)


def test_conversation_without_answers_is_a_file() -> None:
    assert pages(pdf("", [], NOW)) == ["Page1ConversationExportedfromFootnoteon4May2026."]


def test_same_conversation_gives_the_same_bytes(data: bytes) -> None:
    assert pdf("Leave", CONVERSATION, NOW) == data
    assert pdf("Leave", CONVERSATION, NOW + timedelta(days=1)) != data
