"""Lines that PDFium breaks although they stand on one baseline, joined again."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.pdf_lines import CELL_GAP, Cell, Line

_OVERLAP = 0.5  # of the smaller line's height: lines side by side
_TOUCHING = 0.15  # line heights: no space between
_BACKWARD = 0.3  # line heights by which a line may begin before the last one ends


def on_baselines(lines: Sequence[Line]) -> list[Line]:
    """The lines, each joined with those that continue it to the right at the same height."""
    joined: list[Line] = []
    last: Line | None = None
    for line in lines:
        # a line along a slope goes on from its last piece, one with a raised number from the whole
        if last is not None and (_continues(joined[-1], line) or _continues(last, line)):
            joined[-1] = _join(joined[-1], line)
        else:
            joined.append(line)
        last = line
    return joined


def _continues(before: Line, line: Line) -> bool:
    height = min(before.height, line.height)
    shared = min(before.bottom + before.height, line.bottom + line.height) - max(
        before.bottom, line.bottom
    )
    return shared > _OVERLAP * height > 0 and line.left > before.right - _BACKWARD * height


def _join(before: Line, line: Line) -> Line:
    larger = before if len(before.text) > len(line.text) else line
    gap = line.left - before.right
    space = "" if gap < _TOUCHING * larger.height else " "
    shift = len(before.text) + len(space)
    cells = list(_cells(before))
    for cell in _cells(line):
        moved = Cell(cell.start + shift, cell.end + shift, cell.left, cell.right)
        if moved.left - cells[-1].right > CELL_GAP * larger.height:
            cells.append(moved)
        else:
            cells[-1] = Cell(cells[-1].start, moved.end, cells[-1].left, moved.right)
    return Line(
        before.text + space + line.text,
        before.left,
        max(before.right, line.right),
        larger.bottom,
        larger.height,
        before.bold and line.bold,
        tuple(cells) if len(cells) > 1 else (),
        (before.source[0], line.source[1]),
        min(before.foot, line.foot),
        max(before.top, line.top),
    )


def _cells(line: Line) -> Sequence[Cell]:
    return line.cells or (Cell(0, len(line.text), line.left, line.right),)
