"""OpenDocument text (ODT), read from its XML: body, notes, comments, headers and footers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from ingest.readers.base import BlockKind, Reading
from ingest.readers.draft import Draft
from ingest.readers.opendocument_text import (
    ANNOTATION,
    DRAW,
    FRAME_TEXTS,
    NOTE,
    OFFICE,
    TABLE,
    TEXT,
    asides,
    flat,
    table_rows,
)
from ingest.readers.parts import Parts, parts_of

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_RUNNING = (("Header", ("header", "header-left", "header-first")),
            ("Footer", ("footer", "footer-left", "footer-first")))  # fmt: skip
_LISTS = {f"{TEXT}list", f"{TEXT}numbered-paragraph"}
_LEFT_OUT = {f"{TEXT}tracked-changes", f"{TEXT}sequence-decls", f"{TEXT}variable-decls",
             f"{OFFICE}forms"}  # fmt: skip
_DELETIONS = f"{TEXT}tracked-changes/{TEXT}changed-region/{TEXT}deletion"


def read_odt(path: Path) -> Reading:
    """Read an OpenDocument text in the order of its body; it counts as one page.

    A note or comment follows the paragraph that it belongs to; headers and footers stand at the
    end. Raises ReadError for a damaged file, or one whose XML is too large.
    """
    with parts_of(path, "a word processor") as parts:
        body = parts.xml("content.xml").find(f"{OFFICE}body/{OFFICE}text")
        body = body if body is not None else etree.Element("empty")
        page = _Page()
        page.blocks(body)
        if "styles.xml" in parts.names:
            page.running(parts.xml("styles.xml"))
        text, blocks = page.draft.finish()
        return Reading(_title(parts), MEDIA_TYPE, (text,), blocks, tuple(_warnings(body)))


def _title(parts: Parts) -> str:
    if "meta.xml" not in parts.names:
        return ""
    found = parts.xml("meta.xml").find(f".//{_TITLE}")
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _warnings(body: etree._Element) -> Iterator[str]:
    deleted = len(body.findall(_DELETIONS))
    if deleted:
        yield f"Holds tracked changes; {deleted} deletions are left out, insertions are kept."
    embedded = len(body.findall(f".//{DRAW}object"))
    if embedded:
        yield f"Formulas, charts and other embedded objects are not read ({embedded})."


class _Page:
    """One pass over the body."""

    def __init__(self) -> None:
        self.draft = Draft()

    def blocks(self, parent: etree._Element, kind: BlockKind = "text") -> None:
        """Append the headings, paragraphs, lists and tables in `parent`."""
        for child in parent:
            if child.tag == f"{TEXT}h":
                level = child.get(f"{TEXT}outline-level", "1")
                self.draft.heading(int(level) if level.isdecimal() else 1, flat(child))
                self._asides(child)
            elif child.tag == f"{TEXT}p":
                self.draft.add(flat(child), kind)
                self._asides(child)
            elif child.tag in _LISTS:
                self.blocks(child, "item")
            elif child.tag == f"{TABLE}table":
                rows, marked = table_rows(child)
                self.draft.table(rows, marked)
                self._asides(child)
            elif child.tag not in _LEFT_OUT:
                self.blocks(child, kind)  # sections, list items, indexes and the like

    def running(self, styles: etree._Element) -> None:
        """Append headers and footers, each text once."""
        for title, tags in _RUNNING:
            texts: dict[str, None] = {}
            for master in styles.iter(f"{_STYLE}master-page"):
                for tag in tags:
                    for paragraph in master.iterfind(f"{_STYLE}{tag}//{TEXT}p"):
                        texts[flat(paragraph).strip()] = None
            shown = [text for text in texts if any(map(str.isalpha, text))]
            if shown:
                self.draft.heading(0, title)
            for text in shown:
                self.draft.add(text)

    def _asides(self, element: etree._Element) -> None:
        """What is anchored in a paragraph or table and printed elsewhere."""
        for aside in asides(element):
            if aside.tag == NOTE:
                mark = aside.findtext(f"{TEXT}note-citation") or ""
                body = aside.find(f"{TEXT}note-body")
                text = " ".join(flat(p) for p in body.iter(f"{TEXT}p")) if body is not None else ""
                self.draft.add(f"{mark} {text}".strip())
            elif aside.tag == ANNOTATION:
                author = aside.findtext("{http://purl.org/dc/elements/1.1/}creator") or ""
                text = " ".join(flat(p) for p in aside.iter(f"{TEXT}p"))
                by = f" by {author}" if author else ""
                if text.strip():
                    self.draft.add(f"Comment{by}: {text}", "item")
            elif aside.tag == f"{DRAW}text-box":
                self.blocks(aside)
            elif aside.tag in FRAME_TEXTS:
                self.draft.add("".join(aside.itertext()))
