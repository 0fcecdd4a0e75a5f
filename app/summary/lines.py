"""The summary's sentences with what they stand on, and how they become one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.summary.choose import unnumbered
from app.summary.sections import Section
from app.summary.source import Source
from app.types import ITEM, Citation, Sentence, Verdict

LONG_FROM = 150
"""Passages from which on a document's summary is divided by its headings."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence. places: what it stands on, best first; their marks are not yet given.

    own: whether these are the document's own words.
    """

    text: str
    places: tuple[Citation, ...]
    verdict: Verdict
    own: bool

    @property
    def start(self) -> int:
        """Where in the document the first of its places is."""
        return self.places[0].start


def quoted(source: Source, at: int) -> Line:
    """Chunk `at` as a sentence of the summary."""
    text = unnumbered(" ".join(source.chunks[at].spoken.split()))
    return Line(text, (source.cite(0, at),), "supported", own=True)


def home(source: Source, sections: Sequence[Section], line: Line) -> Section:
    """The section that the line stands on."""
    return next(
        (each for each in sections if source.chunks[each.last - 1].end > line.start), sections[-1]
    )


def numbered(
    source: Source, sections: Sequence[Section], lines: Sequence[Line]
) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """The lines as a list, each with its marks; citations count from 1 in order of first use.

    A long document's list is divided by headings. Where the model has written some of the lines,
    the document's own words stand in quotation marks.
    """
    mixed = not all(line.own for line in lines)
    under_headings = len(source.chunks) >= LONG_FROM and len(sections) > 1
    citations: dict[tuple[int, int], Citation] = {}
    sentences: list[Sentence] = []
    heading = ""
    for line in lines:
        marks = []
        for place in line.places:
            key = (place.start, place.end)
            citations.setdefault(key, replace(place, mark=len(citations) + 1))
            marks.append(citations[key].mark)
        lead, before = ITEM, heading
        if under_headings:
            heading = _shown(home(source, sections, line))
            lead = f"\n\n**{heading}**\n{ITEM}" if heading != before else ITEM
        lead = lead if sentences else lead.lstrip("\n")
        text = f"\u201c{line.text}\u201d" if mixed and line.own else line.text
        sentences.append(Sentence(text, tuple(marks), line.verdict, lead))
    return tuple(sentences), tuple(citations.values())


def _shown(section: Section) -> str:
    heading = " ".join(section.heading.split())
    return heading[:1].upper() + heading[1:] if heading else "Further on"
