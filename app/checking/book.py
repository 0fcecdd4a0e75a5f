"""Footnotes: numbered in order of first use, one for each place."""

from __future__ import annotations

from dataclasses import replace

from app.checking.candidates import Candidate
from app.types import Citation, Verdict

RANK: dict[Verdict, int] = {"unsupported": 0, "weak": 1, "supported": 2}


class Book:
    """Numbers citations; the same place is one citation."""

    def __init__(self) -> None:
        self._marks: dict[tuple[str, int, int], Citation] = {}

    def mark(self, candidate: Candidate, verdict: Verdict) -> int:
        """The number of the place, given now if it has none; the best verdict is kept."""
        key = (candidate.chunk.document_id, candidate.start, candidate.end)
        known = self._marks.get(key)
        if known is None:
            self._marks[key] = _cite(len(self._marks) + 1, candidate, verdict)
        elif RANK[verdict] > RANK[known.verdict]:
            self._marks[key] = replace(known, verdict=verdict)
        return self._marks[key].mark

    def citations(self) -> tuple[Citation, ...]:
        """All of them, in order of their numbers."""
        return tuple(self._marks.values())


def _cite(mark: int, candidate: Candidate, verdict: Verdict) -> Citation:
    window, chunk = candidate.window, candidate.chunk
    quote = chunk.text[candidate.start - chunk.start : candidate.end - chunk.start]
    return Citation(
        mark=mark,
        document=window.document.name,
        document_id=window.document.id,
        title=window.document.title,
        page=chunk.page,
        start=candidate.start,
        end=candidate.end,
        quote=quote,
        context=window.text,
        verdict=verdict,
        page_count=window.document.page_count,
    )
