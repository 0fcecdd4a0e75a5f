"""JSON: the document's text is the decoded file itself; flat objects are rows of a table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.readers.base import Block, Reading
from ingest.readers.cuts import trim
from ingest.readers.decode import decipher

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_LONGEST_ROW = 2000
_LONGEST = 400
_DEEPEST = 6
_NAME = 80


@dataclass(slots=True)
class _Open:
    """An object or list that is being read. cells: an object's values, while all are plain."""

    start: int
    name: str
    is_object: bool
    flat: bool = True
    cells: dict[str, str] = field(default_factory=dict)


def read_json(path: Path) -> Reading:
    """Read JSON, or JSON Lines: an object of plain values is a row, all else is code.

    Headings are the keys on the way to it. Comments, trailing commas and damage are taken as they
    come: nothing is refused.
    """
    decoded = decipher(path.read_bytes())
    blocks = tuple(_Scan(decoded.text).blocks())
    return Reading("", "application/json", (decoded.text,), blocks, decoded.warnings)


class _Scan:
    """One pass over the tokens."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[_Open] = []
        self._name: str | None = None  # of the member at hand
        self._word: str | None = None  # the last plain value, which may turn out to be a name
        self._rest = 0  # where text begins that is in no block yet

    def blocks(self) -> Iterator[Block]:
        for match in _TOKEN.finditer(self._text):
            token = match.group()
            if token in "{[":
                yield from self._begin(match.start(), token)
            elif token in "}]":
                yield from self._end(match.end())
            elif token == ":":
                self._name, self._word = _plain(self._word or ""), None
            elif token == ",":
                self._settle()
            else:
                self._word = token
        yield from self._code(len(self._text))

    @property
    def _path(self) -> tuple[str, ...]:
        return tuple([each.name for each in self._open[-_DEEPEST:] if each.name])

    def _begin(self, start: int, bracket: str) -> Iterator[Block]:
        if start - self._rest > _LONGEST or (self._name and self._rest < start):
            yield from self._code(start)
        if self._open:
            self._open[-1].flat = False
        self._open.append(_Open(start, (self._name or "")[:_NAME], bracket == "{"))
        self._name = self._word = None

    def _end(self, end: int) -> Iterator[Block]:
        self._settle()
        if not self._open:
            return
        path = self._path
        closed = self._open.pop()
        if not closed.is_object or not closed.flat or not closed.cells:
            return
        if end - closed.start > _LONGEST_ROW:
            return
        yield from self._code(closed.start)
        names, cells = tuple(closed.cells), tuple(closed.cells.values())
        yield Block(closed.start, end, "row", path, names, cells)
        self._rest = end

    def _settle(self) -> None:
        """A value has ended."""
        if self._open and self._word is not None:
            owner = self._open[-1]
            if owner.flat and owner.is_object and self._name is not None:
                owner.cells[self._name[:_NAME]] = _plain(self._word)
        self._name = self._word = None

    def _code(self, end: int) -> Iterator[Block]:
        """The text up to `end` that is in no block, in blocks of code."""
        for start, stop in _stretches(self._text, self._rest, end):
            yield Block(start, stop, "code", self._path)
        self._rest = end


def _plain(token: str) -> str:
    """A value as people write it: a string without its quotation marks and escapes."""
    if not token.startswith('"'):
        return token
    try:
        value = str(json.loads(token, strict=False))
    except ValueError:
        return token.strip('"')
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span in pieces that end at a comma or bracket where there is one; none without words."""
    while start < end:
        stop = min(end, start + _LONGEST)
        if stop < end:
            cut = max(text.rfind(mark, start + _LONGEST // 4, stop) for mark in ",\n}] ")
            stop = cut + 1 if cut > start else stop
        first, last = trim(text, start, stop)
        if first < last and any(map(str.isalnum, text[first:last])):
            yield first, last
        start = stop
