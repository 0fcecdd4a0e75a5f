"""Where the values of a sentence stand that can be changed; the verifier's own code is not used."""

from __future__ import annotations

import re
from dataclasses import dataclass

MONTHS = """
    January February March April May June July August September October November December
    """.split()  # noqa: SIM905  # a list of literals would be five times as long to read
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)})\b(?: (?P<year>\d{{4}}))?"
    rf"|\b(?P<month2>{'|'.join(MONTHS)}) (?P<day2>\d{{1,2}}),? (?P<year2>\d{{4}})"
)
_NUMBER = re.compile(
    r"(?<![\w.,/:-])\d{1,3}(?:,\d{3})+(?![\w,]|\.\d)|(?<![\w.,/:-])\d+(?:\.\d+)?(?![\w:/]|[.,-]\d)"
)
SPELT = """
    two three four five six seven eight nine ten eleven twelve fifteen twenty thirty
    """.split()  # noqa: SIM905  # a list of literals would be five times as long to read
VALUES = (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 20, 30)
_SPELT = re.compile(rf"\b(?:{'|'.join(SPELT)})\b(?!-)", re.IGNORECASE)
_NAME = re.compile(r"(?<=[\w,] )[A-Z][a-z]{2,}(?: (?:[A-Z]\. )?[A-Z][a-z]{2,}){0,2}(?!\w)")
_NOT_NAMES = frozenset({*MONTHS, "The", "This", "These", "In", "Mr", "Mrs", "Dr"}) | frozenset(
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A value in a text. value: what two spots that say the same share. year: a bare year."""

    start: int
    end: int
    text: str
    value: str
    year: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A date in a text; year '' where not said."""

    start: int
    end: int
    day: int
    month: str
    year: str


def numbers(text: str) -> list[Spot]:
    """Numbers in figures or words, dates left out."""
    taken = [(each.start, each.end) for each in days(text)]
    found = []
    for match in (*_NUMBER.finditer(text), *_SPELT.finditer(text)):
        said = match.group()
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        value = said.replace(",", "")
        if said.lower() in SPELT:
            value = str(VALUES[SPELT.index(said.lower())])
        year = len(value) == 4 and said[:2] in ("17", "18", "19", "20") and "," not in said
        found.append(Spot(*match.span(), said, value, year))
    return sorted(found, key=lambda spot: spot.start)


def days(text: str) -> list[Day]:
    """Dates with day and month."""
    return [
        Day(
            *match.span(),
            int(match["day"] or match["day2"]),
            match["month"] or match["month2"],
            match["year"] or match["year2"] or "",
        )
        for match in _DATE.finditer(text)
    ]


def names(text: str) -> list[Spot]:
    """Runs of capitalised words inside a sentence."""
    return [
        Spot(*match.span(), match.group(), match.group())
        for match in _NAME.finditer(text)
        if not _NOT_NAMES & set(match.group().split())
    ]


def put(text: str, start: int, end: int, new: str) -> str:
    """The text with a span replaced."""
    return text[:start] + new + text[end:]
