"""A reading under construction, for formats whose text Footnote puts together itself."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.base import Block, BlockKind
from ingest.readers.cuts import pieces
from ingest.readers.tables import CAPTION, fitted, header, without_empty_columns

_LONGEST_CAPTION = 200


class Outline:
    """The path of headings at the place where a reader stands."""

    def __init__(self) -> None:
        self._open: list[tuple[float, str]] = []

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._open)

    def enter(self, level: float, text: str) -> tuple[str, ...]:
        """Open a heading, closing those of its level and below it; return the new path.

        level: the smaller, the higher; any scale that is used throughout.
        """
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        self._open.append((level, text))
        return self.path


class Draft:
    """Text that grows block by block, one block a line."""

    def __init__(self) -> None:
        self.outline = Outline()
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []

    def add(self, text: str, kind: BlockKind = "text") -> None:
        """Append a block; nothing if it is blank. Very long text becomes several blocks."""
        for start, end in pieces(text, 0, len(text)):
            at = self._write(text[start:end])
            self._blocks.append(Block(at, at + end - start, kind, self.outline.path))

    def heading(self, level: int, text: str) -> None:
        """Append a heading block and enter its section; nothing if it is blank."""
        if text.strip():
            self.outline.enter(level, " ".join(text.split()))
            self.add(text, "heading")

    def table(self, rows: Sequence[Sequence[str]], marked: bool, caption: str = "") -> None:
        """Append a table, a row a line, its filled cells joined by " | ".

        marked: the file itself says that the first row names the columns. caption: what the file
        calls the table; else a line just above that reads like one stands for it.
        """
        self.add(caption)
        tidy = [[" ".join(cell.split()) for cell in row] for row in rows]
        full = [row for row in without_empty_columns(tidy) if any(row)]
        if not full:
            return
        head = header(full, marked)
        path = (*self.outline.path, *([caption] if caption else self._caption()))
        for index, row in enumerate(full):
            line = " | ".join(filter(None, row))
            at = self._write(line)
            if index or head.indexed:
                columns = head.columns if index else ()
                self._blocks += _row_blocks(line, at, path, (columns, row))

    def finish(self) -> tuple[str, tuple[Block, ...]]:
        """The text and its blocks."""
        return "".join(self._parts), tuple(self._blocks)

    def _caption(self) -> tuple[str, ...]:
        """The caption that was added last, as a heading of the table that follows it alone."""
        if not self._blocks or self._blocks[-1].kind != "text":
            return ()
        last = self._parts[-2]
        return (last,) if CAPTION.match(last) and len(last) < _LONGEST_CAPTION else ()

    def _write(self, line: str) -> int:
        at = self._length
        self._parts += (line, "\n")
        self._length += len(line) + 1
        return at


def _row_blocks(
    line: str, at: int, path: tuple[str, ...], labelled: tuple[tuple[str, ...], Sequence[str]]
) -> list[Block]:
    """The blocks of a row written as `line` at offset `at`: one, or several if it is very long."""
    columns, row = labelled
    spans = list(pieces(line, 0, len(line)))
    if len(row) == 1 or len(spans) > 1:
        return [Block(at + start, at + end, "text", path) for start, end in spans]
    # a lone cell across the table is a subtitle, not a value of the first column
    alone = sum(map(bool, row)) == 1
    names, cells = ((), ()) if alone else fitted(columns, row)
    return [Block(at + start, at + end, "row", path, names, cells) for start, end in spans]
