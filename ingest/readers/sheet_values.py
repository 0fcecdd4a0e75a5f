"""Numbers of spreadsheets as people see them: the value in the cell's number format."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|(\[[^\]]*\]|_.|\*.)|([0#?][0#?,]*(?:\.[0#?]*)?,*|'
    r"\.[0#?]+)|(E[+-]0+)|(.)",
    re.DOTALL,
)
_CLOCK = re.compile(r"[hs]|AM/PM", re.IGNORECASE)
_QUIET = re.compile(r'"[^"]*"|\\.|\[\$[^\]]*\]|_.|\*.', re.DOTALL)
_MOST_DIGITS = 15  # that Excel keeps of a number


@dataclass(frozen=True, slots=True)
class _Picture:
    """A number format taken apart.

    before, after: literal text around the number. least, most: decimals. whole: digits at least
    before the point. scale: what the value is multiplied by.
    """

    before: str
    after: str
    least: int
    most: int
    whole: int
    thousands: bool
    scale: float


def number_shown(value: float, code: str, epoch: datetime = WINDOWS_EPOCH) -> str:
    """A number in a number format such as "0.0%" or "yyyy-mm-dd".

    Dates are ISO dates, with the time of day if the format has one; a percentage has a space
    before its sign. Formats that are not understood show the plain number. epoch: the day 0.
    """
    if not math.isfinite(value):
        return str(value)
    if _is_moment(code):
        return _moment(value, code, epoch)
    section, shown = _section(_sections(code), value)
    picture = _picture(section)
    return _plain(value) if picture is None else _drawn(shown, picture)


def moment_shown(value: date | time | timedelta, clock: bool = True) -> str:
    """A date, time of day or duration. clock: whether a date's time of day is shown."""
    if isinstance(value, datetime):
        day = value.date().isoformat()
        return f"{day} {_hours(value.time())}" if clock else day
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
        tail = f":{seconds % 60:02d}" if seconds % 60 else ""
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}{tail}"
    return _hours(value) if isinstance(value, time) else value.isoformat()


def _hours(value: time) -> str:
    return value.strftime("%H:%M:%S" if value.second else "%H:%M")


def _moment(value: float, code: str, epoch: datetime) -> str:
    try:
        found = from_excel(value, epoch, timedelta=is_timedelta_format(code))
    except (ValueError, OverflowError):
        return _plain(value)
    if found is None:
        return _plain(value)
    if isinstance(found, datetime):
        found = _whole_second(found)
    return moment_shown(found, clock=_has_clock(code))


@lru_cache(maxsize=1024)
def _is_moment(code: str) -> bool:
    return is_date_format(code)


@lru_cache(maxsize=1024)
def _has_clock(code: str) -> bool:
    return _CLOCK.search(_QUIET.sub("", code)) is not None


def _whole_second(value: datetime) -> datetime:
    later = value + timedelta(microseconds=500_000)
    return later.replace(microsecond=0)


def _plain(value: float) -> str:
    """A number without format: no ".0", no exponent where it can be avoided."""
    if value == int(value) and abs(value) < 10**_MOST_DIGITS:
        return str(int(value))
    shown = f"{value:.{_MOST_DIGITS}g}"
    if "e" in shown and 1e-12 < abs(value) < 1:
        shown = f"{value:.20f}".rstrip("0")
    return shown


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[str, ...]:
    """The formats for positive, negative and zero values, as far as given."""
    sections, quoted = [""], False
    for character in code:
        quoted ^= character == '"'
        if character == ";" and not quoted:
            sections.append("")
        else:
            sections[-1] += character
    return tuple(sections)


def _section(sections: tuple[str, ...], value: float) -> tuple[str, float]:
    """The section that shows a value, and the value that it shows."""
    if any(mark in sections[0] for mark in ("[<", "[>", "[=")):
        return "General", value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


@lru_cache(maxsize=1024)
def _picture(section: str) -> _Picture | None:
    """A section taken apart; None for General, text, fractions and exponents."""
    if "general" in section.lower() or not section.strip():
        return None
    before, after, digits, scale = "", "", "", 1.0
    for quoted, escaped, currency, silent, number, exponent, literal in _TOKEN.findall(section):
        if exponent or literal in ("/", "@") or (number and digits):
            return None
        if silent:
            continue
        if number:
            digits = number
            continue
        text = quoted or escaped or currency or literal
        if literal == "%":
            scale *= 100
            text = " %"
        before, after = (before, after + text) if digits else (before + text, after)
    if not digits:
        return _Picture(before, after, 0, 0, 0, False, 0) if before.strip() else None
    scale /= 1000 ** (len(digits) - len(digits.rstrip(",")))
    whole, _, decimals = digits.rstrip(",").partition(".")
    thousands = "," in whole
    return _Picture(
        before, after, decimals.count("0"), len(decimals), whole.count("0"), thousands, scale
    )


def _drawn(value: float, picture: _Picture) -> str:
    if not picture.scale:
        return picture.before.strip()
    shown = f"{abs(value * picture.scale):{',' if picture.thousands else ''}.{picture.most}f}"
    whole, _, decimals = shown.partition(".")
    kept = decimals[: picture.least] + decimals[picture.least :].rstrip("0")
    whole = whole.zfill(picture.whole) if not picture.thousands else whole
    sign = "-" if value < 0 and any(digit in "123456789" for digit in shown) else ""
    number = f"{whole}.{kept}" if kept else whole
    return " ".join(f"{sign}{picture.before}{number}{picture.after}".replace("  %", " %").split())
