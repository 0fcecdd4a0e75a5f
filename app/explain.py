"""How a search came to its hits, in words that the page and the command line share."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexes.choose import within
from indexes.types import Passed, Scores, Version, Window
from indexes.words import content_words, stem, words

if TYPE_CHECKING:
    from indexes.retrieve import Search

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Measure:
    """One of a window's scores. name: its field in Scores. title: what people read; doc: help."""

    name: str
    title: str
    doc: str


MEASURES = (
    Measure(
        "dense",
        "Meaning",
        "How close the passage is to the question in meaning: cosine, -1 to 1.",
    ),
    Measure(
        "lexical",
        "Words",
        "How many of the question's words the passage holds; rare words count more. BM25, from 0.",
    ),
    Measure(
        "routing",
        "Document",
        "How well the document itself fits: its name, title, headings and dates. 0 to 1.",
    ),
    Measure(
        "fused",
        "Together",
        "Meaning, words and document in one figure, with the support of the text around.",
    ),
    Measure(
        "rerank",
        "Second look",
        "A model read question and passage together; more is better. A dash: it did not look.",
    ),
)


STAGES = {
    "repeat": "Said already",
    "overlap": "Shown already",
    "rank": "Ranked lower",
    "budget": "Over the budget",
}
"""Reasons for which windows are left out, as in Passed.stage, with what people read."""


def measured(scores: Scores, name: str) -> float | None:
    """The score that a Measure names; None where it was not taken."""
    value: float | None = getattr(scores, name)
    return value


def figure(value: float | None) -> str:
    """Two decimals, or a dash."""
    return "\u2013" if value is None else f"{value:.2f}"


def by_stage(passed: Sequence[Passed]) -> Iterator[tuple[str, list[Passed]]]:
    """What was left out under its titles, in the order of the stages; unknown stages last."""
    titles = STAGES | {
        each.stage: each.stage.capitalize() for each in passed if each.stage not in STAGES
    }
    for name, title in titles.items():
        group = [each for each in passed if each.stage == name]
        if group:
            yield title, group


def shared_reason(group: Sequence[Passed]) -> str:
    """The reason that all of them have; '' when they differ."""
    reasons = {each.reason for each in group}
    return reasons.pop() if len(reasons) == 1 else ""


def version_name(version: Version) -> str:
    """`version 2024, newest of 3`, `version 2022, older of 2`."""
    return f"version {version.label}, {'newest' if version.newest else 'older'} of {version.of}"


def to_budget(search: Search, characters: int | None) -> Search:
    """The search with the hits that fit the budget; the others count as passed over."""
    if characters is None:
        return search
    kept = within(search.hits, characters)
    reason = f"The {characters:,} characters asked for were used up by better hits."
    cut = tuple(
        Passed(hit.window, hit.scores, "budget", reason) for hit in search.hits[len(kept) :]
    )
    return replace(search, hits=kept, passed=(*cut, *search.passed))


def asked_stems(question: str) -> frozenset[str]:
    """What the question's content words have in common with their other forms."""
    return frozenset(map(stem, content_words(question)))


def asked_words(text: str, stems: Collection[str]) -> list[tuple[int, int]]:
    """Start and end of each word of `text` that the question asks for, in order."""
    return [
        match.span()
        for match in _WORD.finditer(text)
        if any(stem(word) in stems for word in words(match.group()))
    ]


def centre_span(window: Window) -> tuple[int, int]:
    """Where in the window's text the chunk stands that was scored."""
    (centre,) = (chunk for chunk in window.chunks if chunk.id == window.centre)
    return centre.start - window.start, centre.end - window.start
