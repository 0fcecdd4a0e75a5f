"""The verbs that list the library, take out of it and rebuild it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.cli.document import chosen
from app.cli.output import columns, counted, one_line, print_json
from app.cli.progress import Bar
from app.contract import document_json
from indexes.catalog import Listing
from indexes.errors import LibraryError
from ingest.report import Listener, Progress

if TYPE_CHECKING:
    from app.build import Footnote


def documents(
    footnote: Footnote, collection: str | None, as_json: bool, tags: Sequence[str] = ()
) -> int:
    """List the actor's documents, newest first. tags: that they must bear, in any case."""
    listings = footnote.catalog.documents(collection, footnote.actor.id)
    if tags and listings:
        listings = _tagged(listings, tags)
    if as_json:
        print_json([document_json(listing) for listing in listings])
        return 0
    if not listings:
        where = f"The collection {collection}" if collection else "The library"
        print(f"{where} is empty; add files with: footnote ingest PATH")
        return 0
    noted = any(map(_notes, listings))
    head = ("ID", "NAME", "PAGES", "CHUNKS", "STATE", "ADDED", "COLLECTION")
    rows: list[tuple[str, ...]] = [(*head, "NOTES") if noted else head]
    for listing in listings:
        row = _row(listing)
        rows.append((*row, _notes(listing)) if noted else row)
    print("\n".join(columns(rows, right=(2, 3))))
    return 0


def _tagged(listings: Sequence[Listing], tags: Sequence[str]) -> list[Listing]:
    """Those with all of these tags; raises LibraryError where there are none."""
    wanted = {tag.casefold() for tag in tags}
    found = [e for e in listings if wanted <= {tag.casefold() for tag in e.document.tags}]
    if not found:
        known = sorted({tag for each in listings for tag in each.document.tags})
        there = (
            f"there are: {', '.join(map(one_line, known))}" if known else "there are no tags yet"
        )
        raise LibraryError(f"No document is tagged {' and '.join(tags)}; {there}.")
    return found


def _row(listing: Listing) -> tuple[str, ...]:
    document = listing.document
    return (
        document.id,
        one_line(document.name),
        f"{document.page_count:,}",
        f"{listing.chunk_count:,}",
        listing.state,
        f"{document.added_at.astimezone():%Y-%m-%d %H:%M}",
        one_line(document.collection),
    )


def _notes(listing: Listing) -> str:
    """Its marks, and that something is missing; `footnote documents NAME` says what."""
    unread = [f"{counted(listing.unread_count, 'page')} unread"] if listing.unread_count else []
    noted = [counted(listing.warning_count, "note")] if listing.warning_count else []
    tags = ["tags: " + one_line(", ".join(listing.document.tags))] if listing.document.tags else []
    return ", ".join([*["private"] * listing.document.private, *unread, *noted, *tags])


def remove(footnote: Footnote, names: Sequence[str]) -> int:
    """Remove documents from everywhere, earlier answers' quotes included; all or none."""
    taken = {document.id: document for document in (chosen(footnote, name) for name in names)}
    for document_id in taken:  # first, so that a crash in between can be mended by repeating
        footnote.memory.forget_document(document_id)
    footnote.library.remove(list(taken.values()))
    for document in taken.values():
        print(f"removed {one_line(document.name)} ({document.id})")
    return 0


class _Rebuilding(Listener):
    """Shows a rebuild on the terminal."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar

    def progress(self, progress: Progress) -> None:
        self._bar.show(progress.done, progress.total, progress.stage)


def rebuild(footnote: Footnote) -> int:
    """Make the indexes anew from the database."""
    started = time.perf_counter()
    with Bar("chunk") as bar:
        build_id = footnote.library.rebuild(_Rebuilding(bar))
    count = counted(len(footnote.catalog.documents()), "document")
    seconds = time.perf_counter() - started
    print(f"rebuilt the indexes of {count} in {seconds:.1f} s: build {build_id}")
    return 0
