from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexes.errors import ReadError
from ingest.readers import READERS, SUFFIXES, read


def _file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_formats_that_go_in() -> None:
    assert {".pdf", ".docx", ".html", ".md", ".txt", ".csv"} <= SUFFIXES
    assert frozenset(READERS) == SUFFIXES


def test_web_page_is_known_by_its_content(tmp_path: Path) -> None:
    path = _file(tmp_path, "page.txt", b"<!DOCTYPE html>\n<html><body><p>Hello</p></body></html>")
    assert read(path).media_type == "text/html"


def test_shown_name_decides_where_content_does_not(tmp_path: Path) -> None:
    path = _file(tmp_path, "upload.tmp", b"a,b\n1,2\n")
    assert read(path, "table.CSV").media_type == "text/csv"


def test_file_without_suffix_is_plain_text(tmp_path: Path) -> None:
    assert read(_file(tmp_path, "README", b"Hello there.")).media_type == "text/plain"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv", "a.html", "a.pdf", "a.docx"])
def test_empty_file_is_refused_by_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReadError, match=rf"^shown-{name} is empty"):
        read(_file(tmp_path, name, b""), f"shown-{name}")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b" \n\n"),
        ("a.md", b"---\n---\n"),
        ("a.csv", b",,\n"),
        ("a.html", b"<html></html>"),
    ],
)
def test_file_without_text_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(ReadError, match=rf"^{name} has no text"):
        read(_file(tmp_path, name, data))


@pytest.mark.parametrize(
    ("name", "data", "looks"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "a PNG picture"),
        ("a.txt", b"\xff\xd8\xff\xe0" + bytes(50), "a JPEG picture"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(50), "an old or password-protected Office file"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(50), "an old or password-protected Office file"),
        ("a.rtf", b"{\\rtf1 Hello}", "RTF"),
    ],
)
def test_unsupported_content_is_named(tmp_path: Path, name: str, data: bytes, looks: str) -> None:
    with pytest.raises(ReadError, match=rf"^{name} looks like .*{looks}.*PDF, DOCX"):
        read(_file(tmp_path, name, data))


def test_unsupported_suffix_is_named_with_the_formats(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"^a\.json is a \.json file.*PDF, DOCX"):
        read(_file(tmp_path, "a.json", b"{}"))


def test_other_office_archives_are_named(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(ReadError, match="an Excel workbook"):
        read(path)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_text_with_a_false_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReadError, match=rf"^{name} is no (PDF|DOCX) file"):
        read(_file(tmp_path, name, b"Just words."))


def test_binary_file_named_as_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"^a\.txt is not a text file"):
        read(_file(tmp_path, "a.txt", bytes(range(256)) * 8))


@pytest.mark.parametrize("data", [b"%PDF-1.7\njunk", b"%PDF-1.4\n" + b"\x00" * 3000])
def test_damaged_pdf_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^a\.pdf "):
        read(_file(tmp_path, "a.pdf", data))


def test_truncated_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="damaged ZIP"):
        read(_file(tmp_path, "a.docx", b"PK\x03\x04" + b"x" * 100))
