from __future__ import annotations

import random
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from indexes.errors import ReadError
from ingest.readers import judge, zips

HTML = "<!DOCTYPE html><html><body><p>Hello</p></body></html>"
MAIL = (
    "Received: from a by b; Mon, 3 Mar 2025 09:00:00 +0100\nFrom: Anna <anna@example.org>\n"
    "To: Ben <ben@example.org>\nSubject: The harbour\nDate: Mon, 3 Mar 2025 09:00:00 +0100\n\n"
    "The ferry is late.\n"
)
SAVED = (
    "From: <Saved by a browser>\nSnapshot-Content-Location: https://example.org/\n"
    "Subject: A page\nMIME-Version: 1.0\nContent-Type: multipart/related;\n"
    '\ttype="text/html";\n\tboundary="x"\n\n--x\n'
)
CONTENT_TYPES = '<Types><Override PartName="/main.xml" ContentType="application/{}+xml"/></Types>'


def told(folder: Path, name: str, data: bytes | str) -> str:
    path = folder / "file"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return judge(path, name)


def packed(folder: Path, name: str, **parts: str) -> str:
    """The kind of a ZIP archive of these parts; `__` in their names is a slash."""
    path = folder / "file"
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part.replace("__", "/").replace("_xml", ".xml"), content)
    return judge(path, name)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n1 0 obj\n", ".pdf"),
        (b"\xef\xbb\xbf%PDF-1.4\n", ".pdf"),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n1 0 obj\n<<>>\n", ".pdf"),
        (b"%!PS-Adobe-3.0 PDF-1.4\n1 0 obj\n", ".pdf"),
        (b"{\\rtf1\\ansi Hello}", ".rtf"),
        (HTML, ".html"),
        ("\ufeff\n<!-- saved -->\n<!-- twice -->\n" + HTML, ".html"),
        ("<html lang='en'><p>x", ".html"),
        ("<HEAD><title>x</title></HEAD>", ".html"),
        ('<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE html PUBLIC "-//W3C">\n<html/>', ".html"),
        (HTML.encode("utf-16"), ".html"),
        (HTML.encode("utf-16-le"), ".html"),
        ("<!-- " + "long " * 5000 + "-->" + HTML, ".html"),
        (MAIL, ".eml"),
        (MAIL.replace("\n", "\r\n"), ".eml"),
        (SAVED, ".mhtml"),
        ("From anna@example.org Mon Mar  3 09:00:00 2025\n" + MAIL, ".mbox"),
    ],
)
@pytest.mark.parametrize("name", ["file", "file.txt", "file.unknown"])
def test_content_decides(tmp_path: Path, data: bytes | str, kind: str, name: str) -> None:
    assert told(tmp_path, name, data) == kind


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a", "Plain words.", ".txt"),
        ("a.strange", "Plain words.", ".txt"),
        ("a.md", "# Title", ".md"),
        ("A.CSV", "a,b", ".csv"),
        ("a.py", "import os", ".py"),
        ("a.json", "{}", ".json"),
        ("a", '<?xml version="1.0"?><note/>', ".xml"),
        ("a.xml", '<?xml version="1.0"?><note/>', ".xml"),
        ("a.xml", '<?xml version="1.0"?><html xmlns="x"/>', ".html"),
        ("a.svg", "<svg xmlns='x'><text>Hi</text></svg>", ".xml"),
        ("a", "#!/bin/sh\necho", ".sh"),
        ("a.php", HTML, ".php"),
        ("a.xhtml", HTML, ".xhtml"),
        ("a.patch", "From 1234 Mon Sep 17\n" + MAIL, ".patch"),
        ("a.md", MAIL, ".md"),
        ("a.eml", "Subject: short\n\nHello", ".eml"),
        ("a.eml", "\r\n" + MAIL, ".eml"),
        ("a.mht", "MIME-Version: 1.0\nContent-Type: text/html\n\n<p>x", ".mht"),
        ("a.txt", "From: Anna\nTo: Ben\nSubject: typed by hand\nDate: today\n\nHello", ".txt"),
        ("a.txt", "Note: this\nAnd then: that", ".txt"),
        ("a.txt", "In a PDF the first line is %PDF-1.4 or later.", ".txt"),
        ("a.txt", "GIF8 and MZ and ID3 are how some files begin.", ".txt"),
        ("a.txt", "BM is a road.", ".txt"),
    ],
)
def test_name_decides_where_content_does_not(
    tmp_path: Path, name: str, data: str, kind: str
) -> None:
    expected = ".mhtml" if kind == ".mht" else kind
    assert told(tmp_path, name, data) == expected


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("vnd.openxmlformats-officedocument.wordprocessingml.document.main", ".docx"),
        ("vnd.ms-word.document.macroEnabled.main", ".docx"),
        ("vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", ".xlsx"),
        ("vnd.openxmlformats-officedocument.presentationml.presentation.main", ".pptx"),
        ("vnd.openxmlformats-officedocument.presentationml.slideshow.main", ".pptx"),
    ],
)
def test_office_files_are_known_by_their_content_types(
    tmp_path: Path, type_: str, kind: str
) -> None:
    parts = {"[Content_Types]_xml": CONTENT_TYPES.format(type_), "other": "x"}
    assert packed(tmp_path, "report.zip", **parts) == kind
    wide = CONTENT_TYPES.format(type_).encode("utf-16").decode("latin-1")
    with zipfile.ZipFile(tmp_path / "wide", "w") as archive:
        archive.writestr("[Content_Types].xml", wide.encode("latin-1"))
    assert judge(tmp_path / "wide", "x.docx") == kind


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"word__document_xml": "x"}, ".docx"),
        ({"xl__workbook_xml": "x"}, ".xlsx"),
        ({"ppt__presentation_xml": "x"}, ".pptx"),
        ({"mimetype": "application/epub+zip"}, ".epub"),
        ({"META-INF__container_xml": "x"}, ".epub"),
        ({"mimetype": "application/vnd.oasis.opendocument.text\n"}, ".odt"),
        ({"content_xml": "x", "META-INF__manifest_xml": "x"}, ".odt"),
        ({"letters__one.txt": "x"}, ".zip"),
        ({}, ".zip"),
    ],
)
def test_archives_are_known_by_their_parts(
    tmp_path: Path, parts: dict[str, str], kind: str
) -> None:
    assert packed(tmp_path, "anything.docx", **parts) == kind


