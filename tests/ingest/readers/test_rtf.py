from __future__ import annotations

from pathlib import Path

import pytest

from indexes.errors import ReadError
from ingest.readers.base import Reading
from ingest.readers.rtf import read_rtf
from tests.ingest.readers.check import block_of, checked, labelled, texts

FONTS = (
    rb"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset128 Mincho;}"
    rb"{\f2\fnil\fcharset204{\*\fname Arial;}Arial Cyr;}{\f3\fnil\cpg1253 Greek;}}"
)
STYLES = rb"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 Title;}{\s2\sbasedon0 heading 2;}}"


def _read(folder: Path, body: bytes, head: bytes = rb"\ansi\ansicpg1252\deff0") -> Reading:
    path = folder / "letter.rtf"
    path.write_bytes(rb"{\rtf1" + head + FONTS + STYLES + b"\n" + body + b"}")
    return checked(path)


def _row(*cells: bytes, extra: bytes = b"") -> bytes:
    described = rb"\trowd" + extra + b"".join(rb"\cellx%d" % (n * 999) for n in range(len(cells)))
    return described + rb"\pard\intbl " + b"".join(cell + rb"\cell " for cell in cells) + rb"\row "


def test_paragraphs_lines_and_signs(tmp_path: Path) -> None:
    body = rb"\pard First\emdash\~half\line second \{line\}\par\pard Next\_one \'80 5\par Last"
    assert texts(_read(tmp_path, body)) == [
        "First— half\nsecond {line}",
        "Next\u2011one € 5",
        "Last",
    ]


def test_line_end_behind_a_backslash_ends_a_paragraph(tmp_path: Path) -> None:
    assert texts(_read(tmp_path, b"One\\\r\nTwo\\\nThree")) == ["One", "Two", "Three"]


def test_encodings_of_document_and_fonts(tmp_path: Path) -> None:
    body = rb"caf\'e9 {\f1 \'89\'ef\'8b\'63\'83e} {\f2 \'ee\'f2} \f3\'e1 \plain\'e9"
    assert texts(_read(tmp_path, body)) == ["café 会議テ от α é"]
    assert texts(_read(tmp_path, rb"\'8e", rb"\mac")) == ["é"]
    assert texts(_read(tmp_path, rb"\'e9", rb"\ansi\ansicpg1251")) == ["й"]
    assert texts(_read(tmp_path, rb"\'e9", rb"\ansi\ansicpg99999")) == ["é"]


def test_raw_bytes_are_read_as_utf8_or_as_the_documents_own(tmp_path: Path) -> None:
    assert texts(_read(tmp_path, "café".encode())) == ["café"]
    assert texts(_read(tmp_path, "café".encode("cp1252"))) == ["café"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (rb"a\u8217?b", "a’b"),
        (rb"\uc0 a\u8217b", "a’b"),
        (rb"\uc2 \u20250\'89\'efb", "会b"),
        (rb"{\uc0 a}\u8217?b", "a’b"),
        (rb"\u-10179?\u-8704?", "😀"),
        (rb"\u8217\'92s", "’s"),
        (rb"a\u8217\par", "a’"),
        (rb"{\upr{\'3f}{\*\ud{\u8217?}}}s", "’s"),
    ],
)
def test_unicode_characters_replace_their_fallback(tmp_path: Path, body: bytes, said: str) -> None:
    assert texts(_read(tmp_path, body)) == [said]


def test_headings_by_style_and_outline_level(tmp_path: Path) -> None:
    body = (
        rb"\pard\s1 Fees\par\pard\s2 Winter\par\pard text\par\pard\outlinelevel0 Ships\par\pard far"
    )
    reading = _read(tmp_path, body)
    assert texts(reading, "heading") == ["Fees", "Winter", "Ships"]
    assert block_of(reading, "text").headings == ("Fees", "Winter")
    assert block_of(reading, "far").headings == ("Ships",)


def test_list_items_keep_their_numbers(tmp_path: Path) -> None:
    body = (
        rb"\pard{\listtext\tab 3.\tab}\ls1 ropes\par\pard{\pntext\'b7\tab}anchors\par"
        rb"\pard\ls2 knots\par\pard text"
    )
    reading = _read(tmp_path, body)
    assert texts(reading, "item") == ["3. ropes", "anchors", "knots"]
    assert texts(reading, "text") == ["text"]


