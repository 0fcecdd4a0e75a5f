"""Words and numbers of questions and passages, brought to forms that can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexes.words import STOP_WORDS, stem, words

_COUNTED = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty
    """.split()  # noqa: SIM905  # a list of literals would be longer to read
_NUMBER_WORDS = {word: float(number) for number, word in enumerate(_COUNTED)}
_AMOUNT = re.compile(
    r"(?<![\w.,:/-])(?P<sign>[$€£]?)\s?(?P<figure>\d+(?:,\d{3})*(?:\.\d+)?)(?![\d:/-])"
    r"(?P<mark>\s?%)?"
    rf"|\b(?P<word>{'|'.join(_COUNTED[1:])})\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"[\s-]*([^\W\d_]+)(?:\s+([^\W\d_]+))?")
_JOINERS = frozenset("working calendar paid full nautical square thousand million per".split())  # noqa: SIM905  # a list of literals is longer to read
YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%]|[.,]\d)")


def key(word: str) -> str:
    """A word as it is compared: its stem, lower case, without accents; figures as they are."""
    folded = words(word)
    return stem(folded[0]) if folded else ""


def keys(text: str) -> list[str]:
    """Every word of a text as it is compared, stop words included, in order."""
    return [stem(word) for word in words(text.replace("_", " "))]


def content(text: str) -> list[str]:
    """As `keys`, without stop words; empty when there is nothing else."""
    return [stem(word) for word in words(text.replace("_", " ")) if word not in STOP_WORDS]


def sentence_of(text: str) -> str:
    """A text as the end of a sentence: blanks single, no bullet, one full stop."""
    return f"{plain(text)}."


def plain(text: str) -> str:
    """A text within a sentence: blanks single, no bullet, no punctuation at the end."""
    single = re.sub(r"^(?:[•▪◦–*-]|\(?[a-z\d]{1,2}[.)])\s+", "", " ".join(text.split()))
    return single.rstrip(" .;,:")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a text. unit: what is counted, `working day` or `%`; '' where nothing is said.

    start:end: of the figure in the text.
    """

    value: float
    unit: str
    start: int
    end: int


def amounts(text: str) -> list[Amount]:
    """The numbers of a text in order, in figures or in words up to twenty; clock times left out."""
    found = []
    for match in _AMOUNT.finditer(text):
        word = (match["word"] or "").lower()
        value = _NUMBER_WORDS[word] if word else float(match["figure"].replace(",", ""))
        unit = match["sign"] or (match["mark"] or "").strip() or _unit(text, match.end())
        found.append(Amount(value, unit, match.start(), match.end()))
    return found


def _unit(text: str, at: int) -> str:
    """The word behind a number, in the singular, with what belongs to it: `working day`."""
    following = _NEXT.match(text, at)
    if not following or following[1].lower() in STOP_WORDS:
        return ""
    first, second = following[1], following[2] or ""
    if first.lower() in _JOINERS and second and second.lower() not in STOP_WORDS:
        return f"{first} {_singular(second)}"
    return _singular(first)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def shown(value: float) -> str:
    """A number for people: thousands set apart, at most two decimals."""
    rounded = round(value, 2)
    if rounded == int(rounded):
        return f"{int(rounded):,}"
    return f"{rounded:,.2f}".rstrip("0")


def counted(number: float, unit: str) -> str:
    """`3 working days`, `1 day`, `$3`, `3%`, `3 cr`."""
    if unit in ("$", "€", "£"):
        return f"{unit}{shown(number)}"
    if unit == "c":
        return f"{shown(number)} °C"
    if unit == "%":
        return f"{shown(number)}%"
    plural = number != 1 and len(unit) > 2 and unit.isascii() and unit not in _UNCOUNTED
    return f"{shown(number)} {unit}{'s' if plural and not unit.endswith('s') else ''}".strip()


_UNCOUNTED = frozenset({"per cent", "percent", "bar", "nok", "eur", "usd", "gbp", "people"})
