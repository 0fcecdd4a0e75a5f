"""What must hold for every reading, whatever the format."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from pathlib import Path

from ingest.readers import read
from ingest.readers.base import Block, BlockKind, Reading


def checked(path: Path, name: str | None = None) -> Reading:
    """Read a file and check its blocks: in order, not blank, trimmed, each within one page."""
    reading = read(path, name)
    text = reading.text
    starts = [0, *accumulate(len(page) for page in reading.pages[:-1])]
    last = 0
    for block in reading.blocks:
        assert last <= block.start < block.end <= len(text)
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        assert bisect_right(starts, block.start) == bisect_right(starts, block.end - 1)
        assert len(block.columns) == len(block.cells)
        last = block.end
    return reading


def texts(reading: Reading, kind: BlockKind | None = None) -> list[str]:
    """The texts of the blocks, or of those of one kind."""
    return [said(reading, block) for block in reading.blocks if kind in (None, block.kind)]


def said(reading: Reading, block: Block) -> str:
    return reading.text[block.start : block.end]


def block_of(reading: Reading, fragment: str) -> Block:
    """The only block that holds `fragment`."""
    found = [block for block in reading.blocks if fragment in said(reading, block)]
    assert len(found) == 1, (fragment, texts(reading))
    return found[0]


def labelled(block: Block) -> dict[str, str]:
    """A row's cells by column."""
    return dict(zip(block.columns, block.cells, strict=True))
