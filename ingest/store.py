"""What an ingest writes to, and how a new build of the index becomes the current one."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexes.builds import Builds, Manifest
from indexes.catalog import Catalog
from indexes.dense import Dense
from indexes.embed import Embedder
from indexes.errors import LibraryError
from indexes.writer import CatalogWriter, Change
from ingest.originals import Originals

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Store:
    """Database, builds, originals and embedder of one library.

    embedder: called when the first text is embedded, so that looking costs no model.
    """

    catalog: Catalog
    writer: CatalogWriter
    builds: Builds
    originals: Originals
    embedder: Callable[[], Embedder]

    def tidy(self) -> None:
        """Sweep what a crash left behind."""
        abandoned = self.writer.discard_pending()
        if abandoned:
            log.warning("%d half-ingested documents were swept away.", len(abandoned))
        self.originals.keep_only(self.catalog.ready_ids())
        self.builds.prune(self.catalog.build_id())
        if self.catalog.removing():
            self.finish_removal()

    def finish_removal(self) -> None:
        """Take the last traces of removed documents off the disk."""
        self.builds.prune(self.catalog.build_id(), keep=1)
        self.writer.compact()

    def check_embedder(self) -> None:
        """Raise LibraryError when the library's vectors are of another model."""
        stored, name = self.catalog.embedder(), self.embedder().name
        if stored not in ("", name):
            raise LibraryError(
                f"The library was embedded with {stored}, not {name}; run `footnote rebuild` first."
            )

    def dense(self) -> Dense:
        """The current dense index, to be changed and published; made anew when it is damaged."""
        build_id = self.catalog.build_id()
        if build_id:
            try:
                return self.builds.open(build_id)
            except LibraryError as error:
                log.warning("%s It is being made anew.", error)
        return self.dense_from_database()

    def dense_from_database(self) -> Dense:
        """The dense index of all ready documents, from their stored vectors."""
        dense = Dense(self.embedder().dimension)
        for document_id in sorted(self.catalog.ready_ids()):
            dense.add(document_id, *self.catalog.pooled(document_id))
        return dense

    def apply(self, change: Change) -> None:
        """Make a change true at once; a new build is written only when documents come or leave."""
        if change.documents:
            dense = self.dense()
            for document_id in change.removed:
                dense.remove(document_id)
            for document_id in change.added:
                dense.add(document_id, *self.catalog.pooled(document_id))
            build_id = self.publish(dense, change, self.embedder() if change.added else None)
            self.builds.prune(build_id)
            for document_id in change.removed:
                self.originals.discard(document_id)
        elif change:
            self.writer.move(change)

    def publish(self, dense: Dense, change: Change, embedder: Embedder | None = None) -> str:
        """Write the build, then make it current together with what it holds; return its id.

        Older builds stay: inside another transaction the change is not final yet.

        embedder: what made the vectors; None when it is the one that the current build names.
        """
        if embedder is None and self.catalog.build_id():
            current = self.builds.manifest(self.catalog.build_id())
            name, precision = current.embedder, current.precision
        else:
            embedder = embedder or self.embedder()
            name, precision = embedder.name, embedder.precision
        manifest = Manifest(name, precision, dense.dimension, dense.ranges)
        build_id = self.builds.publish(dense, manifest)
        self.writer.activate(change, build_id, name)
        return build_id


@contextmanager
def disk_trouble(home: Path) -> Iterator[None]:
    """Say a full or failing disk as a LibraryError; what was published before stays."""
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        raise LibraryError(
            f"The library at {home} cannot be written to ({error}); free some space, or move it "
            "with FOOTNOTE_HOME, and run the same again: what is in it is safe."
        ) from error
