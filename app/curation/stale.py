"""Documents that may be out of date, and how one sees that."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.curation.expiring import Statement, statements
from indexes.dates import name_date, spoken
from indexes.listing import Listing
from indexes.types import Document, Version
from indexes.versions import bare_name

Kind = Literal["superseded", "expired", "review", "period"]

OPENING, END = 4_000, 1_500
"""Characters of a document that are read for what it says of its own end."""

_RULES = re.compile(
    r"(?<![a-z])(?:polic(?:y|ies)|tariffs?|prices?|pricing|rates?|fees?|handbook|guidelines?|guide|"
    r"manual|terms|conditions|rules|regulations?|procedures?|timetable|schedule|catalogue|"
    r"catalog|instructions?|standard|specification|directory|organi[sz]ation chart)(?![a-z])"
)
"""Of what only the newest holds; of reports, minutes and contracts each year's stays true."""

_YEARLY = re.compile(
    r"(?<![a-z])(?:tariffs?|prices?|pricing|rates?|fees?|timetable|schedule|calendar|budget|"
    r"catalogue|catalog|menu)(?![a-z])"
)
"""Of what a year in the name is the time for which it holds."""

_NUMBERED = re.compile(r"(?:^|\s)(?:v\d|copy\b|draft\b|old\b)")

TODO: dict[Kind, str] = {
    "superseded": "Remove it, or tag it as an earlier version if it is still to be asked.",
    "expired": "Replace it by what holds now; remove it if nothing took its place.",
    "review": "Have it reviewed, and replace it if it has changed.",
    "period": "Add the one that holds now, and remove this one or tag it with its year.",
}


@dataclass(frozen=True, slots=True)
class Stale:
    """A document that may be out of date. reason: why, todo: what to do, as sentences.

    quote: the document's own words that say so, document_text[start:end] on `page`; ''
    where its name or its versions tell it. since: the day from which on, as ISO text, ''
    if unknown.
    """

    document: Document
    kind: Kind
    reason: str
    todo: str
    quote: str = ""
    start: int = 0
    end: int = 0
    page: int = 1
    since: str = ""


Slice = Callable[[str, int, int], str]
"""document_text[start:end] by the document's id."""


def said(listing: Listing, read: Slice) -> tuple[Statement, ...]:
    """What the beginning and the end of a document say of its own end; offsets in its text."""
    document, length = listing.document, listing.character_count
    opening = read(document.id, 0, OPENING)
    found = list(statements(opening))
    tail = max(OPENING, length - END)
    if length > tail:
        moved = statements(read(document.id, tail, length))
        found += [
            Statement(each.kind, each.ends, each.start + tail, each.end + tail, each.quote)
            for each in moved
        ]
    return tuple(found)


def superseded(listings: list[Listing], versions: Mapping[str, Version]) -> Iterator[Stale]:
    """Documents of which there is a newer version, where only the newest counts."""
    newest: dict[tuple[str, str, str], list[tuple[str, Version]]] = defaultdict(list)
    for each in listings:
        version = versions.get(each.document.id)
        if version is not None and version.newest:
            newest[_key(each.document)].append((each.document.name, version))
    for each in listings:
        document, version = each.document, versions.get(each.document.id)
        if version is None or version.newest or not _replaces(document, version):
            continue
        later = newest[_key(document)]
        named = f": {later[0][0]}" if len(later) == 1 else ""
        reason = f"There is a newer version{named}."
        yield Stale(document, "superseded", reason, TODO["superseded"])


def expired(document: Document, told: tuple[Statement, ...], today: date) -> Stale | None:
    """Whether the latest end that a document names for itself has passed; an end goes first."""
    kinds: tuple[Literal["expired", "review"], ...] = ("expired", "review")
    for kind in kinds:
        own = [each for each in told if each.kind == kind]
        if not own:
            continue
        last = max(own, key=lambda each: each.ends)
        if last.ends >= today:
            continue
        day = spoken(last.ends.isoformat())
        reason = (
            f"It says that it holds until {day}."
            if kind == "expired"
            else f"It was to be reviewed by {day}."
        )
        return Stale(
            document, kind, reason, TODO[kind], last.quote, last.start, last.end,
            since=last.ends.isoformat(),
        )  # fmt: skip
    return None


def past_period(document: Document, today: date) -> Stale | None:
    """Whether the name says that it is a year's, as `Tariff 2023.pdf`, and the year is over."""
    year = name_date(document.name)[:4]
    if not year or int(year) >= today.year or not _YEARLY.search(_plain(document)):
        return None
    reason = f"Its name says {year}, and that year is over."
    return Stale(document, "period", reason, TODO["period"], since=f"{year}-12-31")


def _replaces(document: Document, version: Version) -> bool:
    """Whether a newer version takes the place of this one, and does not only come after it."""
    label = version.label.lower()
    return bool(_NUMBERED.search(label) or _RULES.search(_plain(document)))


def _plain(document: Document) -> str:
    """Name and title without what joins words."""
    return re.sub(r"[_\-.]+", " ", f"{document.name} {document.title}").lower()


def _key(document: Document) -> tuple[str, str, str]:
    return document.collection, document.owner, bare_name(document.name)
