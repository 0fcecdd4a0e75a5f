"""Versions of one document by the year in their names, and which two of them a question means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.parts.terms import content
from app.parts.tools import Tools
from indexes.dates import name_date
from indexes.types import Document
from indexes.versions import bare_name


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of a document, the older one first."""

    old: Document
    new: Document

    @property
    def old_year(self) -> str:
        return year_of(self.old)

    @property
    def new_year(self) -> str:
        return year_of(self.new)


def versions(question: str, years: Sequence[str], tools: Tools) -> Pair | None:
    """The two versions that a question means: of these years, or the newest and the one before.

    One year: that of the newer, or of the older where it follows `since` or `from`. None when the
    documents that answer to the question have no such versions, or several do equally.
    """
    scored = _scored(question, years, tools)
    named = [each for each in scored if each[0] > 0]
    if not named or (len(named) > 1 and named[0][0] == named[1][0]):
        return _by_search(question, [pair for _, pair in named or scored], tools)
    return named[0][1]


def pairs(question: str, years: Sequence[str], tools: Tools) -> list[Pair]:
    """All pairs of versions that a question may mean, those that it names or finds first."""
    found = [hit.window.document.id for hit in tools.search(question)]
    meant = []
    for score, pair in _scored(question, years, tools):
        places = [found.index(each.id) for each in (pair.old, pair.new) if each.id in found]
        if score or places:
            meant.append((-score, min(places, default=len(found)), pair))
    return [pair for _, _, pair in sorted(meant, key=lambda each: each[:2])]


def _scored(question: str, years: Sequence[str], tools: Tools) -> list[tuple[float, Pair]]:
    """Pairs of versions and the share of their names' words that the question holds, best first."""
    asked = set(content(question))
    groups: dict[tuple[str, str, str], list[Document]] = {}
    for document in tools.documents():
        if year_of(document) and (bare := bare_name(document.name)):
            groups.setdefault((document.collection, document.owner, bare), []).append(document)
    scored = []
    for (_, _, bare), documents in groups.items():
        named = set(content(bare))
        pair = _pair(documents, years, question)
        if named and pair:
            scored.append((len(named & asked) / len(named), pair))
    return sorted(scored, key=lambda each: each[0], reverse=True)


def superseded(document: Document, tools: Tools) -> bool:
    """Whether a later year of the same document is in the library."""
    key = (document.collection, document.owner, bare_name(document.name))
    return bool(key[2]) and any(
        (each.collection, each.owner, bare_name(each.name)) == key
        and "" < year_of(document) < year_of(each)
        for each in tools.documents()
    )


def year_of(document: Document) -> str:
    """The year in a document's name; '' where it has none."""
    return name_date(document.name)[:4]


def _by_search(question: str, pairs: Sequence[Pair], tools: Tools) -> Pair | None:
    """The pair whose documents alone the search's best hits are of."""
    best = [hit.window.document.id for hit in tools.search(question)[:3]]
    meant = [pair for pair in pairs if any(i in (pair.old.id, pair.new.id) for i in best)]
    return meant[0] if len(meant) == 1 else None


def _pair(documents: Sequence[Document], years: Sequence[str], question: str) -> Pair | None:
    ordered = sorted(documents, key=lambda document: name_date(document.name))
    dates = [year_of(document) for document in ordered]
    if len(set(dates)) < len(dates) or len(dates) < 2:
        return None
    if not years:
        return Pair(ordered[-2], ordered[-1])
    if any(year not in dates for year in years):
        return None
    if len(years) == 2:
        return Pair(ordered[dates.index(years[0])], ordered[dates.index(years[1])])
    at = dates.index(years[0])
    if re.search(rf"\b(?:since|from|compared (?:to|with))\s+(?:\w+\s+){{0,2}}{years[0]}", question):
        return Pair(ordered[at], ordered[-1]) if at + 1 < len(ordered) else None
    return Pair(ordered[at - 1], ordered[at]) if at else None
