"""Word documents (DOCX), read from their XML: body, text boxes, notes, headers and footers."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from indexes.errors import ReadError
from ingest.readers.base import Reading
from ingest.readers.draft import Draft
from ingest.readers.styles import Styles
from ingest.readers.wordml import (
    PARAGRAPH,
    TABLE,
    W,
    blocks_in,
    is_header_row,
    paragraph_text,
    row_cells,
    text_boxes,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_XML_BYTES = 200_000_000
"""Unpacked XML above which a file is refused: it would not fit into memory."""

# What damaged archives and XML raise.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    LookupError,
    ValueError,
    EOFError,
    OSError,
)
_EXTRAS = (
    ("Footnotes", re.compile(r"word/footnotes\.xml")),
    ("Endnotes", re.compile(r"word/endnotes\.xml")),
    ("Header", re.compile(r"word/header\d*\.xml")),
    ("Footer", re.compile(r"word/footer\d*\.xml")),
)
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def read_docx(path: Path) -> Reading:
    """Read a Word document in the order of its body; it counts as one page.

    Notes, headers and footers follow at the end, each kind under a heading of its own. Raises
    ReadError for a damaged file, or one that unpacks to more than MOST_XML_BYTES.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive)
    except _DAMAGE as error:
        raise ReadError("is damaged; open it in a word processor and save it again.") from error
    except (RuntimeError, NotImplementedError, RecursionError) as error:
        raise ReadError(f"cannot be unpacked ({error}); save it again as DOCX.") from error


def _read(archive: zipfile.ZipFile) -> Reading:
    names = [info.filename for info in archive.infolist()]
    unpacked = sum(info.file_size for info in archive.infolist() if info.filename.endswith("xml"))
    if unpacked > MOST_XML_BYTES:
        raise ReadError(
            f"unpacks to {unpacked / 1e6:.0f} MB of XML, more than the "
            f"{MOST_XML_BYTES / 1e6:.0f} MB that are allowed; split it."
        )
    styles = Styles(_part(archive, "word/styles.xml") if "word/styles.xml" in names else None)
    draft = Draft()
    body = _part(archive, "word/document.xml").find(f"{W}body")
    for element in blocks_in(body) if body is not None else ():
        _add(draft, element, styles)
    for title, pattern in _EXTRAS:
        parts = sorted(name for name in names if pattern.fullmatch(name))
        _add_extras(draft, title, [_part(archive, name) for name in parts], styles)
    text, blocks = draft.finish()
    title = _title(archive) if "docProps/core.xml" in names else ""
    return Reading(title or styles.title, MEDIA_TYPE, (text,), blocks)


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    return ElementTree.fromstring(archive.read(name))


def _title(archive: zipfile.ZipFile) -> str:
    return (_part(archive, "docProps/core.xml").findtext(_TITLE) or "").strip()


def _add(draft: Draft, element: Element, styles: Styles) -> None:
    if element.tag == TABLE:
        _add_table(draft, element)
    elif element.tag == PARAGRAPH:
        text = paragraph_text(element)
        level = styles.heading_level(element, text)
        if level is not None:
            draft.heading(level, text)
        else:
            draft.add(text, "item" if styles.is_item(element) else "text")
    for box in text_boxes(element):
        for inner in blocks_in(box):
            _add(draft, inner, styles)


def _add_table(draft: Draft, table: Element) -> None:
    rows = table.findall(f"{W}tr") or list(table.iter(f"{W}tr"))
    cells: list[list[str]] = []
    for row in rows:
        cells.append(row_cells(row, cells[-1] if cells else []))
    draft.table(cells, marked=bool(rows) and is_header_row(rows[0]))


def _add_extras(draft: Draft, title: str, parts: list[Element], styles: Styles) -> None:
    """Append notes or running heads, each text once, under one heading."""
    seen: set[str] = set()
    for part in parts:
        for element in _paragraphs(part):
            text = paragraph_text(element).strip()
            if not any(character.isalpha() for character in text) or text in seen:
                continue
            if not seen:
                draft.heading(0, title)
            seen.add(text)
            draft.add(text)


def _paragraphs(part: Element) -> Iterator[Element]:
    yield from part.iter(PARAGRAPH)
