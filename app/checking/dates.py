"""Dates and times of day in a text, whole or partial, however they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.checking.numbers import following_unit

_MONTHS = """
    january february march april may june july august september october november december
    """.split()  # noqa: SIM905  # a list of literals would be five times as long to read
_MONTH_OF = {name: n for n, name in enumerate(_MONTHS, 1)}
_MONTH_OF |= {name[:3]: n for n, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|(?:{'|'.join(m[:3] for m in _MONTHS)}|sept)\b\.?)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[1-9]\d\d|20\d\d)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>\d{4})-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b",
        r"\b(?P<day>[0-3]?\d)\.(?P<month>[01]?\d)\.(?P<year>\d{4})\b",
        r"\b(?P<day>[0-3]?\d)/(?P<month>[01]?\d)/(?P<year>\d{4})\b",
        rf"\b(?P<first>[0-3]?\d)(?:st|nd|rd|th)?\s?(?:-|–|to|and|until)\s?{_DAY}\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?\b",
        rf"\b{_DAY}(?:\sday)?\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?(?!\w)",
        rf"\b{_MONTH}\s{_DAY}(?:,?\s{_YEAR}\b|(?!\d|[.,]\d))",
        rf"\b{_MONTH},?\s(?:of\s)?{_YEAR}\b",
    )
)
_BARE_MONTH = re.compile(
    r"\b(?P<month>January|February|April|June|July|August|September|October|November|December)\b"
    r"|\b(?:in|of|by|until|since|during|from|to|and|before|after|mid|early|late|last)[\s-]"
    r"(?P<other>March|May)\b"
)
_BARE_YEAR = re.compile(rf"(?<![\w.,$€£/-]){_YEAR}s?(?![\w,.]*\d|\s?%)(?!\w)")
_CLOCK = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-4])(?:(?P<colon>[:.])(?P<minute>[0-5]\d))?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?(?![\d:])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Date:
    """A day, or what is said of it. year, month, day: 0 where not said. start, end: in the text."""

    year: int
    month: int
    day: int
    start: int
    end: int

    def agrees(self, other: Date) -> bool:
        """Whether both name something and contradict in nothing."""
        pairs = tuple(zip(self._parts, other._parts, strict=True))
        both = [(one, two) for one, two in pairs if one and two]
        return bool(both) and all(one == two for one, two in both)

    def beyond(self, other: Date) -> bool:
        """Whether it says more than the other: 14 March 2025 than March 2025."""
        return any(one and not two for one, two in zip(self._parts, other._parts, strict=True))

    @property
    def _parts(self) -> tuple[int, int, int]:
        return self.year, self.month, self.day


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in minutes after midnight. start, end: in the text."""

    minutes: int
    start: int
    end: int


def dates(text: str) -> list[Date]:
    """Every date of the text, in order. A four-digit number from 1100 to 2099 counts as a year."""
    found: list[Date] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if _free(found, match):
                found += _read(match)
    for match in _BARE_MONTH.finditer(text):
        name = "month" if match["month"] else "other"
        if _free(found, match):
            found.append(Date(0, _MONTH_OF[match[name].lower()], 0, *match.span(name)))
    for match in _BARE_YEAR.finditer(text):
        if _free(found, match) and not following_unit(text, match.end())[0]:
            found.append(Date(int(match["year"]), 0, 0, *match.span()))
    return sorted(found, key=lambda each: each.start)


def clocks(text: str) -> list[Clock]:
    """Times of day: `08:15`, `8.15 pm`, `9 a.m.`; a point needs am or pm behind it."""
    found = []
    for match in _CLOCK.finditer(text):
        half, colon = match["half"], match["colon"]
        if not half and colon != ":":
            continue
        hour = int(match["hour"])
        if half:
            hour = hour % 12 + (12 if half.lower() == "p" else 0)
        found.append(Clock(hour * 60 + int(match["minute"] or 0), *match.span()))
    return found


def _free(found: list[Date], match: re.Match[str]) -> bool:
    return not any(each.start < match.end() and match.start() < each.end for each in found)


def _read(match: re.Match[str]) -> list[Date]:
    """The date of a match; two where it is a range of days. Nothing for a day that cannot be."""
    parts = match.groupdict()
    month = _month(parts["month"])
    day, year = int(parts.get("day") or 0), int(parts.get("year") or 0)
    if not 1 <= month <= 12 or day > 31:
        return []
    start, end = match.span()
    if not parts.get("first"):
        return [Date(year, month, day, start, end)]
    cut = match.end("first")
    return [
        Date(year, month, int(parts["first"]), start, cut),
        Date(year, month, day, match.start("day"), end),
    ]


def _month(said: str) -> int:
    return int(said) if said.isdigit() else _MONTH_OF[said.lower().rstrip(".")]
