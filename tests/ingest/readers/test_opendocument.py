from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexes.errors import ReadError
from tests.ingest.readers.check import block_of, checked, labelled, texts

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for prefix, uri in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("svg", "svg-compatible"), ("style", "style"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def odt(path: Path, body: str, styles: str = "", head: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"{head}<office:document-content {NAMES}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
        )
        if styles:
            archive.writestr(
                "styles.xml", f"<office:document-styles {NAMES}>{styles}</office:document-styles>"
            )
    return path


def test_headings_make_a_path_and_lists_make_items(tmp_path: Path) -> None:
    body = (
        '<text:h text:outline-level="1">Boats</text:h>'
        '<text:section><text:h text:outline-level="2">Care</text:h>'
        "<text:list><text:list-item><text:p>Scrub the hull.</text:p></text:list-item></text:list>"
        "</text:section>"
    )
    reading = checked(odt(tmp_path / "a.odt", body))
    assert texts(reading, "item") == ["Scrub the hull."]
    assert block_of(reading, "Scrub").headings == ("Boats", "Care")


def test_notes_comments_boxes_and_descriptions_follow_their_paragraph(tmp_path: Path) -> None:
    body = (
        "<text:p>The oar<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Made of ash.</text:p></text:note-body></text:note> is long."
        "<office:annotation><dc:creator>Ida</dc:creator><text:p>Check this.</text:p>"
        "</office:annotation><draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box>"
        "<svg:desc>A drawing of an oar.</svg:desc></draw:frame></text:p><text:p>Next.</text:p>"
    )
    reading = checked(odt(tmp_path / "a.odt", body))
    assert texts(reading) == [
        "The oar [footnote 1] is long.", "Footnote 1: Made of ash.", "Comment by Ida: Check this.",
        "In a box.", "A drawing of an oar.", "Next.",
    ]  # fmt: skip


def test_table_rows_know_their_columns_and_repeats_are_bounded(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        made = "".join(
            f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells
        )
        empty = '<table:table-cell table:number-columns-repeated="99999999"/>'
        return f"<table:table-row>{made}{empty}</table:table-row>"

    body = (
        f"<table:table><table:table-header-rows>{row('Boat', 'Oars')}</table:table-header-rows>"
        f'{row("Ida", "2")}<table:table-row table:number-rows-repeated="1000000000">'
        "<table:table-cell/></table:table-row></table:table>"
    )
    reading = checked(odt(tmp_path / "a.odt", body))
    assert labelled(block_of(reading, "Ida")) == {"Boat": "Ida", "Oars": "2"}


def test_headers_and_footers_stand_at_the_end_once(tmp_path: Path) -> None:
    master = (
        "<office:master-styles><style:master-page><style:header><text:p>Rowing club</text:p>"
        "</style:header><style:footer><text:p>Page 1 of the rules</text:p></style:footer>"
        "</style:master-page><style:master-page><style:header><text:p>Rowing club</text:p>"
        "</style:header></style:master-page></office:master-styles>"
    )
    reading = checked(odt(tmp_path / "a.odt", "<text:p>Text.</text:p>", master))
    assert texts(reading, "text") == ["Text.", "Rowing club", "Page 1 of the rules"]


def test_spaces_tabs_and_line_breaks_are_kept(tmp_path: Path) -> None:
    body = '<text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p>'
    assert texts(checked(odt(tmp_path / "a.odt", body))) == ["a  b\tc\nd"]


def test_deleted_text_is_left_out_and_said(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone.</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes><text:p>Here.</text:p>"
    )
    reading = checked(odt(tmp_path / "a.odt", body))
    assert texts(reading) == ["Here."]
    assert "1 deletions" in reading.warnings[0]


def test_entities_that_expand_without_end_are_refused(tmp_path: Path) -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY e0 "ha">{layers}]>'
    path = odt(tmp_path / "a.odt", "<text:p>Before &e11; after.</text:p>", head=head)
    with pytest.raises(ReadError, match="damaged"):
        checked(path)


def test_damaged_file_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = odt(tmp_path / "a.odt", "<text:p>Text.")
    with pytest.raises(ReadError, match=r"a\.odt is damaged; open it in a word processor"):
        checked(path)
