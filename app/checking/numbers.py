"""Amounts in a text: figures, simple number words, percentages, money and units."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS = {
    "length": {
        0.001: "mm millimetre millimeter", 0.01: "cm centimetre centimeter",
        1.0: "m metre meter", 1000.0: "km kilometre kilometer", 0.3048: "ft foot feet",
        0.0254: "inch inche", 1609.344: "mile mi", 1852.0: "nm nmi", 0.9144: "yard yd",
        1.8288: "fathom",
    },
    "mass": {
        1e-6: "mg milligram", 1e-3: "g gram gramme", 1.0: "kg kilogram kilo kilogramme",
        1000.0: "t tonne ton", 0.45359237: "lb pound-weight", 0.0283495: "oz ounce",
    },
    "volume": {
        0.001: "ml millilitre milliliter", 0.01: "cl", 1.0: "l litre liter",
        3.785411784: "gallon",
    },
    "time": {
        0.001: "ms millisecond", 1.0: "s sec second", 60.0: "min minute",
        3600.0: "h hr hour", 86400.0: "day", 604800.0: "week", 2629800.0: "month",
        31557600.0: "year yr",
    },
    "share": {1.0: "% percent percentage pct"},
    "pressure": {1.0: "pa pascal", 1000.0: "kpa", 1e5: "bar", 100.0: "mbar millibar"},
    "temperature": {1.0: "°c celsius", 2.0: "°f fahrenheit", 3.0: "kelvin"},
    "power": {1.0: "w watt", 1000.0: "kw kilowatt", 1e6: "mw megawatt"},
    "energy": {1.0: "wh", 1000.0: "kwh", 1e6: "mwh"},
    "area": {1.0: "m² m2", 1e4: "ha hectare", 1e6: "km² km2", 4046.86: "acre"},
    "storage": {1.0: "kb kilobyte", 1e3: "mb megabyte", 1e6: "gb gigabyte", 1e9: "tb terabyte"},
    "speed": {1.0: "knot kn", 1.9438445: "m/s", 0.5399568: "km/h kph", 0.8689762: "mph"},
    "usd": {1.0: "$ usd dollar"},
    "eur": {1.0: "€ eur euro"},
    "gbp": {1.0: "£ gbp pound"},
    "jpy": {1.0: "¥ jpy yen"},
    "crown": {1.0: "crown cr"},
}  # fmt: skip
UNITS = {
    name: (dimension, factor)
    for dimension, scales in _UNITS.items()
    for factor, names in scales.items()
    for name in names.split()
}
"""Name of a unit, lower case and singular -> its dimension and its size in that dimension."""

_ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
    """.split()  # noqa: SIM905  # a list of literals would be five times as long to read
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: float(n) for n, word in enumerate(_ONES)} | {
    word: 10.0 * n for n, word in enumerate(_TENS, start=2)
}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

_WORDS = "|".join([*_SMALL, *_SCALES])
_SPELT = re.compile(
    rf"\b(?:(?:a|half a)\s+(?=(?:{'|'.join(_SCALES)})\b))?(?:{_WORDS})"
    rf"(?:(?:[\s-]+(?:and\s+)?)(?:{_WORDS}))*\b(?:\s+and a half\b)?",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?<![\w.,])(?<![^\W\d_]-)(?P<money>[$€£¥])?\s?(?P<sign>[-−](?=\d))?"
    r"(?P<digits>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d])"
    rf"(?:[\s-](?P<scale>{'|'.join(_SCALES)})s?\b)?",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"[\s\u00a0\u202f-]?(?P<unit>per\s?cent\b|%|°\s?[CF]\b|m/s\b|km/h\b|[$€£¥]|[^\W\d_]+[²2]?)"
)
_RANGE = re.compile(r"\s*(?:-|–|—|to|and|or)\s*\Z")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and what it counts. start, end: in the text, the unit included.

    unit: name of a known unit, or '' where none follows. soft: a bare `one`, which may well be a
    pronoun.
    """

    value: float
    unit: str
    start: int
    end: int
    soft: bool = False

    @property
    def dimension(self) -> str:
        """What the unit measures; '' without one."""
        return UNITS[self.unit][0] if self.unit else ""

    @property
    def size(self) -> float:
        """The value in the smallest common measure of its dimension; the value itself for none."""
        return self.value * UNITS[self.unit][1] if self.unit else self.value

    def same_number(self, other: Amount) -> bool:
        """Whether both are written with the same number, whatever it counts."""
        return _near(self.value, other.value)

    def agrees(self, other: Amount) -> bool:
        """Whether both say the same; a missing unit does not disagree."""
        if self.unit and other.unit:
            return self.dimension == other.dimension and _near(self.size, other.size)
        return self.same_number(other)


def amounts(text: str) -> list[Amount]:
    """Every amount of the text, in order; the first of a range takes the unit of the second."""
    found = [_figure(text, match) for match in _FIGURE.finditer(text)]
    taken = [(each.start, each.end) for each in found]
    for match in _SPELT.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.append(_spelt(text, match))
    found.sort(key=lambda each: each.start)
    for at in range(len(found) - 2, -1, -1):
        one, two = found[at], found[at + 1]
        if not one.unit and two.unit and _RANGE.match(text[one.end : two.start]):
            found[at] = Amount(one.value, two.unit, one.start, one.end)
    return found


def unit_of(word: str) -> str:
    """The unit that a word names, '' when none: `Metres` -> `metre`."""
    lower = word.lower()
    if re.fullmatch(r"per\s?cent", lower):
        return "%"
    lower = lower.replace("° ", "°")
    if word in ("M", "L", "T", "G", "S", "H", "W"):
        return ""
    if lower in UNITS:
        return lower
    return lower[:-1] if lower.endswith("s") and lower[:-1] in UNITS and len(lower) > 3 else ""


def _figure(text: str, match: re.Match[str]) -> Amount:
    value = float(re.sub(r"[,\u00a0\u202f]", "", match["digits"]))
    value *= _SCALES[match["scale"].lower()] if match["scale"] else 1.0
    value = -value if match["sign"] and not text[: match.start()].rstrip()[-1:].isdigit() else value
    if match["money"]:
        return Amount(value, match["money"], match.start(), match.end())
    unit, end = following_unit(text, match.end())
    return Amount(value, unit, match.start(), end)


def _spelt(text: str, match: re.Match[str]) -> Amount:
    unit, end = following_unit(text, match.end())
    soft = match.group().lower() == "one" and not unit
    return Amount(spelt_value(match.group()), unit, match.start(), end, soft)


def spelt_value(phrase: str) -> float:
    """`one thousand two hundred and fifty` -> 1250; the phrase holds number words alone."""
    total = current = 0.0
    for word in re.findall(r"[a-z]+", phrase.lower()):
        if word in _SMALL:
            current += _SMALL[word]
        elif word == "half":
            current += 0.5
        elif word == "hundred":
            current = (current or 1.0) * 100
        elif word in _SCALES:
            total += (current or 1.0) * _SCALES[word]
            current = 0.0
    return total + current


def following_unit(text: str, end: int) -> tuple[str, int]:
    """The known unit that stands at `end`, '' when none, and where it ends."""
    match = _UNIT.match(text, end)
    unit = unit_of(match["unit"]) if match else ""
    return (unit, match.end()) if match and unit else ("", end)


def _near(one: float, two: float) -> bool:
    return abs(one - two) <= 1e-9 * max(abs(one), abs(two), 1.0)
