"""Plain text: the document's text is the decoded file itself."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.readers.base import Block, Reading
from ingest.readers.decode import decipher
from ingest.readers.draft import Outline
from ingest.readers.paragraphs import paragraphs

_PAGE = re.compile(r"[^\f]*+(?:\f+|\Z)")
_MOST_PAGES = 20_000


def read_text(path: Path) -> Reading:
    """Read a plain-text file: paragraphs, list items, and headings that are plain to see.

    Form feeds end pages, as in what printers and scanners' software write.
    """
    decoded = decipher(path.read_bytes())
    pages = _pages(decoded.text)
    outline = Outline()
    blocks: list[Block] = []
    start = 0
    for page in pages:
        blocks += paragraphs(decoded.text, start, start + len(page), outline)
        start += len(page)
    return Reading("", "text/plain", pages, tuple(blocks), decoded.warnings)


def _pages(text: str) -> tuple[str, ...]:
    """The text cut behind its form feeds; one page if there are unreasonably many."""
    pages = [page for page in _PAGE.findall(text) if page]
    if len(pages) > 1 and not pages[-1].strip():
        pages[-2:] = [pages[-2] + pages[-1]]
    return tuple(pages) if 0 < len(pages) <= _MOST_PAGES else (text,)
