"""Tables on a PDF page: lines whose cells stand under each other, and the rows they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf_lines import Cell, Line
from ingest.readers.tables import CAPTION

_MOST_PITCH = 3.5  # line heights between the rows of one table
_WRAPPED_PITCH = 1.5  # line heights between the lines of one cell
_LEVEL = 0.4  # line heights by which lines of one level may differ
_RESIZED = 0.15  # of the line height: other type
_CLOSE = 0.8  # of the pitch of rows: lines of one cell
_LEADING = 1.3  # line heights from line to line within a cell, at most
_LOOK_AHEAD = 6  # lines in which a table must show itself again


@dataclass(frozen=True, slots=True)
class Row:
    """A row made of lines first to last (not included), and its cells, one per column."""

    first: int
    last: int
    cells: tuple[str, ...]


def table_runs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Spans (first, last) of the lines that make tables of two rows or more."""
    runs: list[tuple[int, int]] = []
    first = 0
    while first < len(lines):
        if len(lines[first].cells) < 2:
            first += 1
            continue
        last = _end_of_run(lines, first)
        first = _start_of_run(lines, first, runs[-1][1] if runs else 0)
        if len(_rows(lines, first, last)) > 1:
            runs.append((first, last))
        first = last
    return runs


def rows_of(lines: Sequence[Line], first: int, last: int) -> list[Row]:
    """The rows of the table in lines first to last, wrapped cells put together."""
    columns = _columns(lines[first:last])
    rows = []
    for start, end in _rows(lines, first, last):
        cells = [""] * len(columns)
        for line in lines[start:end]:
            for cell in line.cells or (_whole(line),):
                column = _column(columns, cell)
                text = line.text[cell.start : cell.end].strip()
                cells[column] = f"{cells[column]} {text}".strip()
        rows.append(Row(start, end, tuple(cells)))
    return rows


def _start_of_run(lines: Sequence[Line], first: int, earliest: int) -> int:
    """The first line of the row that the line at `first` jumps back up into, if it does."""
    line = lines[first]
    if first == earliest or lines[first - 1].bottom > line.bottom - _LEVEL * line.height:
        return first
    for index in range(max(earliest, first - _LOOK_AHEAD), first):
        if abs(lines[index].bottom - line.bottom) < _LEVEL * line.height:
            return index
    return first


def _end_of_run(lines: Sequence[Line], first: int) -> int:
    """The table's last line: the last with cells, or with the rest of a cell."""
    left = lines[first].left
    known = lines[first].cells
    last = first + 1
    for index in range(first + 1, len(lines)):
        before, line = lines[index - 1], lines[index]
        pitch = (before.bottom - line.bottom) / max(line.height, 1.0)
        if _begins_anew(before, line) or pitch > _MOST_PITCH:
            break
        if line.bottom > lines[first].bottom + _LEVEL * line.height:
            break
        if pitch < _LEVEL and not _has_level(lines[first:index], line):
            break
        if len(line.cells) > 1:
            known = line.cells if len(line.cells) >= len(known) else known
        elif sum(_overlap(cell, line) > 0 for cell in known) > 1:
            break
        if len(line.cells) > 1 or pitch < _LEVEL or _wraps(before, line, left):
            last = index + 1
        elif index - last >= _LOOK_AHEAD:
            break
    return last


def _begins_anew(before: Line, line: Line) -> bool:
    """Whether a line cannot belong to the table of the line before: a caption, or other type."""
    resized = abs(line.height - before.height) > _RESIZED * line.height
    return resized or CAPTION.match(line.text) is not None


def _has_level(lines: Sequence[Line], line: Line) -> bool:
    """Whether a line that does not go down stands at the height of one of `lines`."""
    return any(abs(other.bottom - line.bottom) < line.height for other in lines)


def _overlap(cell: Cell, line: Line) -> float:
    return min(cell.right, line.right) - max(cell.left, line.left)


def _wraps(before: Line, line: Line, left: float) -> bool:
    """Whether a line goes on with a cell of the line before, right of the first column."""
    close = 0 < before.bottom - line.bottom < _WRAPPED_PITCH * line.height
    half = 0.5 * (line.right - line.left)
    under = any(_overlap(cell, line) > half for cell in before.cells or (_whole(before),))
    return close and under and line.left > left + line.height


def _rows(lines: Sequence[Line], first: int, last: int) -> list[tuple[int, int]]:
    """Spans of the lines that make a row.

    A line that jumps back up belongs to the row it meets; one that stands closer to the line
    above than rows do is the rest of a cell.
    """
    left = min(line.left for line in lines[first:last])
    row_pitch = _row_pitch(lines[first:last])
    rows = [(first, first + 1)]
    for index in range(first + 1, last):
        before, line = lines[index - 1], lines[index]
        pitch = before.bottom - line.bottom
        if pitch < -_LEVEL * line.height:
            level = line.bottom - _LEVEL * line.height
            while len(rows) > 1 and lines[rows[-1][0]].bottom < level:
                rows.pop()
            rows[-1] = (rows[-1][0], index + 1)
        elif _is_rest(before, line, row_pitch) or (not line.cells and _wraps(before, line, left)):
            rows[-1] = (rows[-1][0], index + 1)
        else:
            rows.append((index, index + 1))
    return rows


def _row_pitch(lines: Sequence[Line]) -> float:
    """Points from one row to the next, the least between lines that both have cells; 0 if none."""
    pitches = (a.bottom - b.bottom for a, b in pairwise(lines) if a.cells and b.cells)
    return min((pitch for pitch in pitches if pitch > 0), default=0.0)


def _is_rest(before: Line, line: Line, row_pitch: float) -> bool:
    """Whether two lines, one of them without gaps, are closer than rows ever are."""
    pitch = before.bottom - line.bottom
    close = 0 < pitch < min(_CLOSE * row_pitch, _LEADING * line.height)
    return close and not (before.cells and line.cells)


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The columns' extents from left to right: of the lines with most cells, then of others."""
    most = max(len(line.cells) for line in lines)
    fullest = [cell for line in lines if len(line.cells) == most for cell in line.cells]
    columns = _merged([(cell.left, cell.right) for cell in fullest])
    beside = [
        (cell.left, cell.right)
        for line in lines
        for cell in line.cells or (_whole(line),)
        if all(cell.right <= left or cell.left >= right for left, right in columns)
    ]
    return sorted([*columns, *_merged(beside)])


def _merged(extents: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Extents from left to right, those that overlap made one."""
    merged: list[tuple[float, float]] = []
    for left, right in sorted(extents):
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def _column(columns: list[tuple[float, float]], cell: Cell) -> int:
    """The column that a cell overlaps most, else the nearest."""
    return max(
        range(len(columns)),
        key=lambda i: min(cell.right, columns[i][1]) - max(cell.left, columns[i][0]),
    )


def _whole(line: Line) -> Cell:
    return Cell(0, len(line.text), line.left, line.right)
