"""The verbs that change or list the library: ingest, documents, remove, rebuild."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.output import columns, counted, note, one_line, print_json
from app.cli.progress import Bar
from app.contract import document_json
from indexes.errors import LibraryError
from indexes.types import Document
from ingest.report import IngestReport, gather

if TYPE_CHECKING:
    from app.build import Footnote


def ingest(footnote: Footnote, paths: Sequence[Path], collection: str | None) -> int:
    """Take files and folders in; 1 when a file failed, 0 when all are in the library now."""
    files = gather(paths)
    if not files:
        places = ", ".join(str(path) for path in paths)
        raise LibraryError(f"No file that Footnote reads is in {places}; name another folder.")
    settings = footnote.settings
    with Bar("B") as bar:
        report = footnote.library.add(
            files,
            collection or settings.collection,
            footnote.actor.id,
            lambda progress: bar.show(
                progress.done, progress.total, f"{progress.stage} {progress.name}"
            ),
        )
    for outcome in report.outcomes:
        if outcome.status == "failed":
            note(f"failed: {outcome.source}: {outcome.reason}")
        for warning in outcome.warnings:
            note(f"note: {outcome.source}: {warning}")
    print(_summary(report))
    return 0 if report.ok else 1


def documents(footnote: Footnote, collection: str | None, as_json: bool) -> int:
    """List the actor's documents, newest first."""
    listings = footnote.catalog.documents(collection, footnote.actor.id)
    if as_json:
        print_json([document_json(listing) for listing in listings])
        return 0
    if not listings:
        where = f"The collection {collection}" if collection else "The library"
        print(f"{where} is empty; add files with: footnote ingest PATH")
        return 0
    rows = [("ID", "NAME", "PAGES", "CHUNKS", "STATE", "ADDED", "COLLECTION")]
    rows += [
        (
            listing.document.id,
            one_line(listing.document.name),
            str(listing.document.page_count),
            str(listing.chunk_count),
            listing.state,
            f"{listing.document.added_at.astimezone():%Y-%m-%d %H:%M}",
            one_line(listing.document.collection),
        )
        for listing in listings
    ]
    print("\n".join(columns(rows)))
    return 0


def remove(footnote: Footnote, names: Sequence[str]) -> int:
    """Remove documents from everywhere, earlier answers' quotes included; all or none."""
    chosen = {document.id: document for document in (_one(footnote, name) for name in names)}
    for document_id in chosen:  # first, so that a crash in between can be mended by repeating
        footnote.records.forget_document(document_id)
    footnote.library.remove(list(chosen.values()))
    for document in chosen.values():
        print(f"removed {one_line(document.name)} ({document.id})")
    return 0


def rebuild(footnote: Footnote) -> int:
    """Make the indexes anew from the database."""
    started = time.perf_counter()
    with Bar("chunk") as bar:
        build_id = footnote.library.rebuild(
            lambda progress: bar.show(progress.done, progress.total, progress.stage)
        )
    count = counted(len(footnote.catalog.documents()), "document")
    seconds = time.perf_counter() - started
    print(f"rebuilt the indexes of {count} in {seconds:.1f} s: build {build_id}")
    return 0


def _one(footnote: Footnote, name: str) -> Document:
    """The actor's one document with this id or name."""
    found = [each for each in footnote.catalog.find(name) if each.owner == footnote.actor.id]
    if not found:
        raise LibraryError(
            f"The library holds no document {name!r}; `footnote documents` lists them."
        )
    if len(found) > 1:
        listed = ", ".join(f"{each.id} (collection {each.collection})" for each in found)
        raise LibraryError(f"{len(found)} documents are called {name!r}; give an id: {listed}.")
    return found[0]


def _summary(report: IngestReport) -> str:
    counts = {
        status: sum(outcome.status == status for outcome in report.outcomes)
        for status in ("added", "known", "failed")
    }
    if counts["known"] == len(report.outcomes):
        verb = "is" if counts["known"] == 1 else "are"
        return f"nothing to do: {counted(counts['known'], 'file')} {verb} already in the library"
    named = (("added", "added"), ("known", "already known"), ("failed", "failed"))
    parts = [f"{counts[status]} {words}" for status, words in named if counts[status]]
    return f"{', '.join(parts)} in {report.seconds:.1f} s"
