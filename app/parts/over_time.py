"""Questions about one thing in two years: `Did the price rise from 2024 to 2025?`; English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Way = Literal["up", "down", ""]

_YEAR = r"(?:19|20)\d\d"
_YEARS = re.compile(rf"(?<![\d.,-])({_YEAR})(?![\d-])")
_THAN = r"(?:than|as|and|or|to|until|versus|vs\.?|against|compared (?:to|with)|over|with)"
_OF = r"(?:(?:in|for|of|during|between|from|the(?: year)?s?|both) )*"
_THAT = r"(?:(?:it|they|there|that|those|we) (?:was|were|is|are|did|had) )?"
_VERSION = r"(?:the )?(?:\w+ ){0,2}(?:polic(?:y|ies)|reports?|notices?|rules?|version|edition)"
_SPAN = re.compile(
    rf"[, ]*\b(?:between|from|in|of) (?:the )?(?:{_YEAR} (?:{_VERSION} )?{_THAN} (?:the )?)?"
    rf"{_YEAR} {_VERSION}\b|"
    rf"[, ]*\b{_OF}{_YEAR},? {_THAN} {_THAT}{_OF}{_YEAR}\b"
    rf"|[, ]*\b(?:since|{_THAN}) {_THAT}{_OF}{_YEAR}\b|[, ]*\b(?:in|for|during) {_YEAR}\b",
    re.IGNORECASE,
)
_UP = r"go(?:ne|ing)? up|went up|r(?:ise|isen|ose)|grow[ns]?|grew|increased?|climb(?:ed)?"
_DOWN = (
    r"go(?:ne|ing)? down|went down|f[ae]ll(?:en)?|drop(?:ped)?|decreased?|declined?"
    r"|shr[iau]nk|sh?rink"
)
_ANY = r"changed?|differ(?:ed)?|develop(?:ed)?|evolved?|var(?:y|ied)|moved?|compared?"
_MORE = r"more|higher|larger|greater|bigger|longer|dearer|more expensive|heavier|deeper"
_LESS = r"less|lower|smaller|fewer|shorter|cheaper|lighter|shallower"
_BE = r"(?:is|are|was|were|do|does|did|has|have|had)"
_IF = "whether"
_FORMS = tuple(
    (re.compile(pattern, re.IGNORECASE), asks)
    for pattern, asks in (
        (rf"^{_BE} (?P<topic>.+?) (?:been )?(?:(?P<up>{_UP})|(?P<down>{_DOWN})|{_ANY})$", _IF),
        (rf"^{_BE} (?:there )?(?:(?P<up>{_MORE})|(?P<down>{_LESS})) (?P<topic>.+)$", _IF),
        (rf"^{_BE} (?P<topic>.+?) (?:(?P<up>{_MORE})|(?P<down>{_LESS}))$", _IF),
        (rf"^(?:by )?how (?:much|many|far) (?:{_MORE}|{_LESS}) (?:{_BE} )?(?P<topic>.+)$", "much"),
        (rf"^(?:by )?how (?:much|many|far) {_BE} (?P<topic>.+?) (?:{_UP}|{_DOWN}|{_ANY})$", "much"),
        (rf"^(?:by )?how (?:much|many) (?:{_MORE}|{_LESS}) (?:is|was) (?P<topic>.+)$", "much"),
        (rf"^how {_BE} (?P<topic>.+?) (?:been )?(?:{_UP}|{_DOWN}|{_ANY})$", "how"),
        (r"^what (?:has )?happened to (?P<topic>.+)$", "how"),
        (r"^(?:please )?compare (?P<topic>.+)$", "how"),
        (
            r"^what (?:is|was|are|were) the (?:differences?|changes?|increase|decrease|rise|fall|"
            r"drop|growth) (?:in|of) (?P<topic>.+)$",
            "how",
        ),
        (
            rf"^(?:in )?which year,? (?:{_BE}|saw) (?:there )?(?:the )?(?:(?P<up>{_MORE}|most|"
            rf"highest)|(?P<down>{_LESS}|least|lowest|fewest)) (?P<topic>.+)$",
            "which",
        ),
        (
            rf"^(?:in )?which year,? {_BE} (?P<topic>.+?) "
            rf"(?:(?P<up>{_MORE}|highest)|(?P<down>{_LESS}|lowest))$",
            "which",
        ),
    )
)
_BOTH_YEARS = re.compile(
    rf"^what (?:is|was|are|were) (?P<topic>.+?) (?:in|for|of) {_YEAR} and (?:in |for |of )?"
    rf"{_YEAR}$",
    re.IGNORECASE,
)
_LONGEST = 12
"""Words of a topic."""


@dataclass(frozen=True, slots=True)
class Trend:
    """topic: what is asked about. years: one or two that are named, in order of time.

    asks: whether it changed (in the way `way`), how much or how, or in which year it was more.
    """

    topic: str
    years: tuple[str, ...]
    asks: str
    way: Way = ""


def trend(question: str) -> Trend | None:
    """What a question asks about one thing in two years; None for any other question.

    One year counts where the question compares it with the present: `since 2024`, or asks what
    changed in it.
    """
    bare = " ".join(question.split()).rstrip("?.! ")
    years = tuple(sorted(set(_YEARS.findall(bare))))
    if not 1 <= len(years) <= 2:
        return None
    if both := _BOTH_YEARS.match(bare):
        return _made(both["topic"], years, "how", "")
    stripped = " ".join(_SPAN.sub(" ", bare).split()).strip(" ,")
    if stripped == bare:
        return None
    for pattern, asks in _FORMS:
        if found := pattern.match(stripped):
            groups = found.groupdict()
            way: Way = "up" if groups.get("up") else "down" if groups.get("down") else ""
            return _made(found["topic"], years, asks, way)
    return None


def _made(topic: str, years: tuple[str, ...], asks: str, way: Way) -> Trend | None:
    bare = re.sub(r"^(?:the|our|any|there)\s+", "", topic.strip(" ,"), flags=re.IGNORECASE)
    if not bare or len(bare.split()) > _LONGEST or (len(years) == 1 and asks in ("which", "much")):
        return None
    return Trend(bare, years, asks, way)
