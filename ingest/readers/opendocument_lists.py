"""The numbers that OpenDocument puts before list items and headings: "1.2", "(a)"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from ingest.readers.numerals import numeral
from ingest.readers.opendocument_text import TEXT

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_NEWER = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
}  # fmt: skip
_PLACE = re.compile(r"%(\d{1,2})%")
_OUTLINE = ""
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class _Level:
    """before, after: what stands round the numbers. levels: how many of them are shown.

    pattern: with %1% for the number of the first level, and so on; goes before these.
    """

    form: str
    before: str
    after: str
    levels: int
    start: int
    pattern: str


@dataclass(slots=True)
class _Counts:
    """How far one list style is counted, by level from 1."""

    at: dict[int, int] = field(default_factory=dict)


class Lists:
    """The list styles of one document, and how far each is counted."""

    def __init__(self, roots: list[etree._Element]) -> None:
        """roots: of the parts that describe styles."""
        self._styles: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, _Counts] = {}
        for root in roots:
            for style in root.iter(f"{TEXT}list-style", f"{TEXT}outline-style"):
                outline = style.tag == f"{TEXT}outline-style"
                name = _OUTLINE if outline else style.get(f"{_STYLE}name", "?")
                self._styles[name] = dict(filter(None, map(_level, style)))

    def knows(self, style: str) -> bool:
        """Whether a list style is described."""
        return style in self._styles

    def begin(self, style: str, level: int, goes_on: bool) -> None:
        """A list begins, anew unless it goes on where the last of its style ended."""
        if not goes_on:
            counts = self._counts.setdefault(style, _Counts()).at
            for deeper in [each for each in counts if each >= level]:
                del counts[deeper]

    def next(self, style: str, level: int, start: str = "") -> str:
        """Count an item; what stands before it, with a space, or '' for none.

        start: the number that the item is given, '' to go on counting.
        """
        levels = self._styles.get(style, {})
        counts = self._counts.setdefault(style, _Counts()).at
        first = levels[level].start if level in levels else 1
        counts[level] = int(start) if _is_count(start) else counts.get(level, first - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        shown = _label(levels, counts, level)
        return f"{shown} " if shown else ""

    def next_heading(self, level: int, start: str = "") -> str:
        """The same for a heading that is in no list."""
        return self.next(_OUTLINE, level, start)


def _label(levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
    style = levels.get(level)
    if style is None or not style.form:
        return ""
    if style.pattern:
        return _PLACE.sub(lambda found: _number(levels, counts, int(found[1])), style.pattern)
    shown = (_number(levels, counts, at) for at in range(level - style.levels + 1, level + 1))
    return f"{style.before}{'.'.join(filter(None, shown))}{style.after}".strip()


def _number(levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
    style = levels.get(level)
    if style is None or not style.form:
        return ""
    return numeral(counts.get(level, style.start), _FORMS.get(style.form, "decimal"))


def _level(element: etree._Element) -> tuple[int, _Level] | None:
    place = element.get(f"{TEXT}level", "")
    if not _is_count(place) or not 1 <= int(place) <= _DEEPEST:
        return None
    shown, start = element.get(f"{TEXT}display-levels", "1"), element.get(f"{TEXT}start-value", "1")
    bullet = element.tag == f"{TEXT}list-level-style-bullet"
    return int(place), _Level(
        form="" if bullet else element.get(f"{_STYLE}num-format", ""),
        before=element.get(f"{_STYLE}num-prefix", ""),
        after=element.get(f"{_STYLE}num-suffix", ""),
        levels=min(int(shown), int(place)) if _is_count(shown) else 1,
        start=int(start) if _is_count(start) else 1,
        pattern=element.get(f"{_NEWER}num-list-format", "").strip(),
    )


def _is_count(text: str) -> bool:
    return text.isdecimal() and len(text) < 10
