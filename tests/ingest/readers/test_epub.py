from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexes.errors import ReadError
from ingest.readers import book
from ingest.readers.base import Desk, Reading
from ingest.readers.epub import read_epub
from tests.ingest.readers.check import block_of, said, texts

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
PAGE = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html '
    'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/>'
    "</head><body>{}</body></html>"
)
NAV = PAGE.format(
    '<nav epub:type="landmarks"><ol><li><a href="x.xhtml">no</a></li></ol></nav>'
    '<nav epub:type="toc"><ol><li><span>Part One</span><ol><li><a href="a%20b.xhtml#s">The '
    '<em>sea</em></a></li><li><a href="c.xhtml">Ropes</a></li></ol></li></ol></nav>'
)
NCX = (
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Part One'
    '</text></navLabel><content src="p.xhtml"/><navPoint><navLabel><text>Ropes</text></navLabel>'
    '<content src="c.xhtml#x"/></navPoint></navPoint></navMap></ncx>'
)
CHAPTERS = {
    "a b.xhtml": "<h2>The sea</h2><p>It&nbsp;is wide.</p>",
    "c.xhtml": "<p>Ropes are long.</p><img src='x' alt='A knot'/>",
    "d.xhtml": "<p>Still of ropes.</p><aside epub:type='footnote' hidden=''>1. Of hemp.</aside>",
}


def _book(folder: Path, chapters: dict[str, str] | None = None, **more: str) -> Path:
    """A book with these chapters; `more`: members by name, "/" and "." written as "_"."""
    chapters = CHAPTERS if chapters is None else chapters
    items = "".join(
        f'<item id="i{n}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters)
    )
    order = "".join(f'<itemref idref="i{n}" linear="no"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/'
        'elements/1.1/"><dc:title>Knots</dc:title><dc:creator>Ada Quill</dc:creator></metadata>'
        f'<manifest>{items}<item id="nav" href="nav.xhtml" properties="nav" media-type="application'
        '/xhtml+xml"/><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        f'{more.get("manifest", "")}</manifest><spine toc="ncx">{order}'
        f"{more.get('spine', '')}</spine></package>"
    )
    path = folder / "book.epub"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/book.opf", package)
        archive.writestr("OEBPS/nav.xhtml", more.get("nav", NAV))
        archive.writestr("OEBPS/toc.ncx", NCX)
        if "encryption" in more:
            archive.writestr("META-INF/encryption.xml", more["encryption"])
        for name, text in chapters.items():
            archive.writestr(f"OEBPS/{name}", text if "<html" in text else PAGE.format(text))
    return path


def _checked(reading: Reading) -> Reading:
    start = 0
    for page in reading.pages:
        inside = [each for each in reading.blocks if start <= each.start < start + len(page)]
        assert all(block.end <= start + len(page) for block in inside)
        start += len(page)
    assert all(said(reading, block).strip() == said(reading, block) for block in reading.blocks)
    return reading


def test_chapters_are_pages_in_order(tmp_path: Path) -> None:
    reading = _checked(read_epub(_book(tmp_path)))
    assert reading.title == "Knots"
    assert reading.media_type == "application/epub+zip"
    assert reading.pages == (
        "Author: Ada Quill\nThe sea\nIt is wide.\n",
        "Ropes are long.\nA knot\n",
        "Still of ropes.\n1. Of hemp.\n",
    )
    assert reading.unread == ()


def test_contents_name_parts_and_chapters_without_heading(tmp_path: Path) -> None:
    reading = read_epub(_book(tmp_path))
    assert block_of(reading, "wide").headings == ("Part One", "The sea")
    assert block_of(reading, "long").headings == ("Part One", "Ropes")
    assert block_of(reading, "Still").headings == ("Part One", "Ropes")


def test_older_contents_serve_as_well(tmp_path: Path) -> None:
    reading = read_epub(_book(tmp_path, nav=PAGE.format("")))
    assert block_of(reading, "long").headings == ("Part One", "Ropes")


