"""A number in a question against a number or a limit in a sentence, of the same unit."""

from __future__ import annotations

import re
from typing import Literal

from app.parts.clauses import bare, covers, others, told, wanted
from app.parts.kinds import YesNo
from app.parts.terms import Amount, amounts

Verdict = Literal["Yes", "No"]

_UPPER = re.compile(
    r"\b(?:at most|no more than|not more than|up to|a maximum of|maximum|(?:not|never) exceed|"
    r"may hold|limited to|not (?:longer|later) than)\b",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"\b(?:at least|no fewer than|not less than|a minimum of|minimum)\b", re.IGNORECASE
)
_OPEN = re.compile(
    r"\b(?:only|unless|except|exceptions?|if|when|about|almost|nearly|normally|usually|until|"
    r"before|after|more|less|fewer|over|under|above|below|than|within|every|each|per)\b",
    re.IGNORECASE,
)
_CONDITIONS = re.compile(r"\b(?:only|unless|except|exceptions?|if|when|whenever)\b", re.IGNORECASE)
_OVER = re.compile(r"\b(?:(?:more|longer) than|above|exceed|(?<!carry )over)\s*$", re.IGNORECASE)
_UNDER = re.compile(r"\b(?:(?:less|fewer|shorter) than|under|below)\s*$", re.IGNORECASE)
MOST_BESIDE = 6
"""Content words that a sentence with a limit may hold beside the claim's."""


def limited(kind: YesNo, reason: str, around: frozenset[str] = frozenset()) -> Verdict | None:
    """A number in the question against `at most` or `at least` in the reason; None if not sure."""
    asked, held = amounts(kind.claim), amounts(reason)
    if len(asked) > 1:
        alike = {(a.value, a.unit) for a in asked} & {(a.value, a.unit) for a in held}
        asked = [a for a in asked if (a.value, a.unit) not in alike]
    if len(asked) != 1 or not asked[0].unit or _CONDITIONS.search(reason) or not _allows(kind):
        return None
    number = asked[0]
    bounds = [
        (amount, upper)
        for pattern, upper in ((_UPPER, True), (_LOWER, False))
        for match in pattern.finditer(reason)
        for amount in held
        if 0 <= amount.start - match.end() <= 3
    ]
    same = [(amount, upper) for amount, upper in bounds if _unit(amount) == _unit(number)]
    if len(same) != 1 or sum(_unit(amount) == _unit(number) for amount in held) != 1:
        return None
    claim = kind.claim[: number.start] + kind.claim[number.end :]
    about = set(wanted(claim, reason, around)) - {_unit(a) for a in amounts(kind.claim)}
    beside = set(told(reason)) - set(bare(kind.claim))
    if not about <= set(bare(reason)) or len(beside) > MOST_BESIDE or others(claim, reason):
        return None
    return _compared(number.value, same[0][0].value, same[0][1], kind.claim[: number.start])


def _compared(number: float, limit: float, upper: bool, before: str) -> Verdict | None:
    """before: the claim up to its number, which `more than` may end."""
    over, under = bool(_OVER.search(before)), bool(_UNDER.search(before))
    if upper:
        outside = number >= limit if over else number > limit
        return None if under else ("No" if outside else None if over else "Yes")
    outside = number <= limit if under else number < limit
    return None if over else ("No" if outside else None if under else "Yes")


def equal(kind: YesNo, reason: str, around: frozenset[str] = frozenset()) -> Verdict | None:
    """`Is the limit 15 km/h?` against `The limit is 10 km/h.`; None if not sure."""
    asked = amounts(kind.claim)
    if kind.verb not in ("is", "are", "was", "were") or len(asked) != 1 or _OPEN.search(kind.claim):
        return None
    number = asked[0]
    sentence = re.split(r"[;,](?= )", reason)[0]
    held = amounts(sentence)
    if len(held) != 1 or _unit(held[0]) != _unit(number) or not number.unit:
        return None
    said = sentence[: held[0].start]
    if _OPEN.search(said) or re.search(r"\b(?:not|no|never)\b", sentence):
        return None
    if not re.search(r"\b(?:is|are|was|were)\s*$", said) or others(kind.claim, sentence):
        return None
    claim = wanted(kind.claim[: number.start], sentence, around)
    if not covers(claim, said, 0, ordered=True):
        return None
    return "Yes" if held[0].value == number.value else "No"


def _unit(amount: Amount) -> str:
    return " ".join(bare(amount.unit)) or amount.unit.lower()


def _allows(kind: YesNo) -> bool:
    return kind.verb in ("may", "can", "could") or bool(
        re.search(r"\b(?:allowed|permitted)\b", kind.claim)
    )
