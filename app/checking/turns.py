"""Checks on what turns a sentence round: negations, opposites, and values in each other's place."""

from __future__ import annotations

from collections.abc import Sequence

from app.checking.alignment import placed
from app.checking.checks import Finding, Outcome
from app.checking.polarity import allied, opposed
from app.checking.terms import Kind, Reading, Term

MARGIN = 0.2
"""By how much another value must fit better for the claim's to count as misplaced."""

LEAST_FIT = 0.34
"""Share of its neighbours with which a value is taken to be in the claim's place."""

EXCHANGE_MARGIN = 0.1
"""The same, of two plain words that each fit better in the other's place."""

EXCHANGED = 2
"""Words that must stand in another's place, unless two stand in each other's."""

SCOPE = 4
"""Content words behind a negation that it is taken to turn."""

HELD = 0.5
"""Share of a negation's weighted scope that the other side must have for it to be about it."""

_PLAIN = frozenset({"not", "no"})
_PASSIVE = frozenset({"wa", "were", "is", "ar", "i", "been", "be", "being"})
_ROLES: tuple[tuple[Kind, ...], ...] = (("amount",), ("date",), ("clock",), ("name", "code"))


def negation(claim: Reading, source: Reading) -> Finding:
    """What the claim negates the source negates, and the other way round."""
    mine, theirs = _unanswered(claim, source)
    for at in mine:
        outcome: Outcome = "fails" if _scope_held(claim, at, source) >= HELD else "doubtful"
        word = said(claim, at)
        return Finding("negation", outcome, f"`{word}` is not in the source", word)
    for at in theirs:
        if _scope_held(source, at, claim) >= HELD:
            word = said(source, at)
            return Finding("negation", "fails", f"the source says `{word}`", other=word)
    return Finding("negation", "stands")


def _scope(reading: Reading, at: int) -> dict[str, float]:
    """Stem -> weight of what a negation turns: content words behind it, and the one before."""
    found: dict[str, float] = {}
    weight = 1.0
    for place in range(at + 1, len(reading.terms)):
        if place in reading.breaks and found:
            break
        term = reading.terms[place]
        if term.content:
            found.setdefault(term.key, weight)
            weight *= 0.7
        if len(found) == SCOPE:
            break
    before = next((t for t in reversed(reading.terms[:at]) if t.content), None)
    if before:
        found.setdefault(before.key, 0.5)
    return found


def _scope_held(reading: Reading, at: int, other: Reading) -> float:
    scope = _scope(reading, at)
    total = sum(scope.values())
    held = other.stems | {term.key for term in other.terms}
    return sum(weight for key, weight in scope.items() if key in held) / total if total else 0.0


def _unanswered(claim: Reading, source: Reading) -> tuple[list[int], list[int]]:
    """The negations of each that the other lacks. One answers one, and shares part of its scope."""
    mine, theirs = claim.of("negation"), source.of("negation")
    pairs = sorted(
        ((_likeness(claim, one, source, two), one, two) for one in mine for two in theirs),
        key=lambda pair: -pair[0],
    )
    for likeness, one, two in pairs:
        if likeness > 0 and one in mine and two in theirs:
            mine.remove(one)
            theirs.remove(two)
    return mine, theirs


def _likeness(claim: Reading, one: int, source: Reading, two: int) -> float:
    """How likely two negations turn the same: by what they share, and their own word."""
    mine, theirs = _scope(claim, one), _scope(source, two)
    shared = sum(min(mine[key], theirs[key]) for key in mine.keys() & theirs.keys())
    words = {said(claim, one).lower(), said(source, two).lower()}
    return shared + (0.1 if len(words) == 1 and not words & _PLAIN else 0.0)


def opposites(claim: Reading, source: Reading) -> Finding:
    """No word of the claim stands where the source has its opposite: rise and fall, all and few."""
    for at, term in enumerate(claim.terms):
        if term.kind not in ("word", "bound", "negation"):
            continue
        rivals = [
            place
            for place, other in enumerate(source.terms)
            if other.kind == term.kind and (_same_side(term, other) or _turned(term, other))
        ]
        if all(_same_side(term, source.terms[place]) for place in rivals):
            continue
        own, other_fit, place = placed(claim, at, source, rivals, _same_side)
        present = any(_same_side(term, source.terms[each]) for each in rivals)
        least = own + MARGIN if present else LEAST_FIT
        if other_fit >= max(least, LEAST_FIT):
            word, other = said(claim, at), said(source, place)
            reason = f"`{word}`: the source says `{other}`"
            return Finding("opposites", "fails", reason, word, other)
        if not present:
            return Finding("opposites", "doubtful", "the source has an opposite")
    return Finding("opposites", "stands")


