"""The numbers that Word puts before paragraphs: "1.2", "(a)", "Article IV."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from ingest.readers.numerals import numeral
from ingest.readers.wordml import W, is_on, number, value

_PLACE = re.compile(r"%([1-9])")
_NO_NUMBER = ("bullet", "none")


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list. text: with %1 for the number of the first level, and so on.

    restart: how many of the first levels begin it anew, 0 for none. legal: whether all numbers in
    `text` are shown in decimals. style: the paragraph style that it belongs to, or ''.
    """

    start: int
    form: str
    text: str
    restart: int
    legal: bool
    gap: str
    style: str


class Numbers:
    """The lists of one document, and how far each is counted."""

    def __init__(self, part: Element | None) -> None:
        """part: the root of the numbering part."""
        self._lists: dict[str, dict[int, _Level]] = {}
        self._list_of: dict[str, str] = {}
        self._own: dict[str, dict[int, _Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if part is None:
            return
        links = _links(part)
        for each in part.findall(f"{W}abstractNum"):
            self._lists[each.get(f"{W}abstractNumId", "")] = _levels(each)
        for each in part.findall(f"{W}num"):
            name = each.get(f"{W}numId", "")
            abstract = value(each.find(f"{W}abstractNumId"))
            self._list_of[name] = links.get(abstract, abstract)
            own, starts = _overrides(each)
            shared = self._lists.get(self._list_of[name], {})
            for at, start in starts.items():  # also wherever the level begins anew later on
                if at in own or at in shared:
                    own[at] = replace(own.get(at) or shared[at], start=start)
            self._own[name], self._starts[name] = own, starts

    def level_of(self, name: str, styles: Sequence[str]) -> int:
        """The level of a list that belongs to the first of these styles that has one; else 0."""
        levels = self._lists.get(self._list_of.get(name, ""), {})
        of_style = {level.style: at for at, level in levels.items()}
        return next((of_style[style] for style in styles if style in of_style), 0)

    def next(self, name: str, at: int) -> str:
        """Count a paragraph; what stands before it, with the gap: "1.2 ", or '' for a bullet.

        name: the list as the paragraph names it. at: its level, from 0.
        """
        shared = self._list_of.get(name)
        if shared is None:
            return ""
        levels = {**self._lists.get(shared, {}), **self._own[name]}
        counts = self._counts.setdefault(shared, {})
        if at in self._starts[name]:  # where this use of the list begins anew, once
            counts[at] = self._starts[name].pop(at)
        elif at in counts:
            counts[at] += 1
        else:
            counts[at] = levels[at].start if at in levels else 1
        for deeper in [each for each in counts if each > at]:
            if at < (levels[deeper].restart if deeper in levels else deeper):
                del counts[deeper]
        return _label(levels, counts, at)


def _label(levels: dict[int, _Level], counts: dict[int, int], at: int) -> str:
    level = levels.get(at)
    if level is None or level.form == "bullet":
        return ""

    def shown(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        other = levels.get(place)
        if other is None or other.form in _NO_NUMBER:
            return ""
        form = "decimal" if level.legal else other.form
        return numeral(counts.get(place, other.start), form)

    text = _PLACE.sub(shown, level.text).strip()
    return text + level.gap if text else ""


def _levels(parent: Element) -> dict[int, _Level]:
    levels = {}
    for each in parent.findall(f"{W}lvl"):
        place = each.get(f"{W}ilvl", "")
        if place.isdecimal() and int(place) < 9:
            levels[int(place)] = _level(each, int(place))
    return levels


def _level(element: Element, place: int) -> _Level:
    form = element.find(f"{W}numFmt")
    return _Level(
        start=number(element.find(f"{W}start"), 1),
        form=value(form, "decimal"),
        text=value(element.find(f"{W}lvlText")),
        restart=number(element.find(f"{W}lvlRestart"), place),
        legal=is_on(element.find(f"{W}isLgl")),
        gap="" if value(element.find(f"{W}suff")) == "nothing" else " ",
        style=value(element.find(f"{W}pStyle")),
    )


def _overrides(element: Element) -> tuple[dict[int, _Level], dict[int, int]]:
    """What one use of a list has of its own: levels, and numbers to begin with."""
    levels: dict[int, _Level] = {}
    starts: dict[int, int] = {}
    for each in element.findall(f"{W}lvlOverride"):
        place = each.get(f"{W}ilvl", "")
        if not place.isdecimal() or int(place) > 8:
            continue
        start = each.find(f"{W}startOverride")
        if start is not None:
            starts[int(place)] = number(start, 1)
        for level in each.findall(f"{W}lvl"):
            levels[int(place)] = _level(level, int(place))
    return levels, starts


def _links(part: Element) -> dict[str, str]:
    """Lists that only name a list style, and the list in which that style is described."""
    described = {
        value(each.find(f"{W}styleLink")): each.get(f"{W}abstractNumId", "")
        for each in part.findall(f"{W}abstractNum")
        if each.find(f"{W}styleLink") is not None
    }
    return {
        each.get(f"{W}abstractNumId", ""): described[style]
        for each in part.findall(f"{W}abstractNum")
        if (style := value(each.find(f"{W}numStyleLink"))) in described
    }
