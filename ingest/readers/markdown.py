"""Markdown: the document's text is the decoded file itself; structure by markdown-it-py."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.clean import clean
from ingest.readers.base import Block, BlockKind, Reading
from ingest.readers.cuts import pieces, trim
from ingest.readers.decode import decipher
from ingest.readers.draft import Outline
from ingest.readers.tables import fitted

_LINE_END = re.compile(r"\r\n?|\n")
_FRONT_MATTER = re.compile(
    r"---[ \t]*(?:\r\n?|\n)(?=[\w\"'-]+[ \t]*:|#|---|\.\.\.)"
    r"(?P<fields>(?:.*?(?:\r\n?|\n))??)(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)",
    re.DOTALL,
)
_TITLE = re.compile(r"(?:\A|[\r\n])title:[ \t]*(?P<title>[^\s][^\r\n]*)")
_MARKER = re.compile(
    r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)(?:\[[ xX]\][ \t]+)?|>[ \t]?|#{1,6}[ \t]+)"
)
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[/!?a-zA-Z][^<>]*>", re.S)


def read_markdown(path: Path) -> Reading:
    """Read a Markdown file: headings, paragraphs, list items, table rows, code, quotations."""
    decoded = decipher(path.read_bytes())
    return markdown_reading(decoded.text, "text/markdown", decoded.warnings)


def markdown_reading(text: str, media_type: str, warnings: tuple[str, ...] = ()) -> Reading:
    """A text in Markdown as a reading of one page."""
    front = _FRONT_MATTER.match(text)
    body = front.end() if front else 0
    walk = _Walk(text, body)
    walk.run(_parser().parse(text[body:]))
    named = _TITLE.search(front.group("fields")) if front else None
    title = named.group("title").strip(" \t\"'") if named else walk.title
    return Reading(title, media_type, (text,), tuple(walk.blocks), warnings)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])  # inline markup is not needed
    return parser


@dataclass(slots=True)
class _Table:
    """The table that is being walked through."""

    columns: tuple[str, ...] = ()
    cells: list[str] = field(default_factory=list)
    span: tuple[int, int] = (0, 0)


class _Walk:
    """One pass over the block tokens, from line numbers to offsets."""

    def __init__(self, text: str, body: int) -> None:
        self.blocks: list[Block] = []
        self.title = ""
        self._text = text
        self._starts = [body, *(match.end() for match in _LINE_END.finditer(text, body))]
        self._outline = Outline()
        self._items = 0
        self._table: _Table | None = None
        self._level = 0

    def run(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            self._step(token)

    def _step(self, token: Token) -> None:
        kind = token.type
        if kind in ("list_item_open", "list_item_close"):
            self._items += token.nesting
        elif kind == "heading_open":
            self._level = int(token.tag[1])
        elif kind in ("table_open", "table_close"):
            self._table = _Table() if token.nesting > 0 else None
        elif self._table is not None:
            self._step_in_table(self._table, token)
        elif token.map is None:
            return
        elif kind == "inline":
            self._inline(token)
        elif kind in ("fence", "code_block"):
            self._code(token)
        elif kind == "html_block":
            self._html(*self._span(token))

    def _inline(self, token: Token) -> None:
        start, end = self._span(token)
        start = self._after_markers(start, end)
        if not self._level:
            self._add(start, end, "item" if self._items else "text")
            return
        closing = _CLOSING.search(self._text, start, end)
        name = clean(token.content).text
        if not self.title and self._level == 1:
            self.title = name
        self._outline.enter(self._level, name)
        # a setext heading's map ends after its underline
        last = closing.start() if closing else self._end_of(start, end, token.content)
        self._add(start, last, "heading")
        self._level = 0

    def _end_of(self, start: int, end: int, content: str) -> int:
        place = self._text.find(content, start, end)
        return place + len(content) if place >= 0 else end

    def _after_markers(self, start: int, end: int) -> int:
        while marker := _MARKER.match(self._text, start, end):
            start = marker.end()
        return start

    def _step_in_table(self, table: _Table, token: Token) -> None:
        if token.type == "tr_open":
            table.cells = []
            table.span = trim(self._text, *self._span(token))
        elif token.type == "inline":
            table.cells.append(token.content)
        elif token.type == "thead_close":
            table.columns = tuple(clean(cell).text for cell in table.cells)
        elif token.type == "tr_close" and table.columns and any(table.cells):
            names, cells = fitted(table.columns, tuple(table.cells))
            self.blocks.append(Block(*table.span, "row", self._outline.path, names, cells))

    def _code(self, token: Token) -> None:
        first, last = token.map or (0, 0)
        if token.type == "fence":
            first += 1
            closed = self._line(last - 1).strip(" \t>\r\n").startswith(token.markup)
            last -= int(closed and last > first)
        self._add(self._offset(first), self._offset(max(first, last)), "code")

    def _html(self, start: int, end: int) -> None:
        place = start
        for tag in _TAG.finditer(self._text, start, end):
            self._add(place, tag.start(), "text")
            place = tag.end()
        self._add(place, end, "text")

    def _add(self, start: int, end: int, kind: BlockKind) -> None:
        for span in pieces(self._text, start, end):
            self.blocks.append(Block(*span, kind, self._outline.path))

    def _span(self, token: Token) -> tuple[int, int]:
        first, last = token.map or (0, 0)
        return self._offset(first), self._offset(last)

    def _offset(self, line: int) -> int:
        return self._starts[line] if line < len(self._starts) else len(self._text)

    def _line(self, line: int) -> str:
        return self._text[self._offset(line) : self._offset(line + 1)]