def _same_side(one: Term, two: Term) -> bool:
    return one.key == two.key or (one.kind == "word" and allied(one.key, two.key))


def _turned(one: Term, two: Term) -> bool:
    if one.kind == "bound":
        upper, lower = {"most", "less"}, {"least", "more"}
        return (one.key in upper and two.key in lower) or (one.key in lower and two.key in upper)
    return opposed(one.key, two.key)


def roles(claim: Reading, source: Reading, pool: Sequence[Reading]) -> Finding:
    """Each value of the claim stands among the neighbours that it has in the source.

    pool: the other sentences of the evidence. One of them contradicts where it holds more of the
    claim's words than the source does and has another value in the place.
    """
    for kinds in _ROLES:
        for at in claim.of(*kinds):
            own, other, place = placed(claim, at, source, _rivals(source, kinds), same_value)
            least = max(own + MARGIN, LEAST_FIT)
            if other > least and (own or _is_foreign(claim.terms[at], source)):
                if kinds[0] == "name" and _voice(claim) != _voice(source):
                    return Finding("roles", "doubtful", "one of the two is passive")
                return _misplaced(claim, at, source, place, "roles" if own else "rivals")
            for rival in better(claim, source, pool):
                best, fits, where = placed(claim, at, rival, rival.of(*kinds), same_value)
                if fits - max(own, best) > MARGIN and fits >= LEAST_FIT:
                    return _misplaced(claim, at, rival, where, "rivals")
    return Finding("roles", "stands")


def _rivals(source: Reading, kinds: Sequence[Kind]) -> list[int]:
    """Places of the terms of a kind; beside names, the word at the start, which may be one."""
    leading = [at for at, term in enumerate(source.terms) if term.leading and "name" in kinds]
    return [*source.of(*kinds), *leading]


def _is_foreign(term: Term, source: Reading) -> bool:
    """Whether it is a name of which some word stands nowhere in the source."""
    return any(part not in source.stems for part in term.parts)


def better(claim: Reading, source: Reading, pool: Sequence[Reading]) -> list[Reading]:
    """Sentences of the pool that hold more of the claim's plain words than the source does."""
    plain = frozenset(t.key for t in claim.terms if t.content and t.kind == "word")
    held = len(plain & source.stems)
    return [each for each in pool if len(plain & each.stems) > held]


def same_value(one: Term, two: Term) -> bool:
    """Whether two terms of one kind say the same, as far as both say it."""
    if one.amount and two.amount:
        return one.amount.agrees(two.amount)
    if one.date and two.date:
        return one.date.agrees(two.date)
    if one.parts and two.leading:
        return two.key in one.parts
    if one.parts and two.parts:
        mine, theirs = set(one.parts), set(two.parts)
        return mine <= theirs or theirs <= mine
    return one.key == two.key


def _misplaced(claim: Reading, at: int, source: Reading, place: int, check: str) -> Finding:
    word, other = said(claim, at), said(source, place)
    return Finding(check, "fails", f"{word}: the source has {other} there", word, other)


def exchanged(claim: Reading, source: Reading) -> Finding:
    """No two plain words of the claim stand in each other's place."""
    if _voice(claim) != _voice(source):
        return Finding("order", "stands")
    plain = [at for at in claim.of("word", "name") if claim.terms[at].content]
    rivals = [at for at in source.of("word", "name") if source.terms[at].content]
    instead: dict[str, str] = {}
    for at in plain:
        own, other, place = placed(claim, at, source, rivals, same_value)
        if own and other - own > EXCHANGE_MARGIN and other >= LEAST_FIT:
            instead[claim.terms[at].key] = source.terms[place].key
    keys = {claim.terms[at].key for at in plain}
    swapped = [key for key, other_key in instead.items() if other_key in keys]
    mutual = any(instead.get(other_key) == key for key, other_key in instead.items())
    if mutual or len(swapped) >= EXCHANGED:
        return Finding("order", "fails", "words of it are exchanged")
    return Finding("order", "stands")


def said(reading: Reading, at: int) -> str:
    """A term as it stands in the text."""
    return reading.text[reading.terms[at].start : reading.terms[at].end]


def _voice(reading: Reading) -> bool:
    keys = [term.key for term in reading.terms]
    return "by" in keys and bool(_PASSIVE & set(keys))
