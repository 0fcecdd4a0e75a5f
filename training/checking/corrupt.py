"""Corrupted claims: each maker changes one thing that a sentence says, and keeps the rest."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from training.checking.opposites import ANTONYMS, QUANTIFIERS, UNITS, UNLISTED
from training.checking.spots import MONTHS, Spot, days, names, numbers, put


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one document in reading order; `others` stand elsewhere, in other documents."""

    sentences: tuple[str, ...]
    source: str
    context: str
    others: tuple[str, ...]


Maker = Callable[[str, str, Passage, random.Random], str]
"""claim, the sentence that it was made from, its passage, chance -> corrupted claim, or ''."""

_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|can|may|must|should|will|would|does|do|did|has|have|had)\b(?! not|n't)"
)
_NEGATED = re.compile(r"\b(?:not|never) |\bno longer |n't\b|\bwithout\b|\b[Nn]o (?=[a-z])")
_PHRASE = re.compile(r"\b[Tt]he (?:[a-z]+ )?[a-z]{4,}\b")


def number_random(claim: str, origin: str, passage: Passage, rnd: random.Random) -> str:
    """A number for one that stands nowhere in the passage."""
    spots = numbers(claim)
    if not spots:
        return ""
    spot = rnd.choice(spots)
    known = {each.value for text in passage.sentences for each in numbers(text)}
    for _ in range(20):
        new = _changed(spot, rnd)
        if new.replace(",", "") not in known:
            return put(claim, spot.start, spot.end, new)
    return ""


def _changed(spot: Spot, rnd: random.Random) -> str:
    value = float(spot.value)
    if spot.year:
        return str(int(value) + rnd.choice((-30, -11, -7, -3, -2, -1, 1, 2, 4, 9, 20)))
    if value == int(value):
        new = max(1, int(value * rnd.uniform(0.3, 2.2)) + rnd.choice((-2, -1, 1, 2, 3)))
        return f"{new:,}" if "," in spot.text else str(new)
    return f"{value * rnd.uniform(0.3, 2.2) + 0.1:.{len(spot.value.split('.')[1])}f}"


def number_passage(claim: str, origin: str, passage: Passage, rnd: random.Random) -> str:
    """A number for another of the same passage, from another sentence."""
    own = {each.value for each in numbers(origin)}
    pairs = [
        (spot, other)
        for spot in numbers(claim)
        for text in passage.sentences
        if text != origin
        for other in numbers(text)
        if other.value not in own and other.year == spot.year
    ]
    return _exchange(claim, pairs, rnd)


def number_sentence(claim: str, origin: str, passage: Passage, rnd: random.Random) -> str:
    """Two numbers of one sentence exchanged, or one put in the other's place."""
    pairs = [
        (spot, other)
        for spot in numbers(claim)
        for other in numbers(origin)
        if other.value != spot.value and other.year == spot.year
    ]
    return _swap(claim, numbers(claim), rnd) or _exchange(claim, pairs, rnd)


def name_elsewhere(claim: str, origin: str, passage: Passage, rnd: random.Random) -> str:
    """A name for one of another document."""
    known = " ".join(passage.sentences)
    pool = [spot for text in passage.others for spot in names(text) if spot.text not in known]
    return _exchange(claim, [(spot, rnd.choice(pool)) for spot in names(claim) if pool], rnd)


def name_passage(claim: str, origin: str, passage: Passage, rnd: random.Random) -> str:
    """A name for another of the same passage."""
    pairs = [
        (spot, other)
        for spot in names(claim)
        for text in passage.sentences
        for other in names(text)
        if not set(other.text.split()) & set(origin.split())
    ]
    return _exchange(claim, pairs, rnd)


def roles(claim: str, origin: str, passage: Passage, rnd: random.Random) -> str:
    """Two names of a sentence exchanged, or two things that begin with `the`."""
    swapped = _swap(claim, names(claim), rnd)
    if swapped:
        return swapped
    things = [
        Spot(m.start() + 4, m.end(), m.group()[4:], m.group()[4:]) for m in _PHRASE.finditer(claim)
    ]
    return _swap(claim, things, rnd)


def date(claim: str, origin: str, passage: Passage, rnd: random.Random) -> str:
    """Another day, month or year."""
    found = days(claim)
    if not found:
        return ""
    each = rnd.choice(found)
    day, month, year = each.day, each.month, each.year
    what = rnd.choice(("day", "month", "year") if year else ("day", "month"))
    if what == "day":
        day = day % 28 + rnd.choice((1, 2, 3))
    elif what == "month":
        month = MONTHS[(MONTHS.index(month) + rnd.choice((1, 2, 3, 11))) % 12]
    else:
        year = str(int(year) + rnd.choice((-2, -1, 1, 2)))
    new = f"{day} {month} {year}".strip()
    if claim[each.start].isalpha():
        new = f"{month} {day}" + (f", {year}" if year else "")
    return put(claim, each.start, each.end, new)


