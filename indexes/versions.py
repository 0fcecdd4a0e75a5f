"""Documents that are versions of one another, and which of them a question means.

Versions have the same collection and owner, the same name once the marks of versions are taken
away (`v2`, `2023-05-01`, `Q3`, `final`, `draft`, `(1)`), and openings or titles that share words.
The newest is the one with the highest version number, else the latest date in the name, else in the
title or opening, else the one that was added last; a draft is older than what is not one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexes.dates import first_date, name_date
from indexes.identity import Identity
from indexes.naming import question_terms, years
from indexes.types import Version
from indexes.words import words

ALIKE = 0.35
"""Share of different words (of both together) in title and opening that versions have in common."""

OLD = 0.5
"""Factor for a version that is not the newest, when the question names none."""

UNNAMED = 0.7
"""Factor for versions that a question does not name, when it names another."""

_NUMBER = re.compile(r"(?<![a-z])(?:v|ver|version|rev|revision)[ ._-]?(\d+(?:\.\d+)*)(?!\d)")
_QUARTER = re.compile(r"(?<![a-z])q[1-4](?!\d)")
_COPY = re.compile(r"\((\d+)\)")
_OLD_MARKS = ("draft", "old", "copy")
_MARKS = (*_OLD_MARKS, "final", "new", "latest", "current", "updated", "signed")
_WORD_MARK = re.compile(rf"(?<![a-z])(?:{'|'.join(_MARKS)})(?![a-z])")
_DATES = re.compile(
    r"(?:fy)?(?<!\d)(?:19|20)\d\d"
    r"(?:[-_. ]?(?:0[1-9]|1[0-2])(?:[-_. ]?(?:[0-2]\d|3[01]))?(?![^\W_]))?(?!\d)"
    r"|(?<![a-z])fy[ _-]?\d\d(?!\d)|(?<![a-z])q[1-4](?!\d)"
)
_PREVIOUS = re.compile(
    r"\b(?:previous|prior|older|old|earlier|former|superseded|outdated)\s+"
    r"(?:version|edition|release|revision|report|draft|policy|document|one)\b"
    r"|\blast year'?s?\b|\bfirst (?:version|edition|draft)\b"
)


@dataclass(frozen=True, slots=True)
class _Member:
    """One of possible versions. order: sorts the newest last. label: what tells it apart."""

    document: str
    order: tuple[tuple[int, ...], bool, str, str, str]
    label: str
    said: frozenset[str]


def versions(identities: Mapping[str, Identity]) -> dict[str, Version]:
    """The version that each document is; documents without other versions are absent."""
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for document, identity in identities.items():
        if key := bare_name(identity.name):
            groups[identity.collection, identity.owner, key].append(document)
    found: dict[str, Version] = {}
    for documents in groups.values():
        for group in _alike([_member(d, identities[d]) for d in documents]):
            labels = _distinct(group)
            for member, label in zip(group, labels, strict=True):
                found[member.document] = Version(label, member is group[-1], len(group))
    return found


def bare_name(name: str) -> str:
    """A file name without suffix, marks of versions and signs; empty when nothing is left."""
    bare = _stem(name)
    for pattern in (_NUMBER, _COPY, _DATES, _WORD_MARK):
        bare = pattern.sub(" ", bare)
    return " ".join(re.findall(r"[^\W_]+", bare))


def named(question: str, label: str) -> bool:
    """Whether a question names the version of this label: its year, quarter, number or mark."""
    asked, shown = question.lower(), label.lower()
    said, own = years(question), _years(shown)
    quarters, quarter = _quarters(question), _QUARTER.search(shown)
    if quarter and quarters and quarter.group() not in quarters:
        return False
    if said & own or (quarter and quarters and not said):
        return True
    if (match := _NUMBER.search(shown)) and match.group(1) in _NUMBER.findall(asked):
        return True
    return any(mark in shown.split() and re.search(rf"\b{mark}\b", asked) for mark in _MARKS)


def asks_for_older(question: str) -> bool:
    """Whether a question wants what is not the newest, as in `the previous version`."""
    return _PREVIOUS.search(question.lower()) is not None


def preference(question: str, group: Sequence[Version]) -> list[float]:
    """A factor from 0 to 1 for the score of each of one group's versions: which is meant.

    Those that the question names have 1; if it names none, the newest has, or the others if the
    question asks for an older one.
    """
    meant = [named(question, version.label) for version in group]
    if any(meant):
        return [1.0 if each else UNNAMED for each in meant]
    older = asks_for_older(question)
    return [1.0 if version.newest != older else OLD for version in group]


def factor(question: str, version: Version | None) -> float:
    """`preference` for one document by itself: 1 when it has no versions or is the one meant.

    Where the question names a year or a number and the label bears another, it is not meant.
    """
    if version is None or named(question, version.label):
        return 1.0
    shown = version.label.lower()
    numbered = _NUMBER.search(shown) and _NUMBER.search(question.lower())
    if numbered or (years(question) and _years(shown)):
        return UNNAMED
    return 1.0 if version.newest != asks_for_older(question) else OLD


def _member(document: str, identity: Identity) -> _Member:
    name = _stem(identity.name)
    number = _NUMBER.search(name) or _COPY.search(name)
    counted = tuple(map(int, number.group(1).split("."))) if number else ()
    marks = [mark for mark in _WORD_MARK.findall(name)]
    dated = name_date(identity.name)
    inside = first_date(f"{identity.title}\n{identity.opening}")
    quarter = _QUARTER.search(name)
    label = " ".join(
        part for part in (
            dated, quarter.group().upper() if quarter else "",
            (f"v{number.group(1)}" if _NUMBER.search(name) else f"copy {number.group(1)}")
            if number else "", *marks,
        ) if part
    ) or inside  # fmt: skip
    order = (
        counted,
        not any(mark in _OLD_MARKS for mark in marks),
        dated + (quarter.group() if quarter else ""),
        inside,
        identity.added_at.isoformat(),
    )
    said = frozenset(words(f"{identity.title} {identity.opening}"))
    return _Member(document, order, label, frozenset(w for w in said if not w.isdigit()))


def _alike(members: list[_Member]) -> list[list[_Member]]:
    """Groups of two and more, oldest first; neighbours have words in common."""
    ordered = sorted(members, key=lambda member: (member.order, member.document))
    groups = [[member] for member in ordered[:1]]
    for before, member in pairwise(ordered):
        both = before.said | member.said
        common = len(before.said & member.said) / len(both) if both else 1.0
        if common >= ALIKE:
            groups[-1].append(member)
        else:
            groups.append([member])
    return [group for group in groups if len(group) > 1]


def _distinct(group: list[_Member]) -> list[str]:
    """Labels of a group; the day of adding stands in for those that are missing or repeated."""
    plain = [member.label for member in group]
    return [
        label if label and plain.count(label) == 1
        else f"{label} added {member.order[-1][:10]}".strip()
        for label, member in zip(plain, group, strict=True)
    ]  # fmt: skip


def _stem(name: str) -> str:
    return re.sub(r"\.\w{1,5}$", "", name).lower()


def _years(label: str) -> set[str]:
    """The years in a lower-case label, written out."""
    return {date[:4] for date in [name_date(label)] if date}


def _quarters(question: str) -> set[str]:
    return {said.term for said in question_terms(question) if _QUARTER.fullmatch(said.term)}
