"""The lines of a PDF -> headings, paragraphs, list items and table rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.readers.base import BlockKind
from ingest.readers.paragraphs import ITEM, NUMBERED
from ingest.readers.pdf_lines import Line
from ingest.readers.tables import CAPTION

_ENDS = re.compile(r"[.!?:;…。！？][\"'”’)\]\d]*\Z")
_OPENS = re.compile(r"[\"'“‘(\[]*[A-Z0-9À-ÖØ-Þ\u0370-\uffff]")
_FIRST_WORD = re.compile(r"\S+")
_QUANTITY = re.compile(r"(?<!\S)(?:[$€£(+-]*\d(?:[\d.,]*\d)?%?\)?|[-–—])(?!\S)")
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}")
_LARGER = 1.12
_LONGEST_HEADING = 120
_MOST_HEADING_LINES = 3
_VERY_SHORT = 0.25  # of the column's width: free after a line that ends without a full stop
_NEAR = 5  # lines before and after that show where a column ends


@dataclass(frozen=True, slots=True)
class Body:
    """What is usual in a document. height: of most lines, in points; bold: whether most are.

    pitch: from one line to the next within paragraphs, in line heights.
    """

    height: float
    bold: bool
    pitch: float


@dataclass(frozen=True, slots=True)
class Part:
    """Lines first to last of a page (last not included) that make a block; level of a heading."""

    kind: BlockKind
    first: int
    last: int
    level: float = 0.0


def body_of(pages: Sequence[Sequence[Line]]) -> Body:
    """What is usual, weighed by characters."""
    heights: Counter[float] = Counter()
    bold = 0
    pitches = []
    for lines in pages:
        for index, line in enumerate(lines):
            heights[round(line.height, 1)] += len(line.text)
            bold += len(line.text) if line.bold else 0
            if index and line.height > 0:
                pitch = (lines[index - 1].bottom - line.bottom) / line.height
                if 0.6 < pitch < 3:
                    pitches.append(pitch)
    pitches.sort()
    usual = heights.most_common(1)[0][0] if heights else 0.0
    pitch = pitches[len(pitches) // 3] if pitches else 1.2
    return Body(usual, bold > 0.5 * heights.total(), pitch)


def parts_of(lines: Sequence[Line], body: Body) -> Iterator[Part]:
    """The headings, paragraphs, list items and rows of numbers among lines outside tables."""
    first = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and not _breaks(lines, first, index, body):
            continue
        level = _heading_level(lines, first, index, body)
        if level is not None:
            yield Part("heading", first, index, level)
        elif _starts_item(lines[first]):
            yield Part("item", first, index)
        else:
            yield Part("row" if _is_row(lines[first]) else "text", first, index)
        first = index


def _breaks(lines: Sequence[Line], first: int, index: int, body: Body) -> bool:
    """Whether a block that began at `first` ends before the line at `index`."""
    before, line = lines[index - 1], lines[index]
    ended = bool(_ENDS.search(before.text))
    goes_on = not ended and line.text[:1].islower()
    if _differ(before, line, goes_on) or _is_row(line) or _is_row(before):
        return True
    if _starts_item(line):
        bulleted = not line.text.lstrip(" (")[0].isalnum()
        return ended or bulleted or _starts_item(lines[first]) or _is_short(lines, index)
    if line.height <= 0:
        return False
    pitch = (before.bottom - line.bottom) / line.height
    if pitch < -0.5 or pitch > 6:  # the next column, or a far place
        return not goes_on
    if pitch > 1.3 * body.pitch:
        return not goes_on or pitch > 2 * body.pitch
    opens = bool(_OPENS.match(line.text))
    indent = (line.left - before.left) / line.height
    if ended and opens and 0.7 < indent < 4 and not _starts_item(lines[first]):
        return True
    return opens and _is_short(lines, index, 0.0 if ended else _VERY_SHORT)


def _differ(before: Line, line: Line, goes_on: bool) -> bool:
    """Whether two lines are set in different type; bold may end in the middle of a sentence."""
    larger = max(before.height, line.height)
    resized = abs(before.height - line.height) > 0.1 * larger
    return resized or (before.bold != line.bold and not goes_on)


def _is_short(lines: Sequence[Line], index: int, share: float = 0.0) -> bool:
    """Whether the line before `index` ended although the next word would have fitted.

    share: of the column's width that must be free in any case.
    """
    before, line = lines[index - 1], lines[index]
    near = lines[max(0, index - _NEAR) : index + _NEAR]
    right = max(
        other.right
        for other in near
        if abs(other.left - before.left) < 3 * line.height or other is before
    )
    word = _FIRST_WORD.match(line.text)
    letter = (line.right - line.left) / max(1, len(line.text))
    width = max(letter * len(word.group()) if word else 0.0, share * (right - before.left))
    return before.right + letter + width < right - 0.2 * line.height


def _starts_item(line: Line) -> bool:
    return ITEM.match(line.text) is not None


def _is_row(line: Line) -> bool:
    """Whether a line is a row of numbers, or an entry with dot leaders."""
    if _LEADERS.search(line.text):
        return True
    quantities = len(_QUANTITY.findall(line.text))
    return quantities >= 3 and quantities >= 0.4 * len(line.text.split())


def _heading_level(lines: Sequence[Line], first: int, last: int, body: Body) -> float | None:
    """The level of a heading, the smaller the higher; None for anything else."""
    line = lines[first]
    if last - first > _MOST_HEADING_LINES or CAPTION.match(line.text):
        return None
    text = " ".join(part.text for part in lines[first:last])
    if len(text) > _LONGEST_HEADING or sum(map(str.isalpha, text)) < 0.5 * len(text):
        return None
    numbered = NUMBERED.fullmatch(text)
    deep = numbered is not None and "." in numbered.group("number")
    larger = line.height > _LARGER * body.height
    emphatic = larger or (line.bold and not body.bold)
    if text[-1] in ",;" or (text[-1] in ".:" and not (larger and line.bold)) or text[0].islower():
        return None
    if not emphatic and not (deep and last - first == 1 and len(text) <= 80):
        return None
    if _starts_item(line) and not (numbered or larger):
        return None
    depth = numbered.group("number").count(".") + 1 if numbered else 1
    return -100 * round(line.height) + (0 if line.bold else 40) + depth
