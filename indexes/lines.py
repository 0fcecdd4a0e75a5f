"""The boxes of a page's lines as they are stored: six numbers a line, hundredths of a point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexes.types import LineBox

_NUMBERS = 6
_UNIT = 100.0


def pack(lines: Sequence[LineBox], page_start: int) -> bytes:
    """Lines as little-endian 32-bit integers; offsets are counted from the page's own start."""
    rows = [
        (
            line.start - page_start, line.end - page_start, line.left * _UNIT,
            line.bottom * _UNIT, line.right * _UNIT, line.top * _UNIT,
        )
        for line in lines
    ]  # fmt: skip
    bounds = np.iinfo(np.int32)
    table = np.asarray(rows, np.float64)
    return np.rint(table).clip(bounds.min, bounds.max).astype("<i4").tobytes()


def unpack(packed: bytes, page_start: int) -> tuple[LineBox, ...]:
    """The lines that `pack` packed, places exact to a hundredth of a point."""
    rows = np.frombuffer(packed, "<i4").reshape(-1, _NUMBERS).tolist()
    return tuple(
        LineBox(page_start + start, page_start + end, *(place / _UNIT for place in places))
        for start, end, *places in rows
    )
