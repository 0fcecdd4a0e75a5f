"""`footnote documents NAME`: all that is known of one document."""

from __future__ import annotations

import difflib
import os
from pathlib import PurePath
from typing import TYPE_CHECKING

from app.cli.output import columns, counted, one_line, print_json
from app.contract_library import report_json
from app.formats import format_name
from app.reasons import unread_pages
from indexes.errors import LibraryError
from indexes.types import Document
from ingest.names import spelt

if TYPE_CHECKING:
    from app.build import Footnote

NEAREST = 3
PRIVATE = "yes: no remote model is given its text"


def document(footnote: Footnote, name: str, collection: str | None, as_json: bool) -> int:
    """Print the report of the actor's one document with this id, name or path."""
    report = footnote.catalog.report(chosen(footnote, name, collection).id)
    if as_json:
        print_json(report_json(report))
        return 0
    listing = report.listing
    held = listing.document
    rows = [
        ("name", held.name),
        *([("file", PurePath(held.source).name)] if held.renamed else []),
        ("title", held.title),
        ("id", held.id),
        ("format", format_name(held)),
        ("collection", held.collection),
        ("private", PRIVATE if held.private else "no"),
        ("tags", ", ".join(held.tags) or "none"),
        ("added", f"{held.added_at.astimezone():%Y-%m-%d %H:%M}"),
        ("pages", f"{held.page_count:,}"),
        ("characters", f"{listing.character_count:,}"),
        ("chunks", f"{listing.chunk_count:,}"),
        ("unread", counted(len(report.unread), "page") if report.unread else "none"),
    ]
    rows += [("", f"{pages}: {reason}") for pages, reason in unread_pages(report.unread)]
    rows += [("note", warning) for warning in report.warnings]
    rows += [("found at", place) for place in report.places]
    print("\n".join(columns([(label, one_line(value)) for label, value in rows])))
    return 0


def chosen(footnote: Footnote, name: str, collection: str | None = None) -> Document:
    """The actor's one document with this id, name or path; else LibraryError names the nearest."""
    found = _found(footnote, name, collection)
    if not found:
        near = _nearest(footnote, name, collection)
        hint = f"did you mean {' or '.join(near)}?" if near else "`footnote documents` lists them."
        raise LibraryError(f"The library holds no document {name!r}; {hint}")
    if len(found) > 1:
        listed_ids = ", ".join(f"{each.id} (collection {each.collection})" for each in found)
        raise LibraryError(f"{len(found)} documents are called {name!r}; give an id: {listed_ids}.")
    return found[0]


def _found(footnote: Footnote, name: str, collection: str | None) -> list[Document]:
    found = [
        each
        for each in footnote.catalog.find(name)
        if each.owner == footnote.actor.id and collection in (None, each.collection)
    ]
    if found or os.sep not in name:
        return found
    sources = (name, spelt(os.path.realpath(name)))
    listed = footnote.catalog.documents(collection, footnote.actor.id)
    return [each.document for each in listed if each.document.source in sources]


def _nearest(footnote: Footnote, name: str, collection: str | None) -> list[str]:
    """Names that hold the words looked for, or are spelt much like them."""
    listed = footnote.catalog.documents(collection, footnote.actor.id)
    names = {each.document.name.casefold(): one_line(each.document.name) for each in listed}
    wanted = name.casefold()
    near = sorted(each for each in names if wanted in each)
    near += difflib.get_close_matches(wanted, sorted(set(names) - set(near)), n=NEAREST)
    return [names[each] for each in near[:NEAREST]]
