"""Paragraphs and table rows of an RTF document as they come, and their way into a draft."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.readers.draft import Draft


@dataclass(frozen=True, slots=True)
class Paragraph:
    """level: of a heading, from 1; None for other text. item: whether it is in a list."""

    text: str
    level: int | None = None
    item: bool = False


@dataclass(slots=True)
class Table:
    """Rows of cells. marked: whether the first row is to be repeated on each page."""

    rows: list[list[str]] = field(default_factory=list)
    marked: bool = False


class Flow:
    """A stretch of the document that is read by itself: the body, the headers, the notes..."""

    def __init__(self) -> None:
        self.entries: list[Paragraph | Table] = []
        self.mark = ""  # the number or bullet before the paragraph
        self.lead = ""  # what the next paragraph begins with, such as who wrote a comment
        self._texts: list[str] = []
        self._cell: list[str] = []
        self._row: list[str] = []
        self._table = Table()
        self._merged: list[bool] = []  # of the columns: whether the cell continues the one above
        self._continues = self._repeats = False

    def say(self, text: str) -> None:
        self._texts.append(text)

    def paragraph(self, in_table: bool, level: int | None = None, item: bool = False) -> None:
        """End a paragraph."""
        text = self._taken()
        if in_table:
            self._cell.append(text)
            return
        self._end_table()
        if text:
            self.entries.append(Paragraph(self.lead + text, level, item))
            self.lead = ""

    def cell(self, nested: bool) -> None:
        """End a cell. One of a table within a cell is a line of that cell."""
        self._cell.append(self._taken())
        if not nested:
            self._row.append("\n".join(filter(None, self._cell)))
            self._cell = []

    def begin_row(self) -> None:
        """A row's description begins; it may stand before or behind its cells, or both."""
        self._merged, self._continues, self._repeats = [], False, False

    def repeat_row(self) -> None:
        self._repeats = True

    def continue_cell(self) -> None:
        """The column that is being described continues the cell above."""
        self._continues = True

    def end_column(self) -> None:
        self._merged.append(self._continues)
        self._continues = False

    def row(self) -> None:
        """End a row."""
        rows = self._table.rows
        for column, merged in enumerate(self._merged[: len(self._row)]):
            if merged and rows and not self._row[column] and column < len(rows[-1]):
                self._row[column] = rows[-1][column]
        self._table.marked |= self._repeats and not rows
        rows.append(self._row)
        self._row = []

    def end(self) -> None:
        """The flow, or a part of it such as a note, is over."""
        if self._row or self._cell:
            self.cell(nested=False)
            self.row()
        self.paragraph(in_table=False)

    def _end_table(self) -> None:
        if self._table.rows:
            self.entries.append(self._table)
            self._table = Table()

    def _taken(self) -> str:
        """The text that has gathered, with its number; a bullet goes."""
        text = "".join(self._texts)
        if not text.isascii():  # characters beyond the first 65,536 come in halves
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        mark = self.mark.strip()
        self._texts, self.mark = [], ""
        lines = [" ".join(line.split()) for line in text.split("\n")]
        said = "\n".join(filter(None, lines))
        return f"{mark} {said}" if said and any(map(str.isalnum, mark)) else said


def write(draft: Draft, flow: Flow) -> None:
    """Append what a flow holds."""
    for entry in flow.entries:
        if isinstance(entry, Table):
            draft.table(entry.rows, entry.marked)
        elif entry.level is not None:
            draft.heading(entry.level, entry.text)
        else:
            draft.add(entry.text, "item" if entry.item else "text")
