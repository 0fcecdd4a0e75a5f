"""Blocks -> chunks: sentences, list items and table rows with exact offsets and heading path."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
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


def chunk(reading: Reading) -> list[Chunk]:
    """The chunks of a document in reading order; id 0 and no document yet.

    Some may hold more tokens than an embedding model reads: `fitted` cuts those.
    """
    text = reading.text
    starts = [0, *accumulate(len(page) for page in reading.pages[:-1])]
    chunks = []
    for block in reading.blocks:
        for start, end in _spans(text, block):
            spoken = speak(block, text[start:end])
            if not any(character.isalnum() for character in spoken):
                continue
            page = bisect_right(starts, start)
            chunks.append(Chunk(0, "", start, end, page, block.headings, text[start:end], spoken))
    return chunks


def fitted(
    chunks: Iterable[Chunk], document_id: str, max_tokens: int, count_tokens: Callable[[str], int]
) -> list[Chunk]:
    """The chunks as they are stored, none too long for the embedding model.

    max_tokens: what the model reads of a text, its special tokens included; it would silently
    ignore the rest. A row that is too long goes on without its column names.
    """
    fits = _Fits(max_tokens, count_tokens)
    return [
        replace(piece, document_id=document_id)
        for whole in chunks
        for piece in ((whole,) if fits(whole.spoken) else _halves(whole, fits))
    ]


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


def _spans(text: str, block: Block) -> Iterator[tuple[int, int]]:
    source = text[block.start : block.end]
    if block.kind in ("row", "heading"):
        whole = [sentences.trim(source, 0, len(source))]
    elif block.kind == "code":
        whole = [(0, len(source))]
    else:
        whole = _join_short(sentences.split(source))
    longest = len(source) if block.kind == "row" else LONGEST
    for span in whole:
        for first, last in _cut(source, span, longest):
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


def _halves(whole: Chunk, fits: _Fits) -> Iterator[Chunk]:
    """The chunk cut until its pieces are small enough for the embedding model."""
    for start, end in _cut(whole.text, (0, len(whole.text)), (len(whole.text) + 1) // 2):
        text = whole.text[start:end]
        piece = replace(
            whole, start=whole.start + start, end=whole.start + end, text=text,
            spoken=clean(text).text,
        )  # fmt: skip
        if fits(piece.spoken) or len(text) < 2:
            yield piece
        else:
            yield from _halves(piece, fits)
