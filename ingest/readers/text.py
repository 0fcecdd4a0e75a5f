"""Plain text: the document's text is the decoded file itself."""

from __future__ import annotations

from pathlib import Path

from ingest.readers.base import Reading
from ingest.readers.decode import decode
from ingest.readers.paragraphs import paragraphs


def read_text(path: Path) -> Reading:
    """Read a plain-text file: paragraphs, list items, and headings that are plain to see."""
    text = decode(path.read_bytes())
    return Reading("", "text/plain", (text,), tuple(paragraphs(text)))
