"""Readers: one per family of files, and the choice among them.

A reader states only why it refuses a file; `read` puts the file's name in front.
"""

from __future__ import annotations

from pathlib import Path

from indexes.errors import ReadError
from ingest.readers.base import Reader, Reading
from ingest.readers.kinds import sniff
from ingest.readers.markdown import read_markdown
from ingest.readers.office import read_docx
from ingest.readers.pdf import read_pdf
from ingest.readers.table import read_table
from ingest.readers.text import read_text
from ingest.readers.web import read_html

READERS: dict[str, Reader] = {
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_text,
    ".text": read_text,
    ".csv": read_table,
    ".tsv": read_table,
}

SUFFIXES: frozenset[str] = frozenset(READERS)
"""The file name endings that go in, lower case with their dot."""

_FORMATS = "PDF, DOCX, HTML, Markdown, plain text and CSV"


def read(path: Path, name: str | None = None) -> Reading:
    """Read the document at `path`, known to people as `name` (default: the file's own name).

    The reader is chosen by content where that is telling, else by the name's suffix; a file
    without suffix is read as plain text. Raises ReadError naming the file, reason and remedy.
    """
    shown = name or path.name
    suffix = Path(shown).suffix.lower()
    try:
        if path.stat().st_size == 0:
            raise ReadError("is empty; check that it was saved or copied completely.")
        reading = _choose(sniff(path), suffix)(path)
    except ReadError as error:
        raise ReadError(f"{shown} {error}") from error
    except OSError as error:
        raise ReadError(f"{shown} cannot be read ({error.strerror}); check it.") from error
    if not reading.blocks:
        raise ReadError(f"{shown} has no text; check that it is the file you meant.")
    return reading


def _choose(content: str, suffix: str) -> Reader:
    if content in READERS:
        return READERS[content]
    if content:
        raise ReadError(
            f"looks like {content}; save it as one of the formats that go in: {_FORMATS}."
        )
    if suffix in (".pdf", ".docx"):
        raise ReadError(
            f"is no {suffix[1:].upper()} file, whatever its name says; check its source."
        )
    if suffix and suffix not in READERS:
        raise ReadError(f"is a {suffix} file, which does not go in; save it as one of: {_FORMATS}.")
    return READERS[suffix or ".txt"]
