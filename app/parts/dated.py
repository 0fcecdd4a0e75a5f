"""The date that a question names: a year, a month or a day."""

from __future__ import annotations

import re
from calendar import month_name

_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if number}
_YEAR = re.compile(r"(?:19|20)\d\d")


def date_of(said: list[str]) -> tuple[str, str, tuple[int, ...]] | None:
    """The one date of a question as ISO text, as it is told, and the places of its words.

    Empty where there is none; None for several, and for a month without its year behind it.
    """
    years = [i for i, word in enumerate(said) if _YEAR.fullmatch(word)]
    months = [i for i, word in enumerate(said) if word in _MONTHS and (word != "may" or i)]
    if not years and not months:
        return "", "", ()
    if len(years) != 1 or len(months) > 1 or (months and months[0] != years[0] - 1):
        return None
    year = said[years[0]]
    if not months:
        return year, year, (years[0],)
    at, month = months[0], said[months[0]]
    iso, told = f"{year}-{_MONTHS[month]:02}", f"{month.capitalize()} {year}"
    if at and re.fullmatch(r"[0-3]?\d", said[at - 1]):
        return f"{iso}-{int(said[at - 1]):02}", f"{int(said[at - 1])} {told}", (at - 1, at, at + 1)
    return iso, told, (at, at + 1)
