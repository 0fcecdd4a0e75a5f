"""Dates in the names and beginnings of documents, as ISO text: `2023`, `2023-05`, `2023-05-01`."""

from __future__ import annotations

import calendar
import re
from datetime import date

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_SHORT = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
_MONTH = "|".join((*_MONTHS, *_SHORT))
_YEAR = r"(?<!\d)((?:19|20)\d\d)"
_MONTH_DAY = r"([-_. ]?)(0[1-9]|1[0-2])(?:\2([0-2]\d|3[01]))?(?![^\W_])"  # not the 10 of `2018_10K`
_NAME = re.compile(rf"{_YEAR}(?:{_MONTH_DAY})?(?!\d)")
_ISO = re.compile(rf"{_YEAR}-(\d\d)-(\d\d)(?!\d)")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})\.?\s+({_MONTH})\.?,?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}}),?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_FISCAL = re.compile(r"(?<![a-z])fy[ _-]?(\d\d)(?!\d)", re.IGNORECASE)


def name_date(name: str) -> str:
    """The latest date in a file name, to the day, month or year; empty when there is none."""
    found = [
        text
        for match in _NAME.finditer(name)
        if (text := _iso(match[1], match[3], match[4])) is not None
    ]
    found += [f"20{match[1]}" for match in _FISCAL.finditer(name)]
    return max(found, default="")


def first_date(text: str) -> str:
    """The first full date (day, month, year) in a text; empty when there is none.

    Reads `2023-05-01`, `1 May 2023` and `May 1, 2023`; dates in figures alone, whose order differs
    between countries, are not read.
    """
    found: list[tuple[int, str]] = []
    for pattern, (year, month, day) in (
        (_ISO, (1, 2, 3)),
        (_DAY_FIRST, (3, 2, 1)),
        (_MONTH_FIRST, (3, 1, 2)),
    ):
        for match in pattern.finditer(text):
            number = _MONTHS.get(match[month].lower()) or _SHORT.get(match[month].lower())
            iso = _iso(match[year], f"{number or int(match[month]):02}", f"{int(match[day]):02}")
            if iso is not None:
                found.append((match.start(), iso))
                break
    return min(found)[1] if found else ""


def spoken(iso: str) -> str:
    """An ISO day, month or year as people write it: `3 March 2025`, `March 2025`, `2025`.

    '' stays ''. Raises ValueError for text that is none of them.
    """
    if not iso:
        return ""
    year, *rest = map(int, iso.split("-"))
    month, day = (*rest, 0, 0)[:2]
    date(year, month or 1, day or 1)  # raises
    named = f"{calendar.month_name[month]} {year}" if month else str(year)
    return f"{day} {named}" if day else named


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    """ISO text of what is given; None when there is no such day."""
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in (year, month, day) if part)
