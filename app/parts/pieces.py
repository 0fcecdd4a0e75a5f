"""A chunk of several sentences taken apart, each with its own place."""

from __future__ import annotations

from dataclasses import replace

from indexes.types import Chunk
from ingest import sentences


def pieces(chunk: Chunk) -> list[Chunk]:
    """The chunk's sentences as chunks; the chunk itself where it is one, or a row of a table.

    A sentence is spoken as it stands, blanks single; only a whole chunk is spoken without debris.
    """
    if " ".join(chunk.text.split()) != chunk.spoken:
        return [chunk]
    spans = sentences.split(chunk.text)
    if len(spans) < 2:
        return [chunk]
    return [
        replace(
            chunk,
            start=chunk.start + start,
            end=chunk.start + end,
            text=chunk.text[start:end],
            spoken=" ".join(chunk.text[start:end].split()),
        )
        for start, end in spans
    ]


def is_heading(chunk: Chunk) -> bool:
    """Whether a chunk is the heading of its own section."""
    return bool(chunk.headings) and chunk.headings[-1].endswith(chunk.text.strip())
