"""`footnote private`: documents whose text no remote model is given, and which no longer are."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from app.cli.document import chosen
from app.cli.output import note, one_line, print_json
from app.contract_library import marked_json
from indexes.errors import LibraryError
from indexes.types import Document
from ingest.names import spelt
from ingest.report import INSIDE

if TYPE_CHECKING:
    from app.build import Footnote

MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Marking:
    """What is to be marked. names: ids, names or paths; none: all of the collection.

    off: the mark comes off.
    """

    names: Sequence[str]
    collection: str | None = None
    off: bool = False
    as_json: bool = False


def private(footnote: Footnote, wanted: Marking) -> int:
    """Mark documents as private, or take the mark off; all or none. Says what became of each."""
    documents = {each.id: each for each in _wanted(footnote, wanted)}
    listed = footnote.catalog.documents(owner=footnote.actor.id)
    before = {each.document.id: each.document.private for each in listed}
    after = footnote.library.mark_private(list(documents.values()), not wanted.off)
    changed = [before.get(each.id) != each.private for each in after]
    if wanted.as_json:
        print_json([marked_json(*each) for each in zip(after, changed, strict=True)])
        return 0
    lines = [_line(*each) for each in zip(after, changed, strict=True)]
    print("\n".join(lines[:MOST_LINES]))
    if len(lines) > MOST_LINES:
        print(f"... and {len(lines) - MOST_LINES:,} more; --json names all of them")
    if wanted.collection and not wanted.names and not wanted.off:
        note(
            "what joins the collection later is not marked by this: use footnote ingest --private, "
            "or the setting private_by_default"
        )
    return 0


def _wanted(footnote: Footnote, wanted: Marking) -> list[Document]:
    if wanted.names:
        return [each for name in wanted.names for each in _named(footnote, name, wanted.collection)]
    if wanted.collection is None:
        raise LibraryError("Name the documents to mark, or a collection with --collection.")
    footnote.allowed(footnote.actor, wanted.collection)  # says which collections there are
    listed = footnote.catalog.documents(wanted.collection, footnote.actor.id)
    return [each.document for each in listed]


def _named(footnote: Footnote, name: str, collection: str | None) -> list[Document]:
    """The one document of this name, or what came out of the archive of this name."""
    return _unpacked(footnote, name, collection) or [chosen(footnote, name, collection)]


def _unpacked(footnote: Footnote, name: str, collection: str | None) -> list[Document]:
    """Documents that stand in an archive of this name or path; none for a mail: it is one."""
    listed = footnote.catalog.documents(collection, footnote.actor.id)
    path = spelt(os.path.realpath(name)) if os.sep in name else name
    sources = {each.document.source for each in listed}
    return [
        each.document
        for each in listed
        for archive in [each.document.source.partition(INSIDE)[0]]
        if archive not in sources and path in (archive, PurePath(archive).name)
    ]


def _line(document: Document, changed: bool) -> str:
    if document.private:
        told = "private now" if changed else "private already"
    else:
        told = "no longer private" if changed else "was not private"
    return f"{told}: {one_line(document.name)} ({document.id})"
