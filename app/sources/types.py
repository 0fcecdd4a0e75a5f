"""What stands behind a citation, and a document as Footnote read it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indexes.types import Chunk, Document


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page: shares, 0 to 1, of its width and height, from the upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page of a PDF as it is displayed. width, height: in points.

    start, end: offsets of its text in the document's. said: that text. marks: where the passage
    stands, in reading order, not overlapping. quoted: what of the passage is on this page, as
    text; placed: whether `marks` show it, true where there is nothing to show.
    """

    png: bytes
    width: float
    height: float
    marks: tuple[Box, ...]
    said: str
    start: int
    end: int
    placed: bool = True
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text, exactly as in the document. marked: whether it is of the passage."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A page's text, or a stretch of it: document_text[start:end], joined from its segments.

    before, after: whether the page has more text there.
    """

    segments: tuple[Segment, ...]
    before: bool
    after: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a table, taken from document_text[start:end], each as wide as `columns`, if any.

    columns: their names, () where the table names none; then the rows are equally wide. first: the
    number of the first row shown, counted from 1 below the names. marked: positions in `rows`.
    before, after: whether the page has more there.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: int
    marked: frozenset[int]
    before: bool
    after: bool
    start: int
    end: int


Body = PageImage | Passage | Table


@dataclass(frozen=True, slots=True)
class Source:
    """What stands behind a citation.

    dated: the document's own date as people write it, '' if it has none. page: the one shown, from
    1. passage_page, passage_end: the pages on which the passage begins and ends; each shows the
    marks of its own part. notice: why the body is text and no picture, as a sentence; '' where it
    is what it should be.
    """

    document: Document
    dated: str
    page: int
    page_count: int
    body: Body
    passage_page: int
    passage_end: int
    notice: str = ""

    @property
    def earlier(self) -> int | None:
        """The offset at which to open what precedes on this page; None where nothing does."""
        if isinstance(self.body, PageImage) or not self.body.before:
            return None
        return self.body.start - 1

    @property
    def later(self) -> int | None:
        """The offset at which to open what follows on this page; None where nothing does."""
        if isinstance(self.body, PageImage) or not self.body.after:
            return None
        return self.body.end


@dataclass(frozen=True, slots=True)
class Reading:
    """A page of a document as Footnote read it.

    body: without marks. chunks: those of the page that the body touches, in reading order. unread:
    why the page was not read, as a sentence; '' where it was. notice: as in `Source`.
    """

    document: Document
    page: int
    page_count: int
    body: Body
    chunks: tuple[Chunk, ...]
    unread: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """The file that was added, kept by Footnote. name: as people know it."""

    name: str
    media_type: str
    path: Path