def unit(claim: str, origin: str, passage: Passage, rnd: random.Random) -> str:
    """Another unit behind a number."""
    found = [
        (match.start(1), match.end(1), new)
        for old, new in UNITS
        for match in re.finditer(rf"\d\s?({re.escape(old)})(?![\w%])", claim)
    ]
    return put(claim, *rnd.choice(found)) if found else ""


def negation_added(claim: str, origin: str, passage: Passage, rnd: random.Random) -> str:
    """A `not` behind an auxiliary."""
    if _NEGATED.search(claim):
        return ""
    places = list(_AUXILIARY.finditer(claim))
    return put(claim, (end := rnd.choice(places).end()), end, " not") if places else ""


def negation_removed(claim: str, origin: str, passage: Passage, rnd: random.Random) -> str:
    """Without its only negation."""
    places = list(_NEGATED.finditer(claim))
    if len(places) != 1:
        return ""
    match = places[0]
    new = {"without": "with", "No ": "A ", "no ": "a "}.get(match.group(), "")
    return put(claim, match.start(), match.end(), new)


def antonym(claim: str, origin: str, passage: Passage, rnd: random.Random) -> str:
    """A word for its opposite."""
    return _turned(claim, ANTONYMS, rnd)


def antonym_unlisted(claim: str, origin: str, passage: Passage, rnd: random.Random) -> str:
    """A word for its opposite, of pairs that the verifier's table does not list."""
    return _turned(claim, UNLISTED, rnd)


def quantifier(claim: str, origin: str, passage: Passage, rnd: random.Random) -> str:
    """All for some, at least for at most, must for may."""
    found = [
        (match.start(), match.end(), new)
        for old, new in QUANTIFIERS
        for match in re.finditer(rf"(?<!at )\b{old}\b", claim, re.IGNORECASE)
    ]
    if not found:
        return ""
    start, end, new = rnd.choice(found)
    return put(claim, start, end, new.capitalize() if claim[start].isupper() else new)


def elsewhere(claim: str, origin: str, passage: Passage, rnd: random.Random) -> str:
    """Of the sentences of other documents the one with most words in common."""
    own = {word for word in " ".join(passage.sentences).lower().split() if len(word) > 3}
    return max(passage.others, key=lambda text: len(own & set(text.lower().split())), default="")


def _turned(claim: str, pairs: Sequence[tuple[str, str]], rnd: random.Random) -> str:
    both = [*pairs, *((two, one) for one, two in pairs)]
    found = [
        (match.start(), match.end(), new)
        for old, new in both
        for match in re.finditer(rf"\b{old}\b", claim)
    ]
    return put(claim, *rnd.choice(found)) if found else ""


def _exchange(claim: str, pairs: Sequence[tuple[Spot, Spot]], rnd: random.Random) -> str:
    if not pairs:
        return ""
    spot, other = rnd.choice(pairs)
    return put(claim, spot.start, spot.end, other.text)


def _swap(claim: str, spots: Sequence[Spot], rnd: random.Random) -> str:
    pairs = [
        (one, two)
        for at, one in enumerate(spots)
        for two in spots[at + 1 :]
        if one.value != two.value
        and one.year == two.year
        and not set(one.text.split()) & set(two.text.split())
        and not re.fullmatch(
            r"(?: ?[-–,] ?| and | or |, and |, or | to | and (?:Dr|the|Mr|Mrs) )",
            claim[one.end : two.start],
        )
    ]
    if not pairs:
        return ""
    one, two = rnd.choice(pairs)
    return put(put(claim, two.start, two.end, one.text), one.start, one.end, two.text)


MAKERS: dict[str, Maker] = {
    "number, random": number_random, "number, same passage": number_passage,
    "number, same sentence": number_sentence, "name, other document": name_elsewhere,
    "name, same passage": name_passage, "roles exchanged": roles, "date": date, "unit": unit,
    "negation added": negation_added, "negation removed": negation_removed, "antonym": antonym,
    "antonym, unlisted": antonym_unlisted, "quantifier": quantifier,
    "other document's sentence": elsewhere,
}  # fmt: skip
"""Name of a kind -> its maker."""