@pytest.mark.parametrize(
    ("name", "parts", "reason"),
    [
        ("a.xlsb", {"xl__workbook.bin": "x"}, "Excel binary"),
        ("a.pages", {"Index__Document.iwa": "x"}, "iWork"),
        ("a.jar", {"Main.class": "x"}, "program"),
        ("a.odg", {"mimetype": "application/vnd.oasis.opendocument.graphics"}, "drawing"),
    ],
)
def test_archives_that_do_not_go_in_are_named(
    tmp_path: Path, name: str, parts: dict[str, str], reason: str
) -> None:
    with pytest.raises(ReadError, match=reason):
        packed(tmp_path, name, **parts)


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"x" * 100, b"PK\x05\x06" + b"\xff" * 30])
def test_truncated_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ReadError, match="is damaged or incomplete"):
        told(tmp_path, "a.docx", data)


def test_archive_with_an_endless_list_is_not_opened_to_be_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zips, "_LONGEST_DIRECTORY", 10)
    assert packed(tmp_path, "a.docx", word__document_xml="x") == ".zip"


def ole(*names: str) -> bytes:
    """An OLE container whose directory stands in its second sector."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30] = 9
    header[48:52] = struct.pack("<I", 0)
    entries = [name.encode("utf-16-le").ljust(128, b"\x00") for name in ("Root Entry", *names)]
    return bytes(header) + b"".join(entries)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.doc", ole("1Table", "WordDocument"), r"before 2007 \(DOC\); save it as DOCX"),
        ("a.xls", ole("Workbook"), r"before 2007 \(XLS\); save it as XLSX"),
        ("a.ppt", ole("PowerPoint Document"), r"before 2007 \(PPT\); save it as PPTX"),
        ("a.docx", ole("EncryptionInfo", "EncryptedPackage"), "protected by a password"),
        ("a.msg", ole("__properties_version1.0"), "Outlook message"),
        ("a.doc", ole(), "DOC"),
        ("a", ole(), "old or protected Office file"),
        ("a", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or protected Office file"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "is a PNG picture; print it to PDF"),
        ("a.txt", b"\xff\xd8\xff\xe0" + bytes(50), "is a JPEG picture"),
        ("a.pdf", b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(9), "is a WebP picture"),
        ("a.mp4", b"\x00\x00\x00\x18ftypisom" + bytes(9), "is a video or sound file"),
        ("a.mp3", b"ID3\x04\x00\x00" + bytes(50), "is a sound file"),
        ("a.gz", b"\x1f\x8b\x08\x00" + bytes(50), "is a gzip archive; unpack it"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "is a 7-Zip archive"),
        ("a.rar", b"Rar!\x1a\x07\x00" + bytes(50), "is a RAR archive"),
        ("a.tar", b"name.txt".ljust(257, b"\x00") + b"ustar\x00" + bytes(250), "is a TAR archive"),
        ("a.ps", b"%!PS-Adobe-3.0\n%%Title: x\n", "is a PostScript file; convert it to PDF"),
        ("a.exe", b"MZ\x90\x00" + bytes(50), "is a program"),
        ("a.db", b"SQLite format 3\x00" + bytes(50), "is an SQLite database"),
        ("a.fodt", b"<?xml version='1.0'?><office:document x='y'/>", "written as XML"),
        ("a.xml", b'<?xml?><?mso-application progid="Word.Document"?><x/>', "is a Word document"),
        ("a.bin", bytes(range(256)) * 16, "is not a text file"),
        ("a.txt", bytes(range(256)) * 16, "is not a text file"),
    ],
)
def test_what_does_not_go_in_is_named_with_the_remedy(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    with pytest.raises(ReadError, match=reason):
        told(tmp_path, name, data)


@pytest.mark.parametrize(
    "suffix", [".pdf", ".docx", ".pptx", ".xlsx", ".odt", ".epub", ".rtf", ".zip", ".eml", ".mht"]
)
def test_text_with_a_false_name_is_refused(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(ReadError, match=r"^is no .* whatever its name says"):
        told(tmp_path, f"a{suffix}", "Just words.")


@pytest.mark.parametrize("seed", range(40))
def test_rubbish_is_judged_without_failing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytes(chance.choices(range(256), k=chance.randrange(1, 3000)))
    heads = (
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"%PDF-1",
        b"<html",
        b"From: ",
        b"",
    )
    for head in heads:
        for name in ("a", "a.txt", "a.docx", "a.eml", "a\x00\udcff.pdf"):
            with suppress(ReadError):
                assert told(tmp_path, name, head + data)


def test_thousands_of_comments_are_passed_in_one_go(tmp_path: Path) -> None:
    comments = "<!-- x -->\n" * 5000
    assert told(tmp_path, "a", comments + "words") == ".txt"
