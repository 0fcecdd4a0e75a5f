"""Source code, settings and logs: the document's text is the decoded file itself, by lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.readers.base import Block, BlockKind, Reading
from ingest.readers.cuts import pieces
from ingest.readers.decode import decipher
from ingest.readers.scopes import Scopes

LONGEST = 400
"""Characters of a block; what is longer would be cut into chunks without regard to lines."""

_LINE = re.compile(r"[^\n\r]*+(?:\r\n?|\n|\Z)")
_REMARK = re.compile(
    r"\s*(?:#(?!include|define|if|endif|pragma)|//|/\*|\*|--|;|%|<!--|@\w|\"{3}|'{3}|\[\w+\()"
)
_QUOTES = re.compile(r'"""|\'\'\'')
_MACHINE_MADE = frozenset((".js", ".mjs", ".css", ".ts", ".svg"))
_MACHINE_LINE = 20_000
_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. start, end: offsets, line end left out.

    path: names of the definitions around it. opens: it begins a definition. remark: it is a
    comment, a decorator, or part of a documentation string. apart: a blank line is above it.
    """

    start: int
    end: int
    path: tuple[str, ...]
    opens: bool
    remark: bool
    apart: bool


def read_code(path: Path) -> Reading:
    """Read a source file in any language: blocks of whole lines, no longer than a chunk.

    A block's headings are the names of the classes and functions around it; comments and
    documentation strings are text. Of a machine-made line (minified scripts) only the beginning
    is a block, and a warning says so.
    """
    decoded = decipher(path.read_bytes())
    suffix = path.suffix.lower()
    blocks: list[Block] = []
    shortened = 0
    for group in _groups(decoded.text, suffix):
        start, end = group[0].start, group[-1].end
        if suffix in _MACHINE_MADE and end - start > _MACHINE_LINE:
            shortened += 1
            end = start + _KEPT
        kind: BlockKind = "text" if all(line.remark for line in group) else "code"
        spans = pieces(decoded.text, start, end, LONGEST)
        blocks += [Block(*span, kind, group[0].path) for span in spans]
    warnings = [*decoded.warnings, *_shortened(shortened)]
    return Reading("", "text/x-source", (decoded.text,), tuple(blocks), tuple(warnings))


def _shortened(count: int) -> list[str]:
    if not count:
        return []
    lines = "1 line is" if count == 1 else f"{count:,} lines are"
    return [f"{lines} machine-made; only the first {_KEPT:,} characters of each can be found."]


def _groups(text: str, suffix: str) -> Iterator[list[Line]]:
    """Lines that belong together: of one definition, and no longer in all than a block."""
    group: list[Line] = []
    for line in _lines(text, suffix):
        if group and _parts(group, line):
            kept, group = _divided(group, line)
            if kept:
                yield kept
        group.append(line)
    if group:
        yield group


def _parts(group: list[Line], line: Line) -> bool:
    """Whether a line begins a new group."""
    return (
        line.opens
        or line.path != group[0].path
        or line.end - group[0].start > LONGEST
        or (line.apart and line.remark != group[-1].remark)
    )


def _divided(group: list[Line], line: Line) -> tuple[list[Line], list[Line]]:
    """A group, and those of its last lines that go on with `line`, which begins another."""
    cut = len(group)
    if line.opens and not line.apart:  # comments and decorators belong to what they stand above
        while cut and group[cut - 1].remark:
            cut -= 1
            if group[cut].apart:
                break
    elif line.path == group[0].path and not line.apart and line.remark == group[-1].remark:
        # too long: rather cut at the last blank line, if that is not far up
        cut = next((at for at in range(cut - 1, cut // 2, -1) if group[at].apart), cut)
    moved = [replace(moving, path=line.path) for moving in group[cut:]]
    if moved and line.end - moved[0].start > LONGEST:
        return group, []
    return group[:cut], moved


def _lines(text: str, suffix: str) -> Iterator[Line]:
    scopes = Scopes(suffix)
    quoted = apart = False
    for match in _LINE.finditer(text):
        line = match.group().rstrip("\r\n")
        if not line or line.isspace():
            apart = True
            continue
        short = line[:LONGEST]
        opens = False if quoted else scopes.enter(short)
        toggles = len(_QUOTES.findall(short)) % 2 == 1
        remark = quoted or toggles or _REMARK.match(short) is not None
        quoted ^= toggles
        end = match.start() + len(line)
        yield Line(match.start(), end, scopes.path, opens, remark and not opens, apart)
        apart = False
