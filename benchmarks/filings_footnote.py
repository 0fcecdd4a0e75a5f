"""Footnote's retriever, asked for pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.build import open_footnote
from app.settings import Settings
from benchmarks.filings_questions import DEPTH, Place
from ingest.walk import gather


class PagedFootnote:
    """As `benchmarks.filings.Side` wants it."""

    def __init__(self, settings: Settings) -> None:
        self.footnote = open_footnote(settings)
        self._allowed: frozenset[str] = frozenset()

    def ingest(self, files: Sequence[Path]) -> None:
        held = {item.document.name for item in self.footnote.catalog.documents()}
        if missing := [file for file in files if file.name not in held]:
            report = self.footnote.ingest(gather(missing), self.footnote.settings.collection)
            for outcome in report.outcomes:
                if outcome.status == "failed":
                    raise RuntimeError(f"{outcome.source} did not go in: {outcome.reason}")
        self._allowed = self.footnote.catalog.ready_ids()
        self.footnote.retriever.search("first", 1, self._allowed)

    def places(self, question: str) -> tuple[Place, ...]:
        found = self.footnote.retriever.search(question, DEPTH, self._allowed)
        return tuple((Path(h.window.document.name).stem, h.window.page) for h in found.hits)
