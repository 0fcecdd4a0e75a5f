"""Rich text (RTF): body, tables, text boxes, notes, comments, headers and footers."""

from __future__ import annotations

from pathlib import Path

from indexes.errors import ReadError
from ingest.readers.base import Reading
from ingest.readers.draft import Draft
from ingest.readers.rtf_flow import Flow, Paragraph, write
from ingest.readers.rtf_words import Interpreter

MEDIA_TYPE = "application/rtf"

_EXTRAS = (
    ("footnote", "Footnotes"),
    ("endnote", "Endnotes"),
    ("annotation", "Comments"),
    ("header", "Header"),
    ("footer", "Footer"),
)


def read_rtf(path: Path) -> Reading:
    """Read a rich-text document; it counts as one page.

    Notes, comments, headers and footers follow at the end, each kind under a heading of its own.
    Hidden and deleted text and embedded objects are left out and named. Raises ReadError where the
    file is no rich text.
    """
    data = path.read_bytes()
    start = data.find(b"{\\rt", 0, 1024)
    if start < 0:
        raise ReadError("is no RTF file, whatever its name says; save it again as RTF or DOCX.")
    interpreter = Interpreter(data[start:])
    interpreter.run()
    draft = Draft()
    write(draft, interpreter.flow("body"))
    for name, title in _EXTRAS:
        flow = interpreter.flow(name)
        if name in ("header", "footer"):
            _keep_different(flow)
        if flow.entries:
            draft.heading(1, title)
            write(draft, flow)
    text, blocks = draft.finish()
    return Reading(interpreter.title, MEDIA_TYPE, (text,), blocks, interpreter.warnings)


def _keep_different(flow: Flow) -> None:
    """Each section of a document has headers of its own, mostly the same."""
    seen: set[str] = set()
    kept = []
    for entry in flow.entries:
        if not isinstance(entry, Paragraph) or entry.text not in seen:
            kept.append(entry)
        if isinstance(entry, Paragraph):
            seen.add(entry.text)
    flow.entries = kept
