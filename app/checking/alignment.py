"""Whether a value of a claim stands in the evidence where the claim puts it.

A value (a number, a name, a word with an opposite) is known by its neighbours. Where another value
of the same kind has neighbours in the evidence that fit the claim's much better than those of the
value itself, the claim has the two exchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from app.checking.terms import REMEMBERED, Reading, Term

REACH = 6
"""Neighbours on each side that count."""

OTHER_SIDE = 0.4
"""What a neighbour counts that stands on the other side in the evidence."""

FUNCTION_WEIGHT = 0.5
"""Of a function word, and only of one right beside the value."""

Matches = Callable[[Term, Term], bool]
Neighbours = dict[tuple[int, str], float]


@lru_cache(2 * REMEMBERED)
def _neighbours(reading: Reading, at: int) -> tuple[tuple[tuple[int, str], float], ...]:
    found: Neighbours = {}
    for side in (-1, 1):
        far = 0
        place = at + side
        while 0 <= place < len(reading.terms) and far < REACH:
            term = reading.terms[place]
            beside = abs(place - at) == 1
            if term.content or beside or term.kind == "bound":
                weight = (1.0 if term.content else FUNCTION_WEIGHT) / (1 + far)
                for part in term.parts or (term.key,):
                    key = (side, part)
                    found[key] = max(found.get(key, 0.0), weight)
            far += term.content
            place += side
    return tuple(found.items())


def neighbours(reading: Reading, at: int) -> Neighbours:
    """(side, key) -> weight of what stands around a term; the nearer, the more."""
    return dict(_neighbours(reading, at))


def fit(claim: Neighbours, evidence: Neighbours) -> float:
    """Share of the claim's neighbours that the evidence has, weighted, 0 to 1."""
    total = sum(claim.values())
    if not total:
        return 0.0
    shared = 0.0
    for (side, key), weight in claim.items():
        same = evidence.get((side, key), 0.0)
        other = OTHER_SIDE * evidence.get((-side, key), 0.0)
        shared += min(weight, max(same, other))
    return shared / total


def placed(
    claim: Reading, at: int, evidence: Reading, rivals: Iterable[int], matches: Matches
) -> tuple[float, float, int]:
    """How well the claim's term fits where the evidence has it, and where it has something else.

    rivals: places in the evidence of terms of the same kind. Returns the best fit among those that
    match (0 when none does), the best among the others, and the place of that other (-1: none).
    """
    mine = neighbours(claim, at)
    own, other, place = 0.0, 0.0, -1
    for rival in rivals:
        score = fit(mine, neighbours(evidence, rival))
        if matches(claim.terms[at], evidence.terms[rival]):
            own = max(own, score)
        elif score > other:
            other, place = score, rival
    return own, other, place
