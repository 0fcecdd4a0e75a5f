"""One check for each way in which a sentence can part from its source.

Each takes the claim's reading and the source's and returns what it found. A check says `fails`
where the source says something else or lacks a value that the claim states, `doubtful` where it
cannot tell, and `stands` otherwise, also where the claim has nothing of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from app.checking.terms import Reading, Term

Outcome = Literal["stands", "doubtful", "fails"]

FILLERS = frozenset(
    {"answer", "question", "sourc", "document", "text", "number", "amount", "total", "ye"}
)
"""Stems that an answer uses to speak of itself."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. check: its name. reason: a phrase, '' where it stands.

    said: the words of the claim that it is about, other: those of the source; '' where none.
    """

    check: str
    outcome: Outcome
    reason: str = ""
    said: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What counts as said beside the source. question: of the answer, when it is an open one.

    headings: with title and file name. around: these and the sentences just before the source.
    names: folded stems that are known to be names since they are capitalised inside a sentence.
    """

    question: Reading
    headings: Reading
    around: Reading
    names: frozenset[str]


def amounts(claim: Reading, source: Reading, setting: Setting) -> Finding:
    """Every number of the claim stands in the source, and not with another kind of unit."""
    for term in _terms(claim, "amount"):
        mine = term.amount
        if mine is None or mine.soft:
            continue
        theirs = [each.amount for each in _terms(source, "amount") if each.amount]
        if any(mine.agrees(each) for each in theirs):
            continue
        if not mine.unit and _is_year(mine.value, source, setting):
            continue
        excused = (*_terms(setting.question, "amount"), *_terms(setting.headings, "amount"))
        if any(each.amount and mine.agrees(each.amount) for each in excused):
            continue
        said = claim.text[term.start : term.end]
        other = next((each for each in theirs if each.same_number(mine)), None)
        if other:
            return Finding("units", "fails", f"{said}: the source counts in {other.unit}", said)
        return Finding("numbers", "fails", f"{said} is not in the source", said)
    return Finding("numbers", "stands")


def dates(claim: Reading, source: Reading, setting: Setting) -> Finding:
    """Every date and time of the claim stands in the source; missing parts may stand around it."""
    near = [*_terms(setting.question, "date"), *_terms(setting.headings, "date")]
    nearby = [*near, *_terms(setting.around, "date")]
    doubt = Finding("dates", "stands")
    for term in _terms(claim, "date", "clock"):
        if term.clock:
            missing = all(each.key != term.key for each in _terms(source, "clock"))
            if missing and term.key not in setting.question.stems:
                said = claim.text[term.start : term.end]
                return Finding("dates", "fails", f"{said} is not in the source", said)
            continue
        outcome = _date(term, source, near, nearby)
        said = claim.text[term.start : term.end]
        if outcome == "fails":
            return Finding("dates", "fails", f"{said} is not in the source", said)
        if outcome == "doubtful":
            doubt = Finding("dates", "doubtful", f"{said} says more than the source", said)
    return doubt


def _date(term: Term, source: Reading, near: Iterable[Term], nearby: Iterable[Term]) -> Outcome:
    """near: may stand in for the source. nearby: may complete a date that it gives in part."""
    mine = term.date
    assert mine is not None
    theirs = [each.date for each in _terms(source, "date") if each.date]
    around = [each.date for each in nearby if each.date]
    agreeing = [each for each in theirs if mine.agrees(each)]
    if any(not mine.beyond(each) for each in agreeing):
        return "stands"
    if agreeing:
        completed = any(mine.agrees(each) and each.year == mine.year for each in around)
        return "stands" if completed else "doubtful"
    bare_year = mine.year and not mine.month
    if bare_year and any(
        each.amount and each.amount.value == mine.year for each in _terms(source, "amount")
    ):
        return "stands"
    excused = [each.date for each in near if each.date]
    return "stands" if any(not mine.beyond(e) and mine.agrees(e) for e in excused) else "fails"


def names(claim: Reading, source: Reading, setting: Setting) -> Finding:
    """Every word of every name and code of the claim stands in the source or around it."""
    held = source.stems | _parts(source)
    near = held | setting.around.stems | setting.question.stems
    for term in claim.terms:
        parts = term.parts
        if term.leading and term.key in setting.names:
            parts = (term.key,)
        missing = [part for part in parts if not _held(part, near)]
        if missing:
            said = claim.text[term.start : term.end]
            return Finding("names", "fails", f"{said} is not in the source", said)
    return Finding("names", "stands")


def _held(part: str, stems: frozenset[str]) -> bool:
    if not part or part in stems:
        return True
    if len(part) == 1:
        return any(each.startswith(part) for each in stems)
    return part[0] in stems and part[0] not in "ai"  # an initial in the source


def _parts(reading: Reading) -> frozenset[str]:
    initials = {part for term in reading.terms for part in term.parts if len(part) == 1}
    return frozenset(initials | {term.key for term in reading.terms})


def _is_year(value: float, source: Reading, setting: Setting) -> bool:
    dated = (*_terms(source, "date"), *_terms(setting.headings, "date"))
    return any(each.date and each.date.year == value for each in dated)


def _terms(reading: Reading, *kinds: Literal["amount", "date", "clock", "name"]) -> list[Term]:
    return [term for term in reading.terms if term.kind in kinds]


def share(part: frozenset[str], held: frozenset[str]) -> float:
    """Share of the stems that are held, 0 to 1; 0 of none."""
    return len(part & held) / len(part) if part else 0.0
