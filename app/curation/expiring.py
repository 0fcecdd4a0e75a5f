"""What a document says of its own end: sentences that date it, word for word.

Only a line that is such a statement (`Valid until: 31 March 2024`), or a sentence whose subject is
the document (`This policy expires on ...`), counts: dates on which something else ends are many.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from indexes.dates import first_date

Ends = Literal["expired", "review"]

LONGEST = 240
"""Characters of a sentence that is quoted; longer ones are running text."""

_PAPER = (
    "document|policy|tariff|price list|prices|rates|handbook|guideline|guidelines|guide|manual|"
    "procedure|agreement|contract|licen[cs]e|certificate|offer|quotation|quote|version|edition|"
    "plan|terms|regulation|rules|schedule|timetable|brochure|catalogue|permit|notice|leaflet"
)
_SIGNS = r"[\s#>*_|\-\u2022]*"
_MARK = r"[*_|]*\s*(?::|\||-|\u2013)?\s*[*_|]*\s*"
_LABEL = re.compile(
    rf"^{_SIGNS}(?:(?P<review>(?:next |date of next |due for )?review(?: due| date| by| on)?"
    rf"(?: date)?|to be reviewed(?: by| on)?)"
    rf"|(?P<end>valid (?:un)?til(?:l)?|valid through|valid to|expir(?:y|ation)(?: date)?|"
    rf"expires(?: on)?|expired(?: on)?|effective until|in force until|withdrawn(?: on)?|"
    rf"superseded(?: on)?|end of validity))(?P<sign>{_MARK})(?=\d|[A-Z][a-z]{{2}})",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"^{_SIGNS}valid(?:ity)?{_MARK}(?:from\s+)?.{{6,24}}?\s(?:to|until|through|\u2013|-)\s+"
    r"(?=\d|[A-Z])",
    re.IGNORECASE,
)
_OWN = re.compile(
    rf"\b(?:this|the present|our)\s+(?:\w+\s+){{0,2}}?(?:{_PAPER})\b[^.;]{{0,60}}?\b(?:"
    r"(?P<end>(?:is|are|remains?|stays?)\s+(?:valid|in force|effective|applicable)\s+"
    r"(?:only\s+)?(?:until|till|through|to)|expires?(?:\s+on)?|expired(?:\s+on)?|"
    r"(?:was|were)\s+(?:withdrawn|superseded)\s+on|appl(?:y|ies)\s+until|ends?\s+on)"
    r"|(?P<review>(?:will|shall|must|is to|is due to)\s+be\s+reviewed\s+(?:again\s+)?"
    r"(?:by|on|in|before)|is\s+due\s+for\s+review\s+(?:by|on|in)))\s+",
    re.IGNORECASE,
)
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTH = re.compile(
    rf"^(?:(?:the )?end of\s+)?({'|'.join(_MONTHS)})\s+((?:19|20)\d\d)\b", re.IGNORECASE
)
_YEAR = re.compile(r"^(?:the )?end of\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_UNSURE = re.compile(
    r"\b(?:unless|renew\w*|extend\w*|automatic\w*|example|e\.g\.|if|whichever)\b", re.IGNORECASE
)
_HINT = re.compile(
    r"valid|expir|review|in force|effective|withdrawn|superseded|appl(?:y|ies)|ends? on",
    re.IGNORECASE,
)
"""Some of it stands in every statement: lines without are not looked at closely."""

_SENTENCE = re.compile(r"[^\n.!?]*(?:[.!?](?!\s|$)[^\n.!?]*)*[.!?]?")
_NEAR = 24
"""Characters within which the date follows."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a document says of its end. ends: the last day, or that of the review.

    start, end: offsets in the text that was read; quote: what stands there.
    """

    kind: Ends
    ends: date
    start: int
    end: int
    quote: str


def statements(text: str) -> Iterator[Statement]:
    """All of them, in their order; sentences that leave it open are passed over."""
    at = 0
    for line in text.splitlines(keepends=True):
        for sentence in _SENTENCE.finditer(line) if _HINT.search(line) else ():
            quote = sentence.group().strip()
            if not quote or len(quote) > LONGEST or not any(map(str.isdigit, quote)):
                continue
            if (told := _told(quote)) is not None:
                start = at + sentence.start() + sentence.group().index(quote)
                yield Statement(*told, start, start + len(quote), quote)
        at += len(line)


def _told(sentence: str) -> tuple[Ends, date] | None:
    if _UNSURE.search(sentence):
        return None
    match = _LABEL.match(sentence) or _OWN.search(sentence)
    if match is not None:
        ends = _date(sentence[match.end() :])
        kind: Ends = "review" if match.group("review") else "expired"
        return (kind, ends) if ends else None
    if span := _SPAN.match(sentence):
        ends = _date(sentence[span.end() :])
        return ("expired", ends) if ends else None
    return None


def _date(text: str) -> date | None:
    """The day at the beginning of a text; the last one of a month or a year."""
    text = re.sub(r"^(?:and including|including|the)\s+", "", text.lstrip(" *_|"))
    if month := _MONTH.match(text):
        number, year = _MONTHS[month[1].lower()], int(month[2])
        return date(year, number, calendar.monthrange(year, number)[1])
    if year_only := _YEAR.match(text):
        return date(int(year_only[1]), 12, 31)
    found = first_date(text[:_NEAR])
    return date.fromisoformat(found) if found else None
