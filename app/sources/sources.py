"""Opening what stands behind a citation, and documents as Footnote read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from app.access import authorise
from app.sources.marks import boxes, pieces
from app.sources.rows import Passed, csv_table
from app.sources.sheets import sheet_table
from app.sources.stretches import stretch
from app.sources.types import Body, Original, PageImage, Passage, Reading, Source, Table
from app.types import Actor
from indexes.catalog import Catalog
from indexes.dated import document_date
from indexes.errors import LibraryError, ReadError
from indexes.places import chunks_of, page_at, page_numbered, unread_reason
from indexes.types import Document, Page
from ingest.drawing import Drawn, Part
from ingest.originals import Originals
from ingest.readers.table import CSV, TSV

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_GONE = "This document is not in your library any more."
_NO_FILE = "the file that was added is missing from the library; add it again"


class Draws(Protocol):
    """Draws pages of PDFs, as `ingest.drawing.Drawer` does."""

    def start(self) -> None:
        """Make ready, without waiting for it."""
        ...

    def draw(self, path: Path, page: int, parts: Sequence[Part] = ()) -> Drawn:
        """The page, from 1, and where the parts stand; ReadError where it cannot be drawn."""
        ...


class Sources:
    """Opens documents for those who may see them; who may is asked each time anew."""

    def __init__(self, catalog: Catalog, originals: Originals, drawer: Draws) -> None:
        self._catalog = catalog
        self._originals = originals
        self._drawer = drawer

    def start(self) -> None:
        """Have the drawing of pages made ready, without waiting for it."""
        self._drawer.start()

    def open(
        self,
        actor: Actor,
        document_id: str,
        start: int,
        end: int,
        page: int | None = None,
        at: int | None = None,
    ) -> Source:
        """The page on which document_text[start:end] begins, that passage marked.

        start == end marks nothing. page: another page instead. at: an offset that is to be seen
        instead of the passage, as `Source.earlier` and `later` give it for long texts and tables.
        Raises LibraryError for a document that is not there or another's, or has no such page.
        """
        document = self._document(actor, document_id)
        first, last = (page_at(self._catalog, document_id, o) for o in (start, max(start, end - 1)))
        text_end = last.start + len(last.text)
        start = max(0, min(start, text_end))
        end = max(start, min(end, text_end))
        shown = self._page(document, first, page, at)
        body, notice = self._body(document, shown, Passed(start, end, at))
        return Source(
            document,
            document_date(self._catalog, document),
            shown.number,
            document.page_count,
            body,
            first.number,
            last.number,
            notice,
        )

    def reading(
        self, actor: Actor, document_id: str, page: int = 1, at: int | None = None
    ) -> Reading:
        """A page of the document as Footnote read it; at: as for `open`. Raises as `open` does."""
        document = self._document(actor, document_id)
        shown = self._page(document, None, page, at)
        body, notice = self._body(document, shown, Passed(shown.start, shown.start, at))
        chunks = chunks_of(self._catalog, shown, body.start, body.end)
        reason = unread_reason(self._catalog, shown)
        return Reading(document, shown.number, document.page_count, body, chunks, reason, notice)

    def original(self, actor: Actor, document_id: str) -> Original:
        """The file that was added. Raises LibraryError as `open` does, and where it is missing."""
        document = self._document(actor, document_id)
        path = self._originals.path(document_id)
        if path is None:
            raise LibraryError(f"{document.name} cannot be downloaded: {_NO_FILE}.")
        return Original(document.name, document.media_type, path)

    def _document(self, actor: Actor, document_id: str) -> Document:
        if document_id not in authorise(self._catalog, actor, None):
            raise LibraryError(_GONE)
        return self._catalog.document(document_id)

    def _page(
        self, document: Document, first: Page | None, number: int | None, at: int | None
    ) -> Page:
        """The page to be shown."""
        if at is not None:
            return page_at(self._catalog, document.id, at)
        if number is None and first is not None:
            return first
        found = page_numbered(self._catalog, document.id, number or 1)
        if found is None:
            raise LibraryError(
                f"{document.name} has no page {number}; it has {document.page_count}."
            )
        return found

    def _body(self, document: Document, page: Page, passed: Passed) -> tuple[Body, str]:
        """The page as it is shown, and why that is only its text, '' where it is not."""
        notice = ""
        if document.media_type == PDF:
            image = self._image(document, page, passed)
            if isinstance(image, PageImage):
                return image, ""
            notice = f"This page is shown as text: {image}."
        start, end = page.start, page.start + len(page.text)
        first, last = (min(max(each, start), end) - start for each in (passed.first, passed.last))
        inside = Passed(first, last, None if passed.at is None else passed.at - start)
        body: Passage | Table | None = None
        if document.media_type in (CSV, TSV):
            body = csv_table(page.text, inside)
        elif document.media_type == XLSX:
            body = sheet_table(page.text, lambda a, b: self._spoken(page, a, b), inside)
        body = body or stretch(page.text, inside.first, inside.last, inside.at)
        return replace(body, start=body.start + start, end=body.end + start), notice

    def _image(self, document: Document, page: Page, passed: Passed) -> PageImage | str:
        """The page as it is displayed; or why it cannot be drawn."""
        path = self._originals.path(document.id)
        if path is None:
            return _NO_FILE
        found = pieces(page, passed.first, passed.last)
        asked = [piece.part for piece in found if not piece.is_known]
        try:
            drawn = self._drawer.draw(path, page.number, asked)
        except ReadError as error:
            return str(error)
        places = iter(drawn.places)
        edges = [None if piece.is_known else next(places) for piece in found]
        marks = boxes(found, edges, drawn.width, drawn.height)
        end = page.start + len(page.text)
        first, last = (max(0, each - page.start) for each in (passed.first, passed.last))
        quoted = page.text[first:last].strip()
        return PageImage(
            drawn.png,
            drawn.width,
            drawn.height,
            marks,
            page.text,
            page.start,
            end,
            placed=bool(marks) or not quoted,
            quoted=quoted,
        )

    def _spoken(self, page: Page, start: int, end: int) -> Mapping[int, str]:
        found = chunks_of(self._catalog, page, page.start + start, page.start + end)
        return {chunk.start - page.start: chunk.spoken for chunk in found}
