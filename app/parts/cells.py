"""Cells of a column -> numbers of one unit, or dates; None where the column does not allow it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexes.dates import first_date

_BLANK = re.compile(r"(?:|-+|–|—|n/?a|none|nil|unknown|not \w+)", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<sign>[$€£])?\s?(?P<minus>[-−])?(?P<figure>\d(?:[\d.,]|[ \u00a0\u202f](?=\d{3}\b))*)"
    r"\s?(?P<unit>%|[^\W\d_]+(?:[ /²³]*[^\W\d_²³]+){0,2}[²³]?)?"
)
_UNITS = frozenset(
    """
    cr eur usd gbp nok sek dkk kr chf m km cm mm g kg t l ml c f h min s w kw kwh mwh mb gb tb bar
    pct percent litre litres hours days
    """.split()  # noqa: SIM905  # a list of literals would be longer to read
)
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,12})[)\]]\s*$")
_MONTHS = "january february march april may june july august september october november december"
_MONTH_YEAR = re.compile(
    rf"({'|'.join(m[:3] + '(?:' + m[3:] + ')?' for m in _MONTHS.split())})\.? ((?:19|20)\d\d)", re.I
)
_ISO = re.compile(r"(?:19|20)\d\d(?:-\d\d){0,2}(?=$|[T ])")


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column read as numbers. values: None where a cell is blank. unit: '' where none is said."""

    values: tuple[float | None, ...]
    unit: str


def numbers(column: str, held: Sequence[str], decimal_comma: bool) -> Numbers | None:
    """The column's numbers; None when a cell is neither a number nor blank, or units differ.

    decimal_comma: whether the table writes 2,5 for two and a half. None also when 1.250 or 1,250
    might be either a thousand or a fraction.
    """
    matches = [None if _BLANK.fullmatch(cell.strip()) else _NUMBER.fullmatch(cell) for cell in held]
    filled = [match for match in matches if match]
    blank = sum(1 for cell in held if _BLANK.fullmatch(cell.strip()))
    if len(filled) < 2 or len(filled) + blank < len(held):
        return None
    units = {(match["sign"] or match["unit"] or "").lower() for match in filled}
    if len(units) > 1 or any(match["sign"] and match["unit"] for match in filled):
        return None
    values = [_value(match, decimal_comma) if match else None for match in matches]
    if any(match and value is None for match, value in zip(matches, values, strict=True)):
        return None
    pointed = [match["figure"] for match in filled if "." in match["figure"]]
    if pointed and all(re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", figure) for figure in pointed):
        return None  # 1.250 alone: a thousand in some countries, a fraction in others
    return Numbers(tuple(values), units.pop() or named_unit(column))


def named_unit(column: str) -> str:
    """The unit in a column's name: `cr` of `price_cr`, `Price (cr)`, `Gas used, litres`."""
    bracketed = _BRACKETED.search(column)
    if bracketed:
        return bracketed[1].strip()
    last = re.split(r"[_,\s]+", column.strip())[-1].lower()
    return last if last in _UNITS and last != column.strip().lower() else ""


def without_unit(column: str) -> str:
    """The column's name without its unit: `price` of `price_cr`."""
    unit = named_unit(column)
    bare = _BRACKETED.sub("", column)
    if unit and bare == column:
        bare = column[: len(column.rstrip()) - len(unit)]
    return re.sub(r"[_\s]+", " ", bare).strip(" ,") or column


def has_decimal_comma(cells: Sequence[str]) -> bool:
    """Whether some cell can only be read with a comma before the fraction, as in 2,5."""
    return any(
        re.fullmatch(r"\D{0,3}\d{1,3}(?:\.\d{3})*,(?:\d|\d\d|\d{4,})\D{0,12}", c) for c in cells
    )


def _value(match: re.Match[str], decimal_comma: bool) -> float | None:
    figure = re.sub(r"[ \u00a0\u202f]", "", match["figure"]).rstrip(".,")
    thousands, point = (".", ",") if decimal_comma else (",", ".")
    whole, _, fraction = figure.partition(point)
    if thousands in fraction or point in fraction:
        return None
    if thousands in whole and not re.fullmatch(
        rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", whole
    ):
        return None
    if decimal_comma and len(fraction) == 3 and len(whole) <= 3 and thousands not in whole:
        return None  # 1,250: in such a table it may be either
    number = float(f"{whole.replace(thousands, '')}.{fraction or 0}")
    return -number if match["minus"] else number


def dates(held: Sequence[str]) -> tuple[str, ...] | None:
    """The cells as ISO dates, to the year, month or day; '' where a cell is none.

    None when fewer than four fifths of those that are filled are dates, or fewer than two.
    """
    found = tuple(_date(cell) for cell in held)
    filled = [cell for cell in held if not _BLANK.fullmatch(cell.strip())]
    read = sum(1 for date in found if date)
    return found if read >= 2 and read >= 0.8 * len(filled) else None


def _date(cell: str) -> str:
    if match := _ISO.match(cell):
        return match[0]
    if match := _MONTH_YEAR.fullmatch(cell.strip()):
        month = [name[:3] for name in _MONTHS.split()].index(match[1][:3].lower()) + 1
        return f"{match[2]}-{month:02}"
    return first_date(cell)
