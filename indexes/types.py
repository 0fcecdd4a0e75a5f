"""The few types that every room speaks: what is stored, and what is found.

Offsets are in characters (Unicode code points) of the document's text, `start` included and `end`
not, so that `document_text[start:end]` is the passage. For plain text, Markdown and CSV the
document's text is the decoded file itself; for all other formats it is the text that the reader
took from the file, pages joined.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was ingested.

    id: 16 hex digits, the same for the same bytes, collection and owner.
    source: the path or upload name it came from. sha256: of the file's bytes, in hex.
    page_count: 1 or more; formats without pages have one. private: whether its text may be given
    only to models on this machine. tags: words that people gave it, in their order. renamed: the
    name that people gave it; '' where its file's own is shown.
    """

    id: str
    collection: str
    title: str
    source: str
    media_type: str
    sha256: str
    page_count: int
    owner: str
    added_at: datetime
    private: bool = False
    tags: tuple[str, ...] = ()
    renamed: str = ""

    @property
    def name(self) -> str:
        """The name that people gave it, else its file's own."""
        return self.renamed or self.source.rstrip("/").rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class LineBox:
    """Where a printed line stands on its page.

    start, end: offsets of its text in the document's. left, bottom, right, top: points (1/72 inch)
    from the lower left corner of the page as it is displayed, turned and cropped.
    """

    start: int
    end: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Unread:
    """A page whose text is not in the library. reason: why, and the remedy, as a sentence."""

    page: int
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document. number: from 1. start: offset of its text in the document's.

    A document's text is exactly its pages' texts joined by nothing. width, height: in points as
    displayed; 0 for formats without a printed page. lines: in reading order; PDF only.
    """

    document_id: str
    number: int
    start: int
    text: str
    width: float = 0.0
    height: float = 0.0
    lines: tuple[LineBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """The smallest indexed unit: a sentence, list item or table row.

    id: the chunk's row, never reused; 0 before it is stored.
    text: always `document_text[start:end]`. spoken: the same without debris (soft hyphens, broken
    lines, markup), a table row with its column names: what is embedded, searched and read by the
    model. headings: from the document's top to the section that holds the chunk.
    """

    id: int
    document_id: str
    start: int
    end: int
    page: int
    headings: tuple[str, ...]
    text: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Window:
    """A chunk with its neighbours: what is scored, shown to the model, and cited from.

    chunks: in reading order, all of one document. text: `document_text[start:end]`.
    centre: the id of the chunk that was scored.
    """

    document: Document
    centre: int
    chunks: tuple[Chunk, ...]
    text: str

    @property
    def start(self) -> int:
        return self.chunks[0].start

    @property
    def end(self) -> int:
        return self.chunks[-1].end

    @property
    def page(self) -> int:
        """The page on which the scored chunk stands."""
        return next(chunk.page for chunk in self.chunks if chunk.id == self.centre)

    @property
    def headings(self) -> tuple[str, ...]:
        return next(chunk.headings for chunk in self.chunks if chunk.id == self.centre)

    @property
    def spoken(self) -> str:
        """The window as the model reads it."""
        return "\n".join(chunk.spoken for chunk in self.chunks)

    def part(self, first: int, last: int) -> Window:
        """The window cut to chunks[first:last]; the centre must be among them."""
        chunks = self.chunks[first:last]
        text = self.text[chunks[0].start - self.start : chunks[-1].end - self.start]
        return replace(self, chunks=chunks, text=text)


@dataclass(frozen=True, slots=True)
class Scores:
    """What each stage gave a window; each compares only with its own kind. Higher is better.

    dense: cosine of question and window, -1 to 1. lexical: BM25, from 0. routing: how well the
    document itself answers to the question's words, 0 to 1. fused: sum of the above, scaled.
    rerank: the reranker's logit; None where it did not look.
    """

    dense: float
    lexical: float
    routing: float
    fused: float
    rerank: float | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """Which of several versions a document is.

    label: what tells it from the others, as `2024` or `v3`. of: how many there are in its
    collection, this one included. newest: whether it is the newest of them.
    """

    label: str
    newest: bool
    of: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A window that was found. Scores compare only within a stage; higher is better.

    score: of the last stage that ranked it, which `stage` names. similarity: cosine of question and
    window, -1 to 1. coverage: share of the question's content words, weighted by rarity, that the
    window holds, 0 to 1. version: None for a document that has no other versions.
    """

    window: Window
    score: float
    stage: str
    similarity: float
    coverage: float
    scores: Scores
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """A window that was found and is not among the hits. reason: why, as a sentence.

    stage: `repeat` (its text is in a better hit), `overlap` (a better hit shows its centre),
    `rank` (enough better ones), `budget` (no characters left).
    """

    window: Window
    scores: Scores
    stage: str
    reason: str
