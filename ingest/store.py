"""What an ingest writes to, and how a new build of the index becomes the current one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexes.builds import Builds, Manifest
from indexes.catalog import Catalog
from indexes.dense import Dense
from indexes.embed import Embedder
from indexes.errors import LibraryError
from indexes.writer import CatalogWriter
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

    def publish(
        self,
        dense: Dense,
        added: Sequence[str],
        removed: Sequence[str] = (),
        embedder: Embedder | None = None,
    ) -> str:
        """Write the build, then make it current together with what it holds; return its id.

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
        self.writer.activate(added, build_id, name, removed)
        self.builds.prune(build_id)
        return build_id
