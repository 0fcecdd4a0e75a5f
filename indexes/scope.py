"""Where a question looks: a collection, documents, types, a span of dates."""

from __future__ import annotations

import difflib
import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from indexes import rows
from indexes.catalog import Catalog
from indexes.dated import own_date
from indexes.errors import LibraryError
from indexes.types import Document

_GIVEN = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Scope:
    """What narrows a search; None and () narrow nothing.

    documents: ids or file names. types: suffixes without the dot (`pdf`) or media types.
    since, until: `2023`, `2023-05` or `2023-05-01`, both included: until 2023 means its last day.
    """

    collection: str | None = None
    documents: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        """Raises LibraryError for dates that are none, or in the wrong order."""
        if self.since is not None and self.until is not None:
            if _first(self.since) > _last(self.until):
                raise LibraryError(
                    f"No document is dated since {self.since} and until {self.until}; "
                    "exchange the two dates."
                )
        elif self.since is not None:
            _first(self.since)
        elif self.until is not None:
            _last(self.until)

    def ids(self, catalog: Catalog, allowed: Iterable[str]) -> frozenset[str]:
        """Ids of the documents among `allowed` that the scope holds.

        A document's date is the latest in its file name, else the first full date in its title or
        opening, else the day on which it was added. A date to the month or year counts when any of
        its days lies in the span. Raises LibraryError, with the remedy, for a collection, document
        or type that is not among `allowed`: what belongs to others is as unknown as what is not.
        """
        permitted = frozenset(allowed)
        if self == Scope():
            return permitted
        held = [document for document in _ready(catalog) if document.id in permitted]
        found = held
        if self.collection is not None:
            found = _in_collection(found, self.collection)
        if self.documents:
            found = _named(found, self.documents)
        if self.types:
            _check_types(held, self.types)
            found = [d for d in found if _types(d) & {_plain(t) for t in self.types}]
        if self.since is not None or self.until is not None:
            found = [d for d in found if self._dated(catalog, d)]
        return frozenset(document.id for document in found)

    def _dated(self, catalog: Catalog, document: Document) -> bool:
        own = document_date(catalog, document)
        if self.since is not None and _last(own) < _first(self.since):
            return False
        return self.until is None or _first(own) <= _last(self.until)


def document_date(catalog: Catalog, document: Document) -> str:
    """The document's date as ISO text to the day, month or year; from where: see `Scope.ids`."""
    return own_date(catalog, document) or document.added_at.date().isoformat()


def _ready(catalog: Catalog) -> list[Document]:
    """All ready documents, without the counts that a listing has."""
    found = catalog.database.connection.execute(
        "SELECT * FROM documents WHERE state = 'ready' ORDER BY id"
    )
    return [rows.document(row) for row in found]


def _in_collection(found: list[Document], collection: str) -> list[Document]:
    names = sorted({document.collection for document in found})
    if collection not in names:
        known = f"there are: {', '.join(names)}" if names else "the library is empty"
        raise LibraryError(f"There is no collection {collection!r}; {known}.")
    return [document for document in found if document.collection == collection]


def _named(found: list[Document], wanted: tuple[str, ...]) -> list[Document]:
    kept: list[Document] = []
    for each in wanted:
        matching = [d for d in found if d.id == each] or [d for d in found if d.name == each]
        if not matching:
            near = difflib.get_close_matches(each, sorted({d.name for d in found}), 1)
            remedy = (
                f"did you mean {near[0]!r}?"
                if near
                else "`footnote documents` lists what there is."
            )
            raise LibraryError(f"There is no document {each!r} in what you search; {remedy}")
        kept += matching
    return list(dict.fromkeys(kept))


def _check_types(held: list[Document], wanted: tuple[str, ...]) -> None:
    known = {each for document in held for each in _types(document)}
    for each in wanted:
        if _plain(each) not in known:
            suffixes = sorted({_suffix(document) for document in held} - {""})
            there = f"there are: {', '.join(suffixes)}" if suffixes else "the library is empty"
            raise LibraryError(f"There is no document of type {each!r}; {there}.")


def _types(document: Document) -> set[str]:
    return {_suffix(document), document.media_type.lower()}


def _suffix(document: Document) -> str:
    return PurePath(document.name).suffix.lower().lstrip(".")


def _plain(kind: str) -> str:
    return kind.strip().lower().lstrip(".")


def _first(text: str) -> date:
    """The first day of an ISO day, month or year."""
    return _day(text, 0)


def _last(text: str) -> date:
    """The last day of it."""
    return _day(text, 1)


def _day(text: str, end: int) -> date:
    if _GIVEN.fullmatch(text.strip()):
        year, month, day, *_ = (*map(int, text.strip().split("-")), None, None)
        try:
            if day is not None and month is not None:
                return date(year or 0, month, day)
            if month is not None:
                return date(year or 0, month, monthrange(year or 0, month)[1] if end else 1)
            return date(year or 0, 12, 31) if end else date(year or 0, 1, 1)
        except ValueError:  # no such day: told below
            pass
    raise LibraryError(f"{text!r} is not a date; write 2023, 2023-05 or 2023-05-01.")
