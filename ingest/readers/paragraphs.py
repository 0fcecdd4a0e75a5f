"""Plain text -> blocks: paragraphs, list items and headings, by blank lines and line starts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.readers.base import Block, BlockKind
from ingest.readers.cuts import pieces, trim
from ingest.readers.draft import Outline

_LINE = re.compile(r"[^\n\r]*(?:\r\n?|\n|\Z)")
ITEM = re.compile(
    r"\s*(?:[•◦▪‣●○■□➢✓–—*+-]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|[a-h]\.|\(?(?:[ivx]{1,5})[.)])\s+(?=\S)"
)
"""The start of a list item: its bullet, number or letter, up to its text."""

NUMBERED = re.compile(r"\s*(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?P<name>[^\W\d_].{1,90})")
"""A line that may be a numbered heading."""

_WORDED = re.compile(
    r"\s*(?:chapter|part|section|article|appendix|annex|book)\s+[\divxlc]+\b", re.I
)
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,}|~{3,})\s*")
_LONGEST_HEADING = 90


def paragraphs(text: str, start: int = 0, end: int | None = None) -> list[Block]:
    """The blocks of text[start:end]; offsets count from the start of `text`."""
    outline = Outline()
    blocks: list[Block] = []
    for lines in _groups(text, start, len(text) if end is None else end):
        level = _heading_level(text, lines)
        if level is not None:
            first, last = trim(text, *lines[0])
            path = outline.enter(level, " ".join(text[first:last].split()))
            blocks.append(Block(first, last, "heading", path))
            lines = lines[2:]
        for kind, (first, last) in _parts(text, lines):
            blocks += [Block(*span, kind, outline.path) for span in pieces(text, first, last)]
    return blocks


def _groups(text: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines between blank lines."""
    group: list[tuple[int, int]] = []
    for match in _LINE.finditer(text, start, end):
        if text[match.start() : match.end()].strip():
            group.append(match.span())
        elif group:
            yield group
            group = []
    if group:
        yield group


def _heading_level(text: str, lines: list[tuple[int, int]]) -> int | None:
    """The level of the heading that a group of lines is or begins with, else None."""
    first = text[slice(*lines[0])].strip()
    if len(lines) > 1:
        underline = text[slice(*lines[1])]
        fits = _UNDERLINE.fullmatch(underline) and len(first) <= _LONGEST_HEADING
        return (1 if "=" in underline else 2) if fits else None
    if len(first) > _LONGEST_HEADING or first[-1] in ".,;:!?":
        return None
    numbered = NUMBERED.fullmatch(first)
    if numbered and "." in numbered.group("number"):
        return numbered.group("number").count(".") + 1
    letters = [character for character in first if character.isalpha()]
    shouted = len(letters) > 3 and first.upper() == first and first.lower() != first
    return 1 if shouted or _WORDED.match(first) else None


def _parts(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[BlockKind, tuple[int, int]]]:
    """A group's paragraph, then its list items with their continuation lines."""
    kind: BlockKind = "text"
    start = end = lines[0][0] if lines else 0
    for first, last in lines:
        marker = ITEM.match(text, first, last)
        if marker and (kind == "item" or start == end or _opens_list(text, end, marker)):
            if start < end:
                yield kind, (start, end)
            kind, start = "item", marker.end()
        end = last
    if start < end:
        yield kind, (start, end)


def _opens_list(text: str, end: int, marker: re.Match[str]) -> bool:
    """Whether a marker inside a paragraph starts a list: not "in the year\\n12. Then"."""
    before = text[:end].rstrip()[-1:] if end < 200 else text[end - 200 : end].rstrip()[-1:]
    return before in ".:;!?" or not marker.group().strip()[0].isalnum()
