"""Word documents that are damaged, unusual, or made to do harm."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexes.errors import ReadError
from ingest.readers import ooxml
from tests.ingest.readers.check import checked, texts
from tests.ingest.readers.wordfiles import NAMES, build, paragraph, read_back

MAIN = "word/document.xml"


def _rewrite(path: Path, change: dict[str, str | None]) -> Path:
    """Replace parts of a document; None takes one out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**parts, **change}.items():
            if content is not None:
                archive.writestr(name, content)
    return path


def test_document_that_unpacks_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ooxml, "MOST_XML_BYTES", 1000)
    with pytest.raises(ReadError, match=r"^a\.docx unpacks to .* MB of XML"):
        read_back(tmp_path, paragraph("Body."))


def test_document_whose_xml_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = _rewrite(build(tmp_path / "a.docx", ""), {MAIN: "<w:document><unclosed>"})
    with pytest.raises(ReadError, match=r"^a\.docx is damaged; open it in a word processor"):
        checked(path)


def test_document_without_its_main_part_is_refused(tmp_path: Path) -> None:
    path = _rewrite(build(tmp_path / "a.docx", ""), {MAIN: None, "word/styles.xml": "<a/>"})
    with pytest.raises(ReadError, match=r"^a\.docx "):
        checked(path)


def test_document_with_damaged_compression_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MAIN, "<w:document>" + "text " * 5000)
    data = bytearray(path.read_bytes())
    data[60:75] = bytes(15)
    path.write_bytes(data)
    with pytest.raises(ReadError, match=r"^a\.docx is damaged"):
        checked(path)


def test_document_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = build(tmp_path / "a.docx", paragraph("Body."))
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ReadError, match=r"^a\.docx is damaged"):
        checked(path)


def test_entities_are_refused(tmp_path: Path) -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "ha">{layers}]><w:document {NAMES}>&e11;</w:document>'
    with pytest.raises(ReadError, match="declares XML entities"):
        checked(_rewrite(build(tmp_path / "a.docx", ""), {MAIN: bomb}))


def test_elements_nested_without_end_are_refused(tmp_path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 40_000 + "</w:sdtContent></w:sdt>" * 40_000
    with pytest.raises(ReadError, match=r"^a\.docx "):
        read_back(tmp_path, deep + paragraph("Body."))


def test_text_boxes_nested_without_end_are_cut_off_and_said(tmp_path: Path) -> None:
    deep = "<w:p><w:r><w:t>in</w:t></w:r><w:r><w:pict><w:txbxContent>" * 55
    reading = read_back(tmp_path, deep + "</w:txbxContent></w:pict></w:r></w:p>" * 55)
    assert 40 < len(reading.blocks) < 55
    assert reading.warnings[0].startswith("Holds what is not read: text boxes inside")


def test_damaged_part_is_left_out_and_said(tmp_path: Path) -> None:
    path = build(tmp_path / "a.docx", paragraph("Body."), {"footnotes": "", "styles": ""})
    reading = checked(_rewrite(path, {"word/footnotes.xml": "<w:foot", "word/styles.xml": "<"}))
    assert texts(reading) == ["Body."]
    assert reading.warnings == (
        "Parts of the document are damaged and left out: footnotes.xml, styles.xml.",
    )


def test_document_that_has_lost_its_relations_is_read(tmp_path: Path) -> None:
    footer = {"footer": paragraph("Version 3")}
    path = build(tmp_path / "a.docx", paragraph("Body."), footer)
    path = _rewrite(path, {"_rels/.rels": "<Rel", "word/_rels/document.xml.rels": "<Rel"})
    assert texts(checked(path)) == ["Body.", "Footer", "Version 3"]


def test_strict_document_is_read_like_any_other(tmp_path: Path) -> None:
    path = build(tmp_path / "a.docx", paragraph("Body."), {"header": paragraph("Club")})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for name in parts:
        for family in ("wordprocessingml/", "officeDocument/"):
            loose = f"http://schemas.openxmlformats.org/{family}2006/"
            parts[name] = parts[name].replace(loose, STRICT + family)
    assert STRICT in parts[MAIN]
    assert texts(checked(_rewrite(path, dict(parts)))) == ["Body.", "Header", "Club"]


STRICT = "http://purl.oclc.org/ooxml/"


@pytest.mark.parametrize("suffix", [".docm", ".dotx", ".dotm", ".bin", ""])
def test_content_makes_a_word_document_not_the_name(tmp_path: Path, suffix: str) -> None:
    path = build(tmp_path / "a.docx", paragraph("Body."))
    named = path.rename(tmp_path / f"a{suffix}")
    assert texts(checked(named)) == ["Body."]


@pytest.mark.parametrize(
    "nonsense",
    [
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="-7"/><w:numId w:val="x"/></w:numPr></w:pPr></w:p>',
        '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="99999999"/></w:trPr><w:tc/></w:tr></w:tbl>',
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999"/><w:vMerge/></w:tcPr></w:tc></w:tr>'
        "</w:tbl>",
        '<w:p><w:r><w:fldChar w:fldCharType="end"/><w:sym w:char="zz"/></w:r></w:p>',
        "<w:tbl/><w:p/><w:sdt/><mc:AlternateContent/><w:p><w:r><w:drawing/></w:r></w:p>",
        "<w:p><m:oMath><m:f/><m:nary/><m:d/><m:rad/></m:oMath></w:p>",
    ],
)
def test_nonsense_does_no_harm(tmp_path: Path, nonsense: str) -> None:
    numbering = {"numbering": '<w:num w:numId="x"/><w:num w:numId="1"/><w:abstractNum/>'}
    assert "Body." in texts(read_back(tmp_path, nonsense + paragraph("Body."), numbering))
