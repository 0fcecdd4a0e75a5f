from __future__ import annotations

from indexes.lines import pack, unpack
from indexes.types import LineBox


def test_lines_come_back_as_they_went() -> None:
    lines = (LineBox(1000, 1040, 72.25, 700.0, 523.01, 712.5), LineBox(1041, 1050, -3.5, 0, 1, 9))
    assert unpack(pack(lines, 990), 990) == lines


def test_page_without_lines_packs_to_nothing() -> None:
    assert pack((), 5) == b""
    assert unpack(b"", 5) == ()


def test_absurd_places_are_bounded() -> None:
    (line,) = unpack(pack((LineBox(0, 1, -1e300, 0, 1e300, 1),), 0), 0)
    assert line.left == -line.right - 0.01
