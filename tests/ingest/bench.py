"""A library in a folder, read without a sandbox, and what is needed to look into it."""

from __future__ import annotations

from pathlib import Path

from indexes.builds import Builds
from indexes.catalog import Catalog
from indexes.embed import Embedder
from indexes.retrieve import Retriever
from indexes.writer import CatalogWriter
from ingest.originals import Originals
from ingest.pipeline import Library
from ingest.prepare import Opener
from ingest.report import IngestReport, Listener
from ingest.shelving import Memory
from ingest.store import Store
from ingest.walk import gather
from tests.fakes import DirectOpener, HashingEmbedder


class Bench:
    """A library in a folder, and what is needed to look into it."""

    def __init__(
        self,
        home: Path,
        embedder: Embedder | None = None,
        max_file_mb: int = 200,
        opener: Opener | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.home = home
        self.embedder = embedder or HashingEmbedder()
        self.catalog = Catalog(home / "footnote.sqlite3")
        self.builds = Builds(home / "builds")
        store = Store(
            self.catalog, CatalogWriter(self.catalog), self.builds, Originals(home / "originals"),
            lambda: self.embedder,
        )  # fmt: skip
        self.library = Library(home, store, opener or DirectOpener(), max_file_mb, 2, memory)
        self.retriever = Retriever(self.catalog, self.builds, lambda: self.embedder)

    def ingest(self, *paths: Path, listener: Listener | None = None) -> IngestReport:
        return self.library.add(gather(paths), "default", "local", listener)

    def add(self, *paths: Path, collection: str = "default") -> dict[str, str]:
        """What became of each file, by its name."""
        report = self.library.add(gather(paths), collection, "local")
        return {Path(outcome.source).name: outcome.status for outcome in report.outcomes}

    def names(self) -> list[str]:
        """Names of the ready documents, sorted."""
        return sorted(listing.document.name for listing in self.catalog.documents())

    def ask(self, question: str) -> list[str]:
        hits = self.retriever.search(question, 5, self.catalog.ready_ids()).hits
        return [hit.window.document.name for hit in hits if hit.coverage > 0]
