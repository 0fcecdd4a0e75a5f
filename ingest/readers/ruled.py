"""Tables in plain text: a header, a line of dashes below it, and rows in the same columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.base import Block
from ingest.readers.cuts import trim
from ingest.readers.tables import fitted

_RULER = frozenset(" \t\r\n|+:-=")
_RUN = re.compile(r"[-=]{2,}")
_LONGEST_LINE = 2000

Span = tuple[int, int]


def ruled_rows(text: str, lines: Sequence[Span], path: tuple[str, ...]) -> list[Block]:
    """The rows of the table that `lines` are; none if they are no table.

    lines: offsets of neighbouring lines. path: the headings above. Columns stand under the runs of
    dashes, or between bars where the ruler has bars or crosses.
    """
    rulers = [at for at, line in enumerate(lines) if _is_ruler(text, line)]
    if not rulers or rulers[0] > 1:
        return []
    # a ruler above the header, too, as in reStructuredText
    below = rulers[1] if rulers[0] == 0 and len(rulers) > 1 else rulers[0]
    if below not in (1, 2) or len(lines) - len(rulers) < 2:
        return []
    ruler = text[slice(*lines[below])]
    names = tuple(_cells(text[slice(*lines[below - 1])], ruler))
    rows = [line for at, line in enumerate(lines) if at > below and at not in rulers]
    blocks = []
    for line in rows:
        columns, cells = fitted(names, _cells(text[slice(*line)], ruler))
        blocks.append(Block(*trim(text, *line), "row", path, columns, cells))
    return blocks


def _is_ruler(text: str, line: Span) -> bool:
    if line[1] - line[0] > _LONGEST_LINE:
        return False
    found = text[slice(*line)]
    return _RULER.issuperset(found) and len(_RUN.findall(found)) > 1


def _cells(line: str, ruler: str) -> list[str]:
    if "|" in ruler or "+" in ruler:
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    starts = [0, *[run.start() for run in _RUN.finditer(ruler)][1:], len(line)]
    return [line[first:last].strip() for first, last in pairwise(starts)]
