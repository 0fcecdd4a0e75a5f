"""Blocks -> chunks: sentences, list items and table rows with exact offsets and heading path."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate

from langchain_text_splitters import RecursiveCharacterTextSplitter

from indexes.types import Chunk
from ingest import sentences
from ingest.clean import clean
from ingest.readers.base import Block, Reading

SHORTEST = 40
"""Characters under which a sentence joins its neighbour in the same paragraph."""

LONGEST = 400
"""Characters above which a sentence is cut, at a comma or space where there is one."""


def chunk(
    reading: Reading, document_id: str, max_tokens: int, count_tokens: Callable[[str], int]
) -> list[Chunk]:
    """The chunks of a document in reading order, ids 0 (not stored yet).

    max_tokens: what the embedding model reads, its special tokens included; no chunk's spoken text
    has more, since the model would silently ignore the rest.
    """
    text = reading.text
    starts = [0, *accumulate(len(page) for page in reading.pages[:-1])]
    fits = _Fits(max_tokens, count_tokens)
    chunks = []
    for block in reading.blocks:
        for start, end in _spans(text, block, fits):
            spoken = speak(block, text[start:end])
            if not any(character.isalnum() for character in spoken):
                continue
            page = bisect_right(starts, start)
            chunks.append(
                Chunk(0, document_id, start, end, page, block.headings, text[start:end], spoken)
            )
    return chunks


def speak(block: Block, text: str) -> str:
    """A chunk as it is embedded and read: clean, and a table row with its column names."""
    if block.kind == "row" and text.strip() and len(block.columns) == len(block.cells) > 0:
        pairs = zip(block.columns, block.cells, strict=True)
        named = [f"{name}: {cell}" if name else cell for name, cell in pairs if cell.strip()]
        return clean("; ".join(named)).text
    return clean(text).text


class _Fits:
    """Whether a text fits into one vector; counts tokens only where characters do not tell."""

    def __init__(self, max_tokens: int, count_tokens: Callable[[str], int]) -> None:
        self.max_tokens = max_tokens
        self._count = count_tokens

    def __call__(self, spoken: str) -> bool:
        # a token is at least one character, and two are special
        return len(spoken) <= self.max_tokens - 2 or self._count(spoken) <= self.max_tokens


def _spans(text: str, block: Block, fits: _Fits) -> Iterator[tuple[int, int]]:
    source = text[block.start : block.end]
    if block.kind in ("row", "heading"):
        whole = [sentences.trim(source, 0, len(source))]
    elif block.kind == "code":
        whole = _cut(source, (0, len(source)), LONGEST)
    else:
        whole = _join_short(sentences.split(source))
    for start, end in whole:
        longest = len(source) if block.kind == "row" else LONGEST
        for span in _cut(source, (start, end), longest):
            for first, last in _shrink(source, span, block, fits):
                yield block.start + first, block.start + last


def _join_short(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined:
            first, last = joined[-1]
            short = min(last - first, end - start) < SHORTEST
            if short and end - first <= LONGEST:
                joined[-1] = (first, end)
                continue
        joined.append((start, end))
    return joined


def _cut(source: str, span: tuple[int, int], longest: int) -> list[tuple[int, int]]:
    """The span, or its pieces of at most `longest` characters, cut at the best place there is."""
    start, end = span
    if end - start <= longest:
        return [span] if start < end else []
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=longest,
        chunk_overlap=0,
        add_start_index=True,
        keep_separator="end",
        separators=["\n\n", "\n", "; ", ": ", ", ", " ", ""],
    )
    pieces = splitter.create_documents([source[start:end]])
    spans = []
    for piece in pieces:
        first = start + int(piece.metadata["start_index"])
        spans.append(sentences.trim(source, first, first + len(piece.page_content)))
    return spans


def _shrink(
    source: str, span: tuple[int, int], block: Block, fits: _Fits
) -> Iterator[tuple[int, int]]:
    """Pieces small enough for the embedding model: halves until they fit."""
    start, end = span
    if fits(speak(block, source[start:end])) or end - start < 2:
        yield span
        return
    if block.kind == "row":  # a row too long for one vector: its text without column names
        block = Block(block.start, block.end, "text", block.headings)
    for piece in _cut(source, span, (end - start + 1) // 2):
        yield from _shrink(source, piece, block, fits)
