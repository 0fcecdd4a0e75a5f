"""E-books (EPUB): a page is a chapter."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from indexes.errors import ReadError
from indexes.types import Unread
from ingest.readers.archive import check_list
from ingest.readers.base import ALONE, Block, Desk, Reading
from ingest.readers.book import DAMAGE, Book, Chapter, Package, book_in
from ingest.readers.draft import Draft
from ingest.readers.webpage import WebPage

MEDIA_TYPE = "application/epub+zip"

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PICTURES = ("img", "image", "svg")
_OUTER = -100  # the level of the titles from the table of contents; headings are 1 to 6
_GONE = "This part of the book is damaged or missing; download or export the book again."


def read_epub(path: Path, desk: Desk = ALONE) -> Reading:
    """Read a book: each file of its reading order is a page, then those outside that order.

    Headings stand under the parts of the table of contents; a chapter without headings has the
    title that it has there. Chapters that are damaged are unread. Raises ReadError for a book that
    is damaged as a whole, or protected against copying.
    """
    check_list(path)
    try:
        with zipfile.ZipFile(path) as archive:
            package = Package(archive)
            return _Reader(package, book_in(package)).read(desk)
    except (*DAMAGE, ValueError) as error:
        raise ReadError("is damaged; download or export the book again.") from error


class _Reader:
    """The book on its way into pages."""

    def __init__(self, package: Package, book: Book) -> None:
        self._package = package
        self._book = book
        self._pages: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._unread: list[Unread] = []
        self._warnings: list[str] = []
        self._parts: tuple[str, ...] = ()  # of the table of contents, around the last chapter
        self._last: tuple[str, ...] = ()  # the path of headings at the end of the last chapter
        self._pictures = 0

    def read(self, desk: Desk) -> Reading:
        count = len(self._book.chapters)
        for number, chapter in enumerate(self._book.chapters, start=1):
            desk.begin(number, count)
            unread = desk.unread(number) or self._read(chapter, number)
            if unread is not None:
                self._unread.append(unread)
                self._pages.append("")
        if self._pictures > 1:  # one is the cover
            said = f"{self._pictures} chapters hold only pictures, whose text is not read."
            self._warnings.append(said)
        return Reading(
            self._book.title,
            MEDIA_TYPE,
            tuple(self._pages),
            tuple(self._blocks),
            tuple(dict.fromkeys(self._warnings)),
            unread=tuple(self._unread),
        )

    def _read(self, chapter: Chapter, number: int) -> Unread | None:
        """Append a chapter; why it is not read, if it is not."""
        if chapter.media_type.startswith(("image/", "audio/", "video/", "application/pdf")) and (
            chapter.media_type != "image/svg+xml"
        ):
            return Unread(number, f"This part of the book is no text but {chapter.media_type}.")
        try:
            root = self._package.tree(chapter.name)
        except ReadError as error:
            return Unread(number, f"This part of the book {error}")
        except DAMAGE:
            return Unread(number, _GONE)
        draft = Draft()
        if not any(self._pages):
            for author in self._book.authors:
                draft.add(f"Author: {author}", "item")
        self._enter(draft, chapter, root)
        _, before = draft.finish()
        page = WebPage(draft)
        page.write(root)
        self._warnings += page.warnings
        text, blocks = draft.finish()
        self._append(text, blocks)
        shows = next(root.iter(*_PICTURES), None) is not None
        self._pictures += shows and len(blocks) == len(before)
        self._last = draft.outline.path
        return None

    def _enter(self, draft: Draft, chapter: Chapter, root: etree._Element) -> None:
        """Open the headings under which the chapter stands."""
        headed = next(root.iter(*_HEADINGS), None) is not None
        if chapter.titles:
            self._parts = chapter.titles[:-1]
        above: Sequence[str] = self._parts
        if not headed:
            above = chapter.titles or self._last
        for level, title in enumerate(above):
            draft.outline.enter(_OUTER + level, title)

    def _append(self, text: str, blocks: tuple[Block, ...]) -> None:
        at = self._length
        self._blocks += [
            replace(block, start=block.start + at, end=block.end + at) for block in blocks
        ]
        self._pages.append(text)
        self._length += len(text)
