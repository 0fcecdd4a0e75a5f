"""What every reader returns, and the protocol it follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

BlockKind = Literal["text", "item", "row", "heading", "code"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the document's text that never shares a chunk with its neighbours.

    start, end: offsets in the document's text. headings: path from the top; a heading block's path
    ends with itself. columns: for a row, the names of its table's columns, else empty.
    cells: for a row, its values in the order of `columns`, else empty.
    """

    start: int
    end: int
    kind: BlockKind = "text"
    headings: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: its title ('' when it names none), its pages' texts, and its blocks.

    pages: the document's text is `"".join(pages)`; formats without pages have one.
    blocks: in reading order, not overlapping, each within one page; text outside blocks is not
    indexed (blank space, markup).
    """

    title: str
    media_type: str
    pages: tuple[str, ...]
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        return "".join(self.pages)


class Reader(Protocol):
    """Reads one family of files."""

    def __call__(self, path: Path) -> Reading:
        """Return the document at `path`; raise ReadError with reason and remedy if it cannot."""
        ...
