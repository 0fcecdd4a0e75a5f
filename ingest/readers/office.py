"""Word documents (DOCX), read from their XML: the body, and all that hangs on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from indexes.errors import ReadError
from ingest.readers.base import Reading
from ingest.readers.ooxml import Package, package_of
from ingest.readers.slide_extras import Extras
from ingest.readers.styles import Styles
from ingest.readers.word_notes import Comment, Notes, comments_of, numbering_of, removed_notes
from ingest.readers.word_numbers import Numbers
from ingest.readers.word_page import Source, WordPage
from ingest.readers.wordml import W

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_PROGRAM = "a word processor"
_MAIN = "word/document.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_NOTES = ("footnote", "endnote")
_RUNNING = (("Header", "header"), ("Footer", "footer"))
_ASIDES = re.compile(
    r"word/(?:(?:footnotes|endnotes|comments|commentsExtended|styles|numbering|header\d*|footer\d*)"
    r"\.xml|_rels/document\.xml\.rels)"
)
_ELSEWHERE = (
    ("altChunk", "parts in another format are not read; save the document in a word processor."),
    ("subDoc", "documents are referred to and not read; ingest them by themselves."),
)


def read_docx(path: Path) -> Reading:
    """Read a Word document, template or one with macros; it counts as one page.

    Text boxes, notes, comments, charts and descriptions follow the paragraph that they hang on;
    headers and footers stand at the end, each text once. Tracked changes are read as if accepted.
    Raises ReadError for a damaged file, or one that unpacks to more XML than is allowed.
    """
    with package_of(path, _PROGRAM) as package:
        return _Book(package).reading()


class _Book:
    """The document on its way into one page."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = next(iter(package.related("", "officeDocument")), _MAIN)
        if self._main not in package.parts or self._main in package.damaged:
            raise ReadError(f"is damaged; open it in {_PROGRAM} and save it again.")

    def reading(self) -> Reading:
        root = self._xml(self._main)
        source = self._source(root)
        page = WordPage(source, self._main)
        body = root.find(f"{W}body")
        page.write(body if body is not None else root)
        page.rest(removed_notes(root))
        page.words.changes["deletions"] += _removed_cells(root)
        for title, kind in _RUNNING:
            self._running(page, title, self._parts(kind))
        text, blocks = page.draft.finish()
        return Reading(
            self._title() or source.styles.title,
            MEDIA_TYPE,
            (text,),
            blocks,
            (*_said(page), *self._said(root)),
        )

    def _source(self, root: Element) -> Source:
        settings = [self._xml(name) for name in self._parts("settings")]
        notes = Notes(numbering_of([*settings, root]))
        for kind in _NOTES:
            for name in self._parts(f"{kind}s"):
                notes.add(kind, self._xml(name))
        return Source(
            self._package,
            Extras(self._package, self._main),
            Styles(self._first("styles")),
            Numbers(self._first("numbering")),
            notes,
            self._comments(),
        )

    def _comments(self) -> dict[str, Comment]:
        part = self._first("comments")
        return {} if part is None else comments_of(part, self._first("commentsExtended"))

    def _running(self, page: WordPage, title: str, parts: list[str]) -> None:
        """Append headers or footers, each text once, under one heading."""
        seen: set[str] = set()
        for part in parts:
            aside = page.beside(part)
            aside.write(self._xml(part))
            text, blocks = aside.draft.finish()
            for block in blocks:
                said = text[block.start : block.end]
                if said in seen or not any(map(str.isalpha, said)):
                    continue
                if not seen:
                    page.draft.heading(0, title)
                seen.add(said)
                page.draft.add(said)

    def _parts(self, kind: str) -> list[str]:
        """The sound parts of one kind; those of the usual names where nothing names any."""
        usual = re.compile(rf"word/{kind}\d*\.xml")
        sound = (name for name in self._package.parts if name not in self._package.damaged)
        found = self._package.related(self._main, kind)
        return list(dict.fromkeys(found)) or sorted(filter(usual.fullmatch, sound))

    def _first(self, kind: str) -> Element | None:
        return next((self._xml(name) for name in self._parts(kind)), None)

    def _xml(self, name: str) -> Element:
        return ElementTree.fromstring(self._package.parts[name])

    def _title(self) -> str:
        for name in self._package.related("", "core-properties"):
            return " ".join((self._xml(name).findtext(_TITLE) or "").split())
        return ""

    def _said(self, root: Element) -> Iterator[str]:
        for tag, what in _ELSEWHERE:
            count = sum(1 for _ in root.iter(f"{W}{tag}"))
            if count:
                yield f"{count} {what}"
        damaged = sorted(filter(_ASIDES.fullmatch, self._package.damaged))
        if damaged:
            names = ", ".join(name.removeprefix("word/") for name in damaged)
            yield f"Parts of the document are damaged and left out: {names}."


def _removed_cells(root: Element) -> int:
    """How many rows and cells of tables were deleted while changes were tracked."""
    rows = sum(each.find(f"{W}del") is not None for each in root.iter(f"{W}trPr"))
    return rows + sum(1 for _ in root.iter(f"{W}cellDel"))


def _said(page: WordPage) -> Iterator[str]:
    """What a reader of the document should know."""
    if any(page.words.changes.values()):
        count = page.words.changes["deletions"]
        out = f"{count} deletion{' is' if count == 1 else 's are'} left out"
        yield f"Holds tracked changes; {out}, insertions are kept."
    if page.words.hidden:
        yield "Holds hidden text, which is read all the same."
    for font, count in sorted(page.words.unknown.items()):
        if count:
            yield f"{count} signs of the font {font} have no letters and are left out."
    for what, count in sorted(page.lost.items()):
        yield f"Holds what is not read: {what} ({count})."
