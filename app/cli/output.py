"""What the command line writes: safe text, columns, JSON lines."""

from __future__ import annotations

import json
import re
import sys
import textwrap
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence

# Control characters but tab and line feed, and marks that reverse the order of text: both can make
# a terminal show something else than the document says.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """`text` with everything that could steer a terminal replaced by U+FFFD."""
    return _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """`text`, safe, on a single line."""
    return plain(" ".join(text.split()))


def indented(text: str) -> str:
    """`text`, safe, wrapped to 88 columns and indented by four."""
    return textwrap.fill(one_line(text), 88, initial_indent="    ", subsequent_indent="    ")


def columns(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """One line for each row, columns two spaces apart and set left.

    right: columns, from 0, that are set right, as numbers are.
    """
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_padded(row, widths, right)).rstrip() for row in rows]


def counted(count: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def print_json(value: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None:
    """Write one line of JSON to stdout at once. In UTF-8 letters stay letters, else escapes."""
    escaped = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(value, ensure_ascii=escaped), flush=True)


def note(text: str) -> None:
    """Write a line to stderr: what people want to know and programs do not."""
    print(one_line(text), file=sys.stderr, flush=True)


def _padded(row: Sequence[str], widths: Sequence[int], right: Collection[int]) -> Iterator[str]:
    for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
        blank = " " * (width - _width(cell))
        yield blank + cell if at in right else cell + blank


def _width(text: str) -> int:
    """Columns that text takes on a terminal: Chinese and Japanese characters take two."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))
