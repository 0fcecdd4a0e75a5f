from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import docx as word
import pytest
from docx.document import Document

from app.exporting import docx
from app.exporting.text import one_line
from app.exporting.word import PROPERTY_CHARACTERS
from tests.app.exporting.samples import (
    CONVERSATION,
    HOSTILE,
    NOW,
    declined,
    hostile,
    said,
    turn,
)


def opened(data: bytes) -> Document:
    return word.Document(io.BytesIO(data))


def lines(document: Document) -> list[tuple[str, str]]:
    """Style and text of each paragraph."""
    return [(each.style.name if each.style else "", each.text) for each in document.paragraphs]


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


@pytest.fixture(scope="module")
def data() -> bytes:
    return docx("Leave", CONVERSATION, NOW)


def test_conversation_reads_from_title_to_sources(data: bytes) -> None:
    assert lines(opened(data)) == [
        ("Title", "Leave"),
        ("Normal", "Exported from Footnote on 4 May 2026."),
        ("Heading 1", "How many days?"),
        (
            "Normal",
            "Staff get 25 days[1]. Ten may be kept[1][2]. (weak support: The marked sentence says"
            " five) Parking is free[2]! (not supported: The marked sentence says 3 euros)",
        ),
        ("Normal", "Model: tiny."),
        ("Heading 1", "And the rules?"),
        ("Heading 2", "Money"),
        ("List Bullet", "Parking costs 3 euros[2]."),
        ("List Bullet", "The office closes[3]."),
        ("Normal", "That is all[3]."),
        ("Normal", "Model: larger."),
        ("Heading 1", "What of bicycles?"),
        ("Normal", "I looked through 12 documents."),
        ("Normal", "None of them says it."),
        ("Normal", "The nearest passages:"),
        ("List Bullet", "parking.txt, page 3\n“Parking costs 3 euros.”"),
        (
            "List Bullet",
            "leave.pdf, page 3, 4 May 2024\nThis document has been removed from the library.",
        ),
        ("Normal", "Model: none."),
        ("Heading 1", "And the old rules?"),
        ("Normal", "This answer relied on a document that has been removed[4]."),
        ("Normal", "Model: tiny."),
        ("Heading 1", "Sources"),
        ("Normal", "[1]\tleave.pdf, page 3, 4 May 2024\n“Staff get 25 days of leave.”"),
        ("Normal", "[2]\tparking.txt, page 3\n“Parking costs 3 euros.”"),
        ("Normal", "[3]\tleave.pdf, page 3\n“The office closes.”"),
        ("Normal", "[4]\tgone.txt, page 3\nThis document has been removed from the library."),
    ]


def test_only_what_is_not_supported_is_struck_through(data: bytes) -> None:
    runs = [run for paragraph in opened(data).paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.font.strike] == ["Parking is free"]


def test_marks_are_superscripts_that_lead_to_their_source(data: bytes) -> None:
    document = opened(data)
    marks = [link for paragraph in document.paragraphs for link in paragraph.hyperlinks]
    assert all(run.font.superscript for link in marks for run in link.runs)
    assert [(link.text, link.fragment, link.address) for link in marks[:2]] == [
        ("[1]", "source-1", ""),
        ("[1]", "source-1", ""),
    ]
    anchors = re.findall(r'w:bookmarkStart [^>]*w:name="([^"]*)"', parts(data)["word/document.xml"])
    assert anchors == [f"source-{number}" for number in range(1, 5)]
    assert {link.fragment for link in marks} == set(anchors)


def test_properties_are_those_of_the_conversation(data: bytes) -> None:
    properties = opened(data).core_properties
    assert (properties.title, properties.author) == ("Leave", "Footnote")
    assert properties.comments == "Exported from Footnote on 4 May 2026."
    moment = datetime(2026, 5, 4, 21, 30, 7, tzinfo=UTC)
    assert (properties.created, properties.modified) == (moment, moment)


def test_long_title_fits_into_the_properties() -> None:
    document = opened(docx("x" * 400, [], NOW))
    assert document.core_properties.title == "x" * PROPERTY_CHARACTERS
    assert document.paragraphs[0].text == "x" * 400


def test_file_holds_no_picture_no_script_and_no_way_out() -> None:
    texts = [made(text) for text in HOSTILE for made in (hostile, declined)]
    held = parts(docx("Leave", texts, NOW))
    assert not [name for name in held if not name.endswith((".xml", ".rels"))]
    for name, text in held.items():
        assert 'TargetMode="External"' not in text
        if name == "word/document.xml":
            assert not re.search(r"<w:(instrText|fldSimple|drawing|pict|object|altChunk)\b", text)
            assert not re.search(r"<w:hyperlink [^>]*r:id", text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stands_as_it_is(text: str) -> None:
    document = opened(docx(text, [hostile(text), declined(text)], NOW))
    held = "\n".join(each.text for each in document.paragraphs)
    assert document.paragraphs[2].text == one_line(text)
    assert f"“{one_line(text)}”" in held or not one_line(text)


def test_long_answer_is_whole() -> None:
    body = "word " * 2000
    document = opened(docx("Long", [turn("?", said(body, ()))], NOW))
    assert body.strip() in [each.text for each in document.paragraphs]


def test_conversation_without_answers_is_a_file() -> None:
    assert lines(opened(docx("", [], NOW))) == [
        ("Title", "Conversation"),
        ("Normal", "Exported from Footnote on 4 May 2026."),
    ]


def test_same_conversation_gives_the_same_bytes(data: bytes) -> None:
    assert docx("Leave", CONVERSATION, NOW) == data
    assert docx("Leave", CONVERSATION, NOW + timedelta(days=1)) != data


def test_moment_before_archives_is_no_hindrance() -> None:
    early = datetime(1970, 1, 1, tzinfo=UTC)
    assert opened(docx("Leave", [], early)).core_properties.created == early
