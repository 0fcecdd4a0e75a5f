"""The tutorial pipeline, asked for pages."""

from __future__ import annotations

from pathlib import Path

from benchmarks.filings_questions import DEPTH, Place
from benchmarks.tutorial import Tutorial


class PagedTutorial(Tutorial):
    """As `benchmarks.filings.Side` wants it."""

    def places(self, question: str) -> tuple[Place, ...]:
        found = self._nearest(question, DEPTH)
        return tuple((Path(str(c.metadata["source"])).stem, int(c.metadata["page"])) for c in found)
