"""Plain text -> blocks: paragraphs, list items and headings, by blank lines and line starts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.readers.base import Block, BlockKind
from ingest.readers.cuts import pieces, trim
from ingest.readers.draft import Outline
from ingest.readers.ruled import ruled_rows

_ENDS = r"\n\r\x0b\x0c\x85\u2028\u2029"
Lines = list[tuple[int, int]]
_LINE = re.compile(rf"[^{_ENDS}]*+(?:\r\n?|[{_ENDS}]|\Z)")
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
_LONGEST_UNMARKED = 60
_MOST_WORDS = 8
_PROSE_ENDS = ".:;!?)]\"'”’»"
_UNMARKED_LEVEL = 6  # below all others
_LONGEST_WRAPPED = 200


def paragraphs(
    text: str, start: int = 0, end: int | None = None, outline: Outline | None = None
) -> list[Block]:
    """The blocks of text[start:end]; offsets count from the start of `text`.

    outline: the headings above, which those in the text are added to.
    """
    outline = outline or Outline()
    blocks: list[Block] = []
    groups = _groups(text, start, len(text) if end is None else end)
    for lines, following in _with_next(groups):
        if rows := ruled_rows(text, lines, outline.path):
            blocks += rows
            continue
        level = _heading_level(text, lines, following)
        if level is not None:
            first, last = trim(text, *lines[0])
            path = outline.enter(level, " ".join(text[first:last].split()))
            blocks.append(Block(first, last, "heading", path))
            lines = lines[2:]
        for kind, (first, last) in _parts(text, lines):
            blocks += [Block(*span, kind, outline.path) for span in pieces(text, first, last)]
    return blocks


def _with_next(groups: Iterator[Lines]) -> Iterator[tuple[Lines, Lines]]:
    """Each group with the one that follows it; none after the last."""
    group = next(groups, [])
    for following in groups:
        yield group, following
        group = following
    if group:
        yield group, []


def _groups(text: str, start: int, end: int) -> Iterator[Lines]:
    """The lines of one paragraph, list or heading: mostly what stands between blank lines."""
    group: Lines = []
    for match in _LINE.finditer(text, start, end):
        if text[match.start() : match.end()].strip():
            group.append(match.span())
        elif group:
            yield from _unwrapped(group)
            group = []
    if group:
        yield from _unwrapped(group)


def _unwrapped(lines: Lines) -> list[Lines]:
    """Lines of which one is longer than anybody wraps them are paragraphs each; others are one."""
    if any(end - start > _LONGEST_WRAPPED for start, end in lines):
        return [[line] for line in lines]
    return [lines]


def _heading_level(text: str, lines: Lines, following: Lines) -> int | None:
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
    if shouted or _WORDED.match(first):
        return 1
    return _UNMARKED_LEVEL if _looks_like_heading(text, first, following) else None


def _looks_like_heading(text: str, line: str, following: Lines) -> bool:
    """Whether a line by itself, without any mark, can only be the heading of what follows."""
    plain = 2 < len(line) <= _LONGEST_UNMARKED and "  " not in line and "\t" not in line
    if not plain or not following or len(line.split()) > _MOST_WORDS:
        return False
    if not line[0].isalpha() or line[0].islower() or not line[-1].isalnum():
        return False
    below = text[following[0][0] : following[-1][1]].strip()
    if len(following) > 1 and (ITEM.match(below) or ruled_rows(text, following, ())):
        return True
    return len(below) > 2 * _LONGEST_UNMARKED and below[-1] in _PROSE_ENDS


def _parts(text: str, lines: Lines) -> Iterator[tuple[BlockKind, tuple[int, int]]]:
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
