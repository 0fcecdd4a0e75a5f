"""The documents' own dates on the citations of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.types import Citation
from indexes.catalog import Catalog
from indexes.dated import document_date
from indexes.errors import LibraryError


class Dating:
    """Puts dates on citations. May be shared between threads.

    What was read once is kept until the library has another build.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._kept: tuple[str, dict[tuple[str, str, str], str]] = ("", {})

    def dated(self, citations: Sequence[Citation], build_id: str) -> tuple[Citation, ...]:
        """The same, each with its document's own date. build_id: of the answer."""
        kept, dates = self._kept
        if build_id != kept:
            dates = {}
            self._kept = (build_id, dates)  # at once: threads may have answers of two builds
        return tuple(replace(each, dated=self._date(each, dates)) for each in citations)

    def _date(self, citation: Citation, dates: dict[tuple[str, str, str], str]) -> str:
        """As people write it; '' where the document bears none."""
        key = (citation.document_id, citation.document, citation.title)
        if key not in dates:
            dates[key] = self._read(citation.document_id)
        return dates[key]

    def _read(self, document_id: str) -> str:
        try:
            document = self._catalog.document(document_id)
        except LibraryError:  # removed while the answer was written: the citation tells it
            return ""
        return document_date(self._catalog, document)
