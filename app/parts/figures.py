"""What a question about a table asks to be worked out, and over which of its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Work = Literal["count", "sum", "mean", "highest", "lowest", "list"]

_HOW_MANY = re.compile(r"^(?:in total,? )?how many (?P<rest>.+)$", re.IGNORECASE)
_NUMBER_OF = re.compile(
    r"^(?:what (?:is|was)|count) (?:the )?(?:total )?number of (?P<rest>.+)$", re.I
)
_MEAN = re.compile(r"\b(?:average|mean)\b|\bon average\b", re.IGNORECASE)
_SUM = re.compile(
    r"\b(?:total|altogether|in all|in sum|sum of|summed|add up to|combined)\b", re.IGNORECASE
)
_HIGH = """
    highest largest greatest biggest maximum max latest newest deepest longest warmest hottest
    heaviest
    """.split()  # noqa: SIM905  # a list of literals would be longer to read
_LOW = "lowest smallest least minimum min cheapest earliest shallowest shortest coldest".split()  # noqa: SIM905  # a list of literals would be longer to read
_MOST = re.compile(
    r"\b(?:most expensive|costliest|dearest|(?:cost|costs|costing) (?:the )?most)\b", re.I
)
_IMPLIED = {
    "deepest": "deep", "shallowest": "deep", "longest": "long", "shortest": "long",
    "warmest": "temp", "hottest": "temp", "coldest": "temp", "cheapest": "price",
    "heaviest": "weight", "newest": "date", "latest": "date", "earliest": "date",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for a table. rest: its words without those that say what to work out.

    distinct: whether different values are counted.
    """

    work: Work
    rest: str
    distinct: bool = False


_DISTINCT = re.compile(r"\b(?:different|distinct|various)\b", re.IGNORECASE)


def asked(question: str) -> Asked | None:
    """What the question asks to be counted or worked out; None when nothing is."""
    bare = question.strip().rstrip("?. ")
    many = _HOW_MANY.match(bare) or _NUMBER_OF.match(bare)
    if _MEAN.search(bare):
        return Asked("mean", _MEAN.sub(" ", bare)) if not many else None
    best = _superlative(bare)
    if best:
        return None if many else best
    if many:
        work: Work = "sum" if _SUM.search(bare) else "count"
        rest = _SUM.sub(" ", many["rest"])
        return Asked(work, _DISTINCT.sub(" ", rest), bool(_DISTINCT.search(rest)))
    if _SUM.search(bare):
        return Asked("sum", _SUM.sub(" ", bare))
    return None


def _superlative(bare: str) -> Asked | None:
    if match := _MOST.search(bare):
        return Asked("highest", f"{bare[: match.start()]} price {bare[match.end() :]}")
    found = re.search(rf"\b({'|'.join((*_HIGH, *_LOW))})\b", bare, re.IGNORECASE)
    if not found:
        return None
    word = found[1].lower()
    work: Work = "highest" if word in _HIGH else "lowest"
    rest = f"{bare[: found.start()]} {_IMPLIED.get(word, '')} {bare[found.end() :]}"
    return Asked(work, rest)