def test_damaged_chapter_is_unread_and_the_others_stay(tmp_path: Path) -> None:
    path = _book(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"Ropes are long.", b"Ropes are l0ng."))
    reading = _checked(read_epub(path))
    assert [unread.page for unread in reading.unread] == [2]
    assert "damaged" in reading.unread[0].reason
    assert reading.pages[1] == ""
    assert "Still of ropes." in reading.text


def test_missing_chapter_is_unread(tmp_path: Path) -> None:
    path = _book(
        tmp_path,
        manifest='<item id="m" href="gone.xhtml" media-type="application/xhtml+xml"/>',
        spine='<itemref idref="m"/>',
    )
    assert [unread.page for unread in read_epub(path).unread] == [4]


def test_file_outside_the_order_is_read_last(tmp_path: Path) -> None:
    path = _book(
        tmp_path,
        {**CHAPTERS, "notes.xhtml": "<p>A note.</p>"},
        manifest='<item id="n" href="notes.xhtml" media-type="application/xhtml+xml"/>',
    )
    assert read_epub(path).pages[-1] == "A note.\n"


def test_chapter_that_is_not_well_formed_is_repaired(tmp_path: Path) -> None:
    reading = read_epub(_book(tmp_path, {"a.xhtml": "<p>One<br>two &foo; & three"}))
    assert texts(reading)[-1] == "One\ntwo &foo; & three"


def test_entities_of_the_books_own_do_not_expand(tmp_path: Path) -> None:
    bomb = PAGE.replace(
        "<!DOCTYPE html>",
        '<!DOCTYPE html [<!ENTITY a "ha ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "/etc/hosts">]>',
    ).format("<p>Before &b; &c; after</p>")
    assert "ha ha" not in read_epub(_book(tmp_path, {"a.xhtml": bomb})).text


def test_copy_protection_is_refused_and_scrambled_fonts_are_not(tmp_path: Path) -> None:
    lock = (
        '<encryption><EncryptedData><EncryptionMethod Algorithm="{}"/><CipherData>'
        '<CipherReference URI="OEBPS/c.xhtml"/></CipherData></EncryptedData></encryption>'
    )
    aes = lock.format("http://www.w3.org/2001/04/xmlenc#aes256-cbc")
    with pytest.raises(ReadError, match="DRM"):
        read_epub(_book(tmp_path, encryption=aes))
    font = lock.format("http://www.idpf.org/2008/embedding")
    assert len(read_epub(_book(tmp_path, encryption=font)).pages) == 3


def test_bomb_is_bounded_by_what_comes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "_MOST_PART_BYTES", 10_000)
    path = _book(tmp_path, {"a.xhtml": "<p>Fine.</p>", "b.xhtml": "<p>" + "x" * 20_000 + "</p>"})
    reading = read_epub(path)
    assert "more than is allowed" in reading.unread[0].reason
    assert "Fine." in reading.text


def test_pictures_without_text_are_named(tmp_path: Path) -> None:
    pages = {f"{n}.xhtml": "<img src='x'/>" for n in range(3)}
    assert "3 chapters" in read_epub(_book(tmp_path, {**pages, **CHAPTERS})).warnings[0]


def test_desk_is_told_and_obeyed(tmp_path: Path) -> None:
    begun: list[tuple[int, int]] = []
    desk = Desk(lambda page, count: begun.append((page, count)), {2: "It crashed."}, stop=2)
    reading = _checked(read_epub(_book(tmp_path), desk))
    assert begun == [(1, 3), (2, 3), (3, 3)]
    assert [(unread.page, unread.reason[:5]) for unread in reading.unread] == [
        (2, "It cr"),
        (3, "Not r"),
    ]


def test_damaged_book_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(_book(tmp_path).read_bytes()[:400])
    with pytest.raises(ReadError, match="damaged"):
        read_epub(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
    with pytest.raises(ReadError, match="table of its parts"):
        read_epub(path)
