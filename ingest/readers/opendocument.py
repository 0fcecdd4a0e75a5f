"""OpenDocument text (ODT), read from its XML: body, notes, comments, headers and footers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from indexes.errors import ReadError
from ingest.readers.base import Reading
from ingest.readers.opendocument_lists import Lists
from ingest.readers.opendocument_objects import Objects
from ingest.readers.opendocument_page import TextPage
from ingest.readers.opendocument_styles import ParagraphStyles
from ingest.readers.opendocument_text import OFFICE, TEXT
from ingest.readers.parts import Parts, parts_of

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_CHANGED = f"{TEXT}tracked-changes/{TEXT}changed-region/{TEXT}"
_CHANGES = ("deletion", "insertion")
_ASIDES = ("styles.xml", "meta.xml")


def read_odt(path: Path) -> Reading:
    """Read an OpenDocument text in the order of its body; it counts as one page.

    A note, comment or text box follows the paragraph that it belongs to; headers and footers stand
    at the end. Tracked changes are read as if accepted. Raises ReadError for a file that is damaged
    or protected by a password, or whose XML is too large.
    """
    with parts_of(path, "a word processor") as parts:
        _refuse_protected(parts)
        content, styles = parts.xml("content.xml"), parts.sound("styles.xml")
        body = content.find(f"{OFFICE}body/{OFFICE}text")
        body = body if body is not None else etree.Element("empty")
        described = [content] if styles is None else [styles, content]
        page = TextPage(ParagraphStyles(described), Lists(described), Objects(parts))
        page.write(body)
        if styles is not None:
            page.running(styles)
        text, blocks = page.draft.finish()
        warnings = (*_changes(body), *_said(page, body), *_damage(parts))
        return Reading(_title(parts) or page.title, MEDIA_TYPE, (text,), blocks, warnings)


def _refuse_protected(parts: Parts) -> None:
    manifest = parts.sound("META-INF/manifest.xml")
    locks = manifest.iter(f"{_MANIFEST}encryption-data") if manifest is not None else iter(())
    if next(locks, None) is not None:
        raise ReadError("is protected by a password; save it without one.")


def _title(parts: Parts) -> str:
    meta = parts.sound("meta.xml")
    found = meta.find(f".//{_TITLE}") if meta is not None else None
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _changes(body: etree._Element) -> Iterator[str]:
    counts = ((len(body.findall(f"{_CHANGED}{kind}")), kind) for kind in _CHANGES)
    changes = [f"{count} {kind}s" for count, kind in counts if count]
    if changes:
        yield f"Holds tracked changes ({', '.join(changes)}), shown as if accepted."


def _said(page: TextPage, body: etree._Element) -> Iterator[str]:
    if any(each.get(f"{TEXT}display") == "none" for each in body.getroottree().iter()):
        yield "Holds hidden text, which is read all the same."
    for what, count in sorted(page.lost.items()):
        yield f"Holds what is not read: {what} ({count})."


def _damage(parts: Parts) -> Iterator[str]:
    damaged = sorted(parts.damaged)
    if damaged:
        yield f"Parts of the document are damaged and left out: {', '.join(damaged)}."
