"""What every reader returns, and the protocols that readers follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from indexes.types import LineBox, Unread

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
class Layout:
    """How a printed page looks: its size in points as displayed, and where its lines stand."""

    width: float
    height: float
    lines: tuple[LineBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: its title ('' when it names none), its pages' texts, and its blocks.

    pages: the document's text is `"".join(pages)`; formats without pages have one.
    blocks: in reading order, not overlapping, each within one page; text outside blocks is not
    indexed (blank space, markup). warnings: what of the document is not in the text, each a
    sentence. layouts: one a page, or none at all. unread: pages whose text could not be had; they
    are in `pages` all the same, as '' or a form feed.
    """

    title: str
    media_type: str
    pages: tuple[str, ...]
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = field(default=())
    layouts: tuple[Layout, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def text(self) -> str:
        return "".join(self.pages)


def nobody(page: int, count: int) -> None:
    """The listener of a reader that runs by itself."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a reader of paged files is given beside the file.

    begin: to be called with (page number from 1, page count) before each page is read, so that
    whoever watches knows which page a dead reader died of. skip: pages not to be read, each with
    the reason to report. stop: the last page to be read; later ones are reported as unread.
    scratch: a folder that outlives the reader, for dear results such as OCR; None: keep nothing.
    ocr: Tesseract's names of the languages to read pictures of text in, joined by "+"; "" for all
    that are installed, "off" for no OCR.
    """

    begin: Callable[[int, int], None] = nobody
    skip: Mapping[int, str] = field(default_factory=dict)
    stop: int | None = None
    scratch: Path | None = None
    ocr: str = ""

    def unread(self, page: int) -> Unread | None:
        """Why a page is not to be read; None when it is."""
        if page in self.skip:
            return Unread(page, self.skip[page])
        if self.stop is not None and page > self.stop:
            return Unread(page, "Not reached: reading ended at an earlier page.")
        return None


ALONE = Desk()
"""The desk of a reader that runs by itself."""


class Reader(Protocol):
    """Reads one family of files as a whole."""

    def __call__(self, path: Path) -> Reading:
        """Return the document at `path`; raise ReadError with reason and remedy if it cannot."""
        ...


class PagedReader(Protocol):
    """Reads one family of files page by page."""

    def __call__(self, path: Path, desk: Desk) -> Reading:
        """Return the document at `path`; raise ReadError with reason and remedy if it cannot."""
        ...


@dataclass(frozen=True, slots=True)
class Member:
    """A file that was inside another. name: its path in there, cleaned; path: where it is now."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Refused:
    """Something inside a file that does not come out. name: cleaned; reason: a sentence."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What was inside a file."""

    members: tuple[Member, ...] = ()
    refused: tuple[Refused, ...] = ()


class Unpacker(Protocol):
    """Takes the files out of an archive, a mail, or any file that carries others."""

    def __call__(self, path: Path, folder: Path) -> Unpacked:
        """Write what `path` holds into `folder` under names of Footnote's own choosing.

        Raises ReadError with reason and remedy when nothing can be had.
        """
        ...
