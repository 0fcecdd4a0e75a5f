"""What an ingest writes to, and how a new build of the index becomes the current one."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexes.builds import Builds, Built, Manifest
from indexes.catalog import Catalog
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
        """Sweep what a crash left behind; index anew what another version has indexed."""
        abandoned = self.writer.discard_pending()
        if abandoned:
            log.warning("%d half-ingested documents were swept away.", len(abandoned))
        binned = {document.id for document, _ in self.catalog.binned()}
        self.originals.keep_only(self.catalog.ready_ids() | binned)
        self._renew()
        self.renew_names()
        self.builds.prune(self.catalog.build_id())
        if self.catalog.removing():
            self.finish_removal()

    def is_current(self) -> bool:
        """Whether the current build can be used, if there is one."""
        build_id = self.catalog.build_id()
        try:
            return not build_id or bool(self.builds.manifest(build_id))
        except LibraryError as error:
            log.warning("%s It is being made anew.", error)
            return False

    def _renew(self) -> None:
        """Make a build in the place of one that cannot be used."""
        if not self.is_current():
            self.publish(self.built_from_database(), Change())

    def renew_names(self) -> None:
        """Index the names that people gave since the current build was made."""
        build_id, names = self.catalog.build_id(), self.catalog.names_given()
        if build_id:
            current = self.builds.manifest(build_id)
            if current.given != {each: names[each] for each in names if each in current.ranges}:
                self.publish(self.built(), Change())

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

    def built(self) -> Built:
        """The current indexes, to be changed and published; made anew when they are damaged."""
        build_id = self.catalog.build_id()
        if build_id:
            try:
                return self.builds.open(build_id)
            except LibraryError as error:
                log.warning("%s It is being made anew.", error)
        return self.built_from_database()

    def built_from_database(self) -> Built:
        """The indexes of all ready documents, from their stored vectors and words."""
        ready = sorted(self.catalog.ready_ids())
        # the model that is set now may be another than the one that made the vectors
        stored = self.catalog.pooled(ready[0])[1].shape[1] if ready else 0
        built = Built.empty(stored or self.embedder().dimension)
        for document_id in ready:
            built.add(self.catalog, document_id)
        return built

    def apply(self, change: Change) -> None:
        """Make a change true at once; a new build is written only when documents come or leave."""
        if change.documents:
            built = self.built()
            for document_id in change.leaving:
                built.remove(document_id)
            for document_id in change.coming:
                built.add(self.catalog, document_id)
            build_id = self.publish(built, change, self.embedder() if change.added else None)
            self.builds.prune(build_id)
            if change.removed:
                self.originals.discard(set(change.removed))
        elif change:
            self.writer.move(change)

    def publish(self, built: Built, change: Change, embedder: Embedder | None = None) -> str:
        """Write the build, then make it current together with what it holds; return its id.

        Names that people gave meanwhile go into it. Older builds stay: inside another transaction
        the change is not final yet.

        embedder: what made the vectors; None when it is the one that the current build names.
        """
        names = self.catalog.names_given()
        for document_id in built.dense.ranges.keys() - set(change.coming):
            if names.get(document_id) != built.given.get(document_id):
                built.name(self.catalog, document_id)
        name, precision = self._made_by(embedder)
        manifest = Manifest(name, precision, built.dense.dimension, built.dense.ranges, built.given)
        build_id = self.builds.publish(built, manifest)
        self.writer.activate(change, build_id, name)
        return build_id

    def _made_by(self, embedder: Embedder | None) -> tuple[str, str]:
        """Name and precision of the model that made the vectors."""
        if embedder is None:
            try:
                current = self.builds.manifest(self.catalog.build_id())
                return current.embedder, current.precision
            except LibraryError:  # said when the build was made anew
                embedder = self.embedder()
            return self.catalog.embedder() or embedder.name, embedder.precision
        return embedder.name, embedder.precision


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
