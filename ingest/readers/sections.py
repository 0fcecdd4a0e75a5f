"""reStructuredText, AsciiDoc and LaTeX: plain text whose headings are marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.readers.base import Block, Reading
from ingest.readers.cuts import trim
from ingest.readers.decode import decipher
from ingest.readers.draft import Outline
from ingest.readers.paragraphs import paragraphs

_UNDERLINED = re.compile(
    r"^(?:(?P<over>([=\-~^\"'*+#`:.])\2{2,})[ \t]*\r?\n)?"
    r"(?P<name>(?!\.\. |[=\-~^\"'*+#`:.]{3})[^\s][^\r\n]{0,120})\r?\n"
    r"(?P<under>([=\-~^\"'*+#`:.])\5{2,})[ \t]*(?=\r?\n|\Z)",
    re.MULTILINE,
)
_EQUALS = re.compile(r"^(?P<level>={1,6}|#{1,6})[ \t]+(?P<name>[^\r\n]{1,120})", re.MULTILINE)
_COMMAND = re.compile(
    r"\\(?P<level>part|chapter|section|subsection|subsubsection|paragraph)\*?"
    r"(?:\[[^\[\]]{0,120}\])?\{(?P<name>[^{}]{1,120})\}"
)
_COMMANDS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph")
_PREAMBLE = re.compile(r"\\begin\{document\}")
_MEDIA_TYPES = {".rst": "text/x-rst", ".tex": "application/x-tex"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's level, from 0, its name, and where both name and marks stand."""

    level: int
    name: str
    span: tuple[int, int]
    marked: tuple[int, int]


def read_sections(path: Path) -> Reading:
    """Read a text with marked headings: sections, paragraphs and list items; markup stays in."""
    decoded = decipher(path.read_bytes())
    text, suffix = decoded.text, path.suffix.lower()
    outline = Outline()
    blocks: list[Block] = []
    place = _body(text, suffix)
    title = ""
    for heading in _headings(text, suffix, place):
        blocks += paragraphs(text, place, heading.marked[0], outline)
        name = " ".join(heading.name.split())
        title = title or name
        start, end = trim(text, *heading.span)
        blocks.append(Block(start, end, "heading", outline.enter(heading.level, name)))
        place = heading.marked[1]
    blocks += paragraphs(text, place, len(text), outline)
    media_type = _MEDIA_TYPES.get(suffix, "text/asciidoc")
    return Reading(title, media_type, (text,), tuple(blocks), decoded.warnings)


def _body(text: str, suffix: str) -> int:
    """Where the text proper begins."""
    found = _PREAMBLE.search(text) if suffix == ".tex" else None
    return found.end() if found else 0


def _headings(text: str, suffix: str, start: int) -> Iterator[Heading]:
    levels: dict[str, int] = {}  # in reStructuredText, in the order in which they first appear
    pattern = {".rst": _UNDERLINED, ".tex": _COMMAND}.get(suffix, _EQUALS)
    for match in pattern.finditer(text, start):
        name = match.group("name")
        if not name.strip():
            continue
        if suffix == ".rst":
            over, under = match.group("over") or "", match.group("under")
            if len(under) < len(name.rstrip()) * 0.8:
                continue
            level = levels.setdefault(over[:1] + under[:1], len(levels))
        elif suffix == ".tex":
            level = _COMMANDS.index(match.group("level"))
        else:
            level = len(match.group("level")) - 1
        yield Heading(level, name, match.span("name"), match.span())
