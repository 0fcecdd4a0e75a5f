"""Pages of lines -> blocks with offsets and heading path, over the whole document."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from ingest.readers.base import Block
from ingest.readers.cuts import pieces
from ingest.readers.draft import Outline
from ingest.readers.pdf_blocks import Body, Part, body_of, parts_of
from ingest.readers.pdf_extras import Extra
from ingest.readers.pdf_lines import Line
from ingest.readers.pdf_page import PageRead
from ingest.readers.pdf_tables import rows_of, table_runs
from ingest.readers.tables import CAPTION, fitted, header

_LABEL = re.compile(r"[\d.,%\s-]{1,4}")  # a lone number: of a footnote, or on a chart's axis
_NEAR = 3  # characters between a caption and its table: a line end
_LONGEST_CAPTION = 200


def blocks_of(
    pages: Sequence[PageRead], texts: Sequence[str], running: Sequence[Collection[int]]
) -> tuple[tuple[Block, ...], str]:
    """The document's blocks, and the largest heading of its first page ('' if there is none).

    texts: what each page says, its lines and extras one below the other. running: each page's
    lines to leave out.
    """
    body = body_of([page.lines for page in pages])
    layout = _Layout("".join(texts), body)
    starts = accumulate((len(text) for text in texts), initial=0)
    for number, (page, start, left_out) in enumerate(zip(pages, starts, running, strict=False)):
        layout.page(page.lines, start, left_out)
        layout.extras(page.extras, start + sum(len(line.text) + 1 for line in page.lines))
        if number == 0:
            layout.name()
    return tuple(layout.blocks), layout.title


class _Layout:
    """The blocks so far, and the headings that are open."""

    def __init__(self, text: str, body: Body) -> None:
        self.blocks: list[Block] = []
        self.title = ""
        self._text = text
        self._body = body
        self._outline = Outline()
        self._levels: list[float] = []

    def page(self, lines: Sequence[Line], start: int, left_out: Collection[int]) -> None:
        """Append a page's blocks. start: offset of its text in the document's."""
        starts = list(accumulate((len(line.text) + 1 for line in lines), initial=start))
        kept = [index for index in range(len(lines)) if index not in left_out]
        shown = [lines[index] for index in kept]
        spans = [(starts[index], starts[index] + len(lines[index].text)) for index in kept]
        for first, last, is_table in _stretches(shown):
            if is_table:
                self._table(shown, spans, (first, last))
                continue
            for part in parts_of(shown[first:last], self._body):
                self._part(part, spans[first:last])

    def extras(self, extras: Sequence[Extra], start: int) -> None:
        """Append what a page carries beside its print. start: offset of the first."""
        for extra in extras:
            path = (*self._outline.path, extra.section)
            spans = list(pieces(self._text, start, start + len(extra.text)))
            for span in spans:
                if extra.columns and len(spans) == 1:
                    self.blocks.append(Block(*span, extra.kind, path, extra.columns, extra.cells))
                else:
                    kind = "text" if extra.kind == "row" else extra.kind
                    self.blocks.append(Block(*span, kind, path))
            start += len(extra.text) + 1

    def name(self) -> None:
        """Take the title from the highest heading so far."""
        headings = [block for block in self.blocks if block.kind == "heading"]
        if headings:
            highest = self._levels.index(min(self._levels))
            self.title = headings[highest].headings[-1]

    def _part(self, part: Part, spans: Sequence[tuple[int, int]]) -> None:
        start, end = spans[part.first][0], spans[part.last - 1][1]
        if part.kind == "heading":
            self._levels.append(part.level)
            path = self._outline.enter(part.level, " ".join(self._text[start:end].split()))
            self.blocks.append(Block(start, end, "heading", path))
            return
        if _LABEL.fullmatch(self._text, start, end):
            return
        for span in pieces(self._text, start, end):
            self.blocks.append(Block(*span, part.kind, self._outline.path))

    def _table(
        self, lines: Sequence[Line], spans: Sequence[tuple[int, int]], run: tuple[int, int]
    ) -> None:
        rows = rows_of(lines, *run)
        marked = lines[run[0]].bold and not lines[run[1] - 1].bold
        head = header([row.cells for row in rows], marked)
        path = (*self._outline.path, *self._caption(spans[rows[0].first][0]))
        for index, row in enumerate(rows):
            if index == 0 and not head.indexed:
                continue
            names, cells = fitted(head.columns if index else (), row.cells)
            start, end = spans[row.first][0], spans[row.last - 1][1]
            self.blocks.append(Block(start, end, "row", path, names, cells))

    def _caption(self, start: int) -> tuple[str, ...]:
        """The caption above the table that begins at `start`, as a heading of its rows alone."""
        if not self.blocks or self.blocks[-1].kind not in ("text", "item"):
            return ()
        above = self._text[self.blocks[-1].start : self.blocks[-1].end]
        near = start - self.blocks[-1].end < _NEAR and len(above) < _LONGEST_CAPTION
        return (" ".join(above.split()),) if near and CAPTION.match(above) else ()


def _stretches(lines: Sequence[Line]) -> Iterator[tuple[int, int, bool]]:
    """Consecutive spans of lines that are a table, or are none."""
    place = 0
    for first, last in table_runs(lines):
        if place < first:
            yield place, first, False
        yield first, last, True
        place = last
    if place < len(lines):
        yield place, len(lines), False
