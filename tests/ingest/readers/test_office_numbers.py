"""The numbers that Word puts before paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers.numerals import numeral
from tests.ingest.readers.check import block_of, texts
from tests.ingest.readers.wordfiles import listed, paragraph, read_back


def _level(place: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def _list(name: int, levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{levels}</w:abstractNum>'


def _use(name: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


CONTRACT = _list(
    1,
    _level(0, "decimal", "%1.")
    + _level(1, "decimal", "%1.%2")
    + _level(2, "lowerLetter", "(%3)")
    + _level(3, "bullet", "-"),
)


def test_clauses_carry_their_numbers(tmp_path: Path) -> None:
    body = "".join(
        listed(text, 1, level)
        for text, level in (
            ("Hire", 0), ("The boat", 1), ("hull", 2), ("oars", 2), ("dash", 3), ("The fee", 1),
            ("deposit", 2), ("Return", 0), ("By dusk", 1),
        )
    )  # fmt: skip
    reading = read_back(tmp_path, body, {"numbering": CONTRACT + _use(1, 1)})
    assert texts(reading, "item") == [
        "1. Hire", "1.1 The boat", "(a) hull", "(b) oars", "dash", "1.2 The fee", "(a) deposit",
        "2. Return", "2.1 By dusk",
    ]  # fmt: skip


def test_headings_are_numbered_through_their_styles(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n}"/><w:pPr>'
        f'<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for n in (1, 2)
    )
    levels = _level(0, "upperRoman", "Article %1", '<w:pStyle w:val="H1"/>')
    levels += _level(1, "decimal", "%1.%2", '<w:isLgl/><w:pStyle w:val="H2"/>')
    body = "".join(
        paragraph(text, f'<w:pStyle w:val="{style}"/>')
        for text, style in (("Scope", "H1"), ("Term", "H1"), ("Renewal", "H2"))
    )
    body += paragraph("One year.")
    parts = {"styles": styles, "numbering": _list(1, levels) + _use(1, 1)}
    reading = read_back(tmp_path, body, parts)
    assert texts(reading, "heading") == ["Article I Scope", "Article II Term", "2.1 Renewal"]
    assert block_of(reading, "One year").headings == ("Article II Term", "2.1 Renewal")


def test_two_uses_of_a_list_go_on_counting_unless_one_begins_anew(tmp_path: Path) -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = CONTRACT + _use(1, 1) + _use(2, 1) + _use(3, 1, anew)
    body = listed("a", 1) + listed("b", 2) + listed("c", 3) + listed("d", 3) + listed("e", 1)
    assert texts(read_back(tmp_path, body, {"numbering": numbering})) == [
        "1. a", "2. b", "1. c", "2. d", "3. e",
    ]  # fmt: skip


def test_number_that_a_use_begins_with_counts_at_every_restart(tmp_path: Path) -> None:
    fourth = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="4"/></w:lvlOverride>'
    body = listed("a", 1) + listed("b", 1, 1) + listed("c", 1, 1) + listed("d", 1)
    body += listed("e", 1, 1)
    numbering = {"numbering": CONTRACT + _use(1, 1, fourth)}
    assert texts(read_back(tmp_path, body, numbering)) == [
        "1. a", "1.4 b", "1.5 c", "2. d", "2.4 e",
    ]  # fmt: skip


def test_style_that_is_based_on_a_numbered_one_may_say_its_level_alone(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{more}</w:style>'
        for name, more in (
            ("Clause", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
            (
                "Sub",
                '<w:basedOn w:val="Clause"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>',
            ),
            ("Tight", '<w:basedOn w:val="Sub"/>'),
        )
    )
    body = "".join(paragraph(name, f'<w:pStyle w:val="{name}"/>') for name in
                   ("Clause", "Sub", "Tight", "Clause"))  # fmt: skip
    parts = {"styles": styles, "numbering": CONTRACT + _use(1, 1)}
    assert texts(read_back(tmp_path, body, parts)) == [
        "1. Clause", "1.1 Sub", "1.2 Tight", "2. Clause",
    ]  # fmt: skip


def test_number_stands_before_what_a_deleted_paragraph_mark_joins(tmp_path: Path) -> None:
    place = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
    body = paragraph("the hull ", place) + listed("and oars", 1)
    numbering = {"numbering": CONTRACT + _use(1, 1)}
    assert texts(read_back(tmp_path, body, numbering)) == ["1. the hull and oars"]


def test_level_that_never_begins_anew_goes_on(tmp_path: Path) -> None:
    levels = _level(0, "decimal", "%1.") + _level(1, "decimal", "[%2]", '<w:lvlRestart w:val="0"/>')
    body = listed("a", 1) + listed("b", 1, 1) + listed("c", 1) + listed("d", 1, 1)
    numbering = {"numbering": _list(1, levels) + _use(1, 1)}
    assert texts(read_back(tmp_path, body, numbering)) == ["1. a", "[1] b", "2. c", "[2] d"]


def test_numbered_cells_carry_their_numbers(tmp_path: Path) -> None:
    rows = "".join(
        f"<w:tr><w:tc>{listed('<w:r/>', 1)}</w:tc><w:tc>{paragraph(text)}</w:tc></w:tr>"
        for text in ("bow", "stern")
    )
    numbering = {"numbering": CONTRACT + _use(1, 1)}
    reading = read_back(tmp_path, f"<w:tbl>{rows}</w:tbl>", numbering)
    assert texts(reading) == ["1. | bow", "2. | stern"]


def test_deleted_paragraph_takes_no_number(tmp_path: Path) -> None:
    gone = "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    mark = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
    body = listed("a", 1) + paragraph(gone, mark) + listed("b", 1)
    numbering = {"numbering": CONTRACT + _use(1, 1)}
    assert texts(read_back(tmp_path, body, numbering)) == ["1. a", "2. b"]


def test_list_that_is_not_described_has_no_number(tmp_path: Path) -> None:
    assert texts(read_back(tmp_path, listed("a", 5)), "item") == ["a"]


@pytest.mark.parametrize(
    ("count", "form", "shown"),
    [
        (4, "upperRoman", "IV"), (1999, "lowerRoman", "mcmxcix"), (0, "upperRoman", "0"),
        (27, "lowerLetter", "aa"), (3, "ordinal", "3rd"), (12, "ordinal", "12th"),
        (2, "ordinalText", "Second"), (7, "decimalZero", "07"), (23, "chineseCounting", "二十三"),
        (10, "chineseCounting", "十"), (5, "hebrew1", "5"), (99999, "upperLetter", "99999"),
    ],
)  # fmt: skip
def test_numbers_in_their_formats(count: int, form: str, shown: str) -> None:
    assert numeral(count, form) == shown