def test_tables_are_rows_with_columns(tmp_path: Path) -> None:
    body = (
        rb"\pard Table 1. Fees\par" + _row(b"Berth", b"Fee", extra=rb"\trhdr")
        + _row(b"North", rb"40\par days", extra=rb"\clvmgf") + _row(b"", b"50", extra=rb"\clvmrg")
        + rb"\pard After\par"
    )  # fmt: skip
    reading = _read(tmp_path, body)
    assert labelled(block_of(reading, "40")) == {"Berth": "North", "Fee": "40 days"}
    assert labelled(block_of(reading, "50")) == {"Berth": "North", "Fee": "50"}
    assert block_of(reading, "40").headings == ("Table 1. Fees",)
    assert texts(reading)[-1] == "After"


def test_table_within_a_cell_is_read_in_the_cell(tmp_path: Path) -> None:
    inner = rb"\pard\intbl\itap2 in\nestcell side\nestcell{\*\nesttableprops\trowd\nestrow}"
    body = _row(inner + rb"\pard\intbl\itap1 around", b"b") + rb"\pard After"
    assert texts(_read(tmp_path, body)) == ["in side around | b", "After"]


def test_notes_comments_headers_and_footers_follow(tmp_path: Path) -> None:
    body = (
        rb"{\header\pard Board\par}{\headerf\pard Board\par}{\footer Page {\field{\*\fldinst PAGE}"
        rb"{\fldrslt 1}}}\pard The fee{\footnote Paid at {\b noon}.} is due"
        rb"{\footnote\ftnalt Or not.}"
        rb"{\*\atnid AQ}{\*\atnauthor Ada Quill}\chatn{\*\annotation{\*\atnref 1}Check.} now.\par"
    )
    reading = _read(tmp_path, body)
    assert texts(reading) == [
        *("The fee is due now.", "Footnotes", "Paid at noon.", "Endnotes", "Or not."),
        *("Comments", "Ada Quill: Check.", "Header", "Board", "Footer", "Page 1"),
    ]
    assert block_of(reading, "noon").headings == ("Footnotes",)


def test_text_boxes_and_descriptions_of_pictures_are_read(tmp_path: Path) -> None:
    body = (
        rb"\pard Before{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard Boxed\par}}}\par "
        rb"{\*\shppict{\pict{\*\picprop{\sp{\sn wzDescription}{\sv A map}}}\pngblip 89504e47}}"
        rb"{\nonshppict{\pict 0102}}\par"
    )
    assert texts(_read(tmp_path, body)) == ["Boxed", "Before", "A map"]


def test_hidden_deleted_and_embedded_is_left_out_and_named(tmp_path: Path) -> None:
    body = (
        rb"Seen {\v hidden}{\deleted gone}{\object\objemb{\*\objdata 0102}{\result shown}}"
        rb"{\*\unknown never}{\xe index}{\*\bkmkstart mark}"
    )
    reading = _read(tmp_path, body)
    assert texts(reading) == ["Seen shown"]
    assert [said.split()[0] for said in reading.warnings] == ["Hidden", "Text", "The"]


def test_title_and_fields(tmp_path: Path) -> None:
    body = (
        rb"{\info{\title Fees \'fcber}{\author Ada}}See "
        rb'{\field{\*\fldinst{HYPERLINK "https://x"}}{\fldrslt{\ul the list}}}.'
    )
    reading = _read(tmp_path, body)
    assert reading.title == "Fees über"
    assert texts(reading) == ["See the list."]


def test_html_twin_within_is_not_read(tmp_path: Path) -> None:
    body = (
        rb"{\*\htmltag64 <p>}\htmlrtf \par\b \htmlrtf0 Text{\*\htmltag72 </p>}\htmlrtf x\htmlrtf0"
    )
    assert texts(_read(tmp_path, body)) == ["Text"]


def test_pictures_and_binary_data_are_leapt_over(tmp_path: Path) -> None:
    body = rb"a{\pict\bin9 }}}{{{\\\b}b{\pict\pngblip " + b"0a" * 5_000_000 + rb"}c\bin-3 d"
    assert texts(_read(tmp_path, body)) == ["abcd"]
    assert texts(_read(tmp_path, rb"a\bin999999999 b")) == ["a"]


def test_hundred_thousand_groups_are_no_obstacle(tmp_path: Path) -> None:
    many = 100_000
    assert texts(_read(tmp_path, b"{" * many + b"x" + b"}" * many + rb"\par y")) == ["x", "y"]
    assert texts(_read(tmp_path, rb"{\footnote" * 900 + b" x")) == ["Footnotes", "x"]


@pytest.mark.parametrize("body", [rb"{\b open", rb"x}}}} y", b"x\\", rb"x\row\cell\nestcell"])
def test_unbalanced_files_give_their_text(tmp_path: Path, body: bytes) -> None:
    assert texts(_read(tmp_path, body))[0][0] in "xo"


def test_what_is_no_rtf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.rtf"
    path.write_bytes(b"Dear all")
    with pytest.raises(ReadError, match="no RTF"):
        read_rtf(path)
