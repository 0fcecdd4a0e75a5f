"""`more than 100,000 cr` in a question about a table: a bound on one of its columns of numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BOUND = re.compile(
    r"\b(?P<word>(?:more|greater|higher|longer|deeper) than|above|over|exceeding|at least|"
    r"(?:less|fewer|lower|cheaper|shorter|shallower) than|below|under|at most|no more than|up to)"
    r"\s+(?P<sign>[$€£]?)(?P<figure>\d+(?:,\d{3})*(?:\.\d+)?)"
    r"(?:\s?(?P<unit>%|cr|eur|usd|crowns|euros|dollars|metres|meters|m|hours|degrees|kg|km)\b)?",
    re.IGNORECASE,
)
_DANGEROUS = re.compile(
    r"\b(?:before|after|until|between|above|below|under|over|not|no|nor|other|others|only|than|"
    r"each|every|per|more|most|same|without|except|since|both|besides|apart|if|unless|never|"
    r"neither|n't|instead|during|further|first|last|next|previous)\b|n['’]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bound:
    """low, high: the numbers allowed; strict: whether the bound itself is not. told: in words."""

    low: float
    high: float
    strict: bool
    told: str

    def allows(self, number: float) -> bool:
        """Whether a number is within the bound."""
        if self.strict:
            return self.low < number < self.high
        return self.low <= number <= self.high


def bound(text: str) -> tuple[str, Bound | None]:
    """The text without its bound, and the bound; None for a text that has none."""
    found = _BOUND.search(text)
    if not found:
        return text, None
    word, number = found["word"].lower(), float(found["figure"].replace(",", ""))
    upper = word.startswith(
        ("less", "fewer", "lower", "cheaper", "shorter", "shallower", "below", "under", "at most",
         "no more", "up to")
    )  # fmt: skip
    strict = word not in ("at least", "at most", "no more than", "up to")
    infinite = float("inf")
    low, high = (-infinite, number) if upper else (number, infinite)
    told = f"{word} {found['sign']}{found['figure']}"
    return f"{text[: found.start()]} {text[found.end() :]}", Bound(low, high, strict, told)


def has_more(text: str) -> bool:
    """Whether words are left that narrow, exclude or compare in a way that is not understood."""
    return _DANGEROUS.search(text) is not None
