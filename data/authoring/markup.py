"""The light markup of the sample texts: head lines `key: value`, then blocks parted by blank lines.

Blocks: `#`, `##`, `###` headings; `- ` items; `1.2 ` or `(a) ` numbered clauses, one per line;
`@table caption` over `| a | b |` rows, the first of them the head; `@chart caption` over
`label | number` lines; `@box title` over its lines; `@sign` over `name | office` lines; `@toc`,
`@page`, `@columns` (from here on two columns), `@big` and `@small` text; anything else is a
paragraph. Inside text: `**bold**`, `*italic*`, and `[^key]`, a footnote given by `[^key]: text`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NOTE_MARK = re.compile(r"\[\^([\w-]+)\]")
CLAUSE = re.compile(r"^(\d+(?:\.\d+)+|\([a-z]+\))\s+(.*)$")
_NOTE = re.compile(r"^\[\^([\w-]+)\]:\s*(.*)$", re.DOTALL)
_HEADING = re.compile(r"^(#{1,3}) (.*)$")
_ROWED = frozenset({"table", "chart", "box", "sign"})


@dataclass(frozen=True, slots=True)
class Element:
    """One block. kind: 'heading1' to 'heading3', 'paragraph', 'items', 'clauses', or an @ word.

    rows: the cells of tables and charts, the lines of everything else that has lines.
    """

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A parsed source text. notes: footnote key to text."""

    meta: Mapping[str, str]
    elements: tuple[Element, ...]
    notes: Mapping[str, str]


def parse(path: Path) -> Manuscript:
    """Return the manuscript at `path`; raise ValueError if it uses a footnote it does not give."""
    source = path.read_text(encoding="utf-8").strip()
    head, _, body = source.partition("\n\n")
    meta = {}
    for line in head.splitlines():
        key, _, value = line.partition(":")
        meta[key.strip()] = value.strip()
    notes: dict[str, str] = {}
    elements: list[Element] = []
    for block in re.split(r"\n\s*\n", body):
        note = _NOTE.match(block.strip())
        if note:
            notes[note[1]] = " ".join(note[2].split())
        else:
            elements.append(_element(block.strip()))
    used = set(NOTE_MARK.findall(body))
    if used != set(notes):
        raise ValueError(f"{path.name}: footnotes used and given differ: {used ^ set(notes)}")
    return Manuscript(meta, tuple(elements), notes)


def _element(block: str) -> Element:
    lines = block.splitlines()
    heading = _HEADING.match(block)
    if heading:
        return Element(f"heading{len(heading[1])}", heading[2].strip())
    if block.startswith("@"):
        word, _, rest = lines[0][1:].partition(" ")
        if word in _ROWED:
            return Element(word, rest.strip(), tuple(_cells(line) for line in lines[1:]))
        return Element(word, " ".join([rest, *lines[1:]]).strip())
    if all(line.startswith("- ") for line in lines):
        return Element("items", rows=tuple((line[2:],) for line in lines))
    clauses = [CLAUSE.match(line) for line in lines]
    if all(clauses):
        return Element("clauses", rows=tuple((found[1], found[2]) for found in clauses if found))
    return Element("paragraph", " ".join(lines))


def _cells(line: str) -> tuple[str, ...]:
    if line.startswith("|"):
        return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
    return tuple(cell.strip() for cell in line.split("|"))
