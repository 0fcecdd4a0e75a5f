"""What opening a file gives: its text as chunks, and the files that are inside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from indexes.types import Chunk, LineBox, Unread
from ingest.chunk import chunk
from ingest.readers import ARCHIVES, UNPACKERS, kind_of, read, unpack
from ingest.readers.base import ALONE, Desk, Reading, Unpacked


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """A page's text. width, height in points, 0 without a printed page; lines: their boxes."""

    text: str
    width: float = 0.0
    height: float = 0.0
    lines: tuple[LineBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """A document ready to be embedded. chunks: id 0, no document yet."""

    title: str
    media_type: str
    pages: tuple[ExtractedPage, ...]
    chunks: tuple[Chunk, ...]
    warnings: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was opened. extract: None for an archive, which has no text of its own."""

    extract: Extract | None
    unpacked: Unpacked = field(default_factory=Unpacked)


def open_file(path: Path, name: str, folder: Path, desk: Desk = ALONE) -> Opened:
    """Read a file and take out what is inside it, as far as its kind has either.

    folder: where members are written; made when there are any. Raises ReadError naming the file.
    """
    kind = kind_of(path, name)
    unpacked = unpack(path, name, folder) if kind in UNPACKERS else Unpacked()
    if kind in ARCHIVES:
        return Opened(None, unpacked)
    return Opened(extracted(read(path, name, desk)), unpacked)


def extracted(reading: Reading) -> Extract:
    """A reading cut into chunks."""
    layouts = reading.layouts or [None] * len(reading.pages)
    pages = tuple(
        ExtractedPage(text, layout.width, layout.height, layout.lines)
        if layout
        else ExtractedPage(text)
        for text, layout in zip(reading.pages, layouts, strict=True)
    )
    return Extract(
        reading.title, reading.media_type, pages, tuple(chunk(reading)), reading.warnings,
        reading.unread,
    )  # fmt: skip
