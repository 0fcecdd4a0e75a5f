"""How badly an answer wants a reviewer: a sum of what speaks against it, with the reasons.

| what is seen                                  | adds                                 |
|-----------------------------------------------|--------------------------------------|
| thumbs down: wrong, or not in source          | 6, and 1 for each further person     |
| thumbs down: incomplete, other, or no reason  | 4, and 1 for each further person     |
| thumbs down: slow                             | 1, once: no reviewer can mend it     |
| a correction, whatever the thumb              | 2                                    |
| a question that failed                        | 3                                    |
| unsupported sentences                         | 3 times their share                  |
| weak sentences                                | 1.5 times their share                |
| answered, with no passage over LOW_SIMILARITY | 1                                    |
| thumbs up, and no thumbs down                 | -2, but 0.1 is left at least         |
| the same question n times in the queue        | the base-2 logarithm of n, at most 3 |

An answer waits only with something of the first eight rows, an abstention only with a thumb down or
a correction: most abstentions are right.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.records import Opinion
from app.tracing.types import Row

LOW_SIMILARITY = 0.36
"""Cosine of question and window below which a window is evidence by its words alone; as in
`app.plain`."""

GRAVE = frozenset({"wrong", "not in source"})
LEAST = 0.1
MOST_REPETITION = 3.0

_COMPLAINTS = {
    "wrong": "wrong",
    "not in source": "not in the source",
    "incomplete": "incomplete",
    "other": "other",
}


@dataclass(frozen=True, slots=True)
class Scored:
    """points: 0 for an answer that waits for nobody. reasons: the gravest first."""

    points: float
    reasons: tuple[str, ...]


NOTHING = Scored(0.0, ())


def score(row: Row, opinions: Sequence[Opinion]) -> Scored:
    """What speaks against an answer. opinions: those on this answer alone."""
    told = [*_said(opinions), *_seen(row)] if opinions else _seen(row)
    if not told:
        return NOTHING
    points = sum(weight for weight, _ in told)
    reasons = [reason for _, reason in sorted(told, key=lambda each: -each[0])]
    if any(each.liked for each in opinions) and all(each.liked for each in opinions):
        points = max(LEAST, points - 2)
        reasons.append("Liked all the same.")
    return Scored(round(points, 3), tuple(reasons))


def repeated(times: int) -> float:
    """What is added for a question that stands in the queue `times` times, from 1."""
    return min(MOST_REPETITION, math.log2(times))


def _said(opinions: Sequence[Opinion]) -> list[tuple[float, str]]:
    told: list[tuple[float, str]] = []
    against = [each for each in opinions if not each.liked]
    grave = [each for each in against if each.complaint in GRAVE]
    other = [each for each in against if each.complaint not in GRAVE and each.complaint != "slow"]
    if counted := grave or other:
        complaints = [_COMPLAINTS[each.complaint] for each in grave + other if each.complaint]
        points = (6.0 if grave else 4.0) + len(grave + other) - 1
        told.append((points, _thumbs(len(grave + other), complaints)))
    if not counted and against:
        told.append((1.0, "Thumbs down: slow."))
    if any(each.correction for each in opinions):
        told.append((2.0, "Corrected by who asked."))
    return told


def _thumbs(count: int, complaints: Sequence[str]) -> str:
    times = f" {count} times" if count > 1 else ""
    named = ", ".join(dict.fromkeys(complaints))
    return f"Thumbs down{times}: {named}." if named else f"Thumbs down{times}."


def _seen(row: Row) -> list[tuple[float, str]]:
    if row.outcome == "failed":
        return [(3.0, f"Failed: {row.error}." if row.error else "Failed.")]
    if row.outcome != "answered":
        return []
    told: list[tuple[float, str]] = []
    counts = row.counts
    if counts.unsupported:
        points = 3.0 * counts.unsupported / counts.all
        told.append((points, _share(counts.unsupported, counts.all, "unsupported")))
    if counts.weak:
        told.append((1.5 * counts.weak / counts.all, _share(counts.weak, counts.all, "weak")))
    if 0 < row.shape.similarity < LOW_SIMILARITY:
        told.append((1.0, f"Low support: best similarity {row.shape.similarity:.2f}."))
    return told


def _share(part: int, whole: int, verdict: str) -> str:
    noun = "sentence" if whole == 1 else "sentences"
    return f"{part} of {whole} {noun} {verdict}."
