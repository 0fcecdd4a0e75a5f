"""CSV and TSV: the document's text is the decoded file itself, one block a record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.readers.base import Block, Reading
from ingest.readers.cuts import pieces, trim
from ingest.readers.decode import decode
from ingest.readers.tables import fitted, header, names_columns

_DELIMITERS = ",;\t|"
_SAMPLE_CHARS = 65_536
_SAMPLE_RECORDS = 50


@dataclass(frozen=True, slots=True)
class Record:
    """A line of the table. start, end: offsets in the file's text, line end left out."""

    start: int
    end: int
    cells: tuple[str, ...]


def read_table(path: Path) -> Reading:
    """Read a table whose fields are parted by comma, semicolon, tab or bar."""
    text = decode(path.read_bytes())
    found = records(text, delimiter_of(text))
    filled = [record for record in found if any(cell.strip() for cell in record.cells)]
    media_type = "text/tab-separated-values" if path.suffix.lower() == ".tsv" else "text/csv"
    return Reading("", media_type, (text,), tuple(_blocks(text, filled)))


def delimiter_of(text: str) -> str:
    """The delimiter that gives most records the same number of fields, more than one."""
    sample = text[:_SAMPLE_CHARS]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths: list[int] = []
        for record in records(sample, delimiter):
            widths.append(len(record.cells))
            if len(widths) == _SAMPLE_RECORDS:
                break
        width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        score = count / len(widths) + width / 1000 if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def records(text: str, delimiter: str) -> Iterator[Record]:
    """The records of `text` in order, blank lines included, as RFC 4180 has them.

    Quotes count only at the start of a field; a quote that is never closed is an ordinary
    character. Time grows linearly with the length of `text`.
    """
    field = _field(delimiter)
    start = place = 0
    cells: list[str] = []
    while place < len(text):
        match = field.match(text, place)
        if match is None:  # cannot be: every alternative may be empty
            break
        quoted = match.group("quoted")
        plain = match.group("plain")
        cells.append(plain if quoted is None else quoted.replace('""', '"') + plain)
        place = match.end()
        if match.group("stop") != delimiter:
            yield Record(start, match.start("stop"), tuple(cells))
            start, cells = place, []
    if cells:  # the text ends with a delimiter
        yield Record(start, len(text), (*cells, ""))


@cache
def _field(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(
        rf'(?:"(?P<quoted>[^"]*+(?:""[^"]*+)*+)")?(?P<plain>[^{mark}\r\n]*)'
        rf"(?P<stop>{mark}|\r\n?|\n|\Z)"
    )


def _blocks(text: str, found: list[Record]) -> Iterator[Block]:
    if not found:
        return
    width = Counter(len(record.cells) for record in found).most_common(1)[0][0]
    first = next(i for i, record in enumerate(found) if len(record.cells) == width)
    for record in found[:first]:  # lines above the table
        yield from _plain(text, record)
    body = found[first:]
    marked = width > 1 and names_columns(body[0].cells)
    head = header([record.cells for record in body], marked)
    for index, record in enumerate(body):
        if index == 0 and not head.indexed:
            continue
        names, cells = fitted(head.columns if index else (), record.cells)
        start, end = trim(text, record.start, record.end)
        yield Block(start, end, "row", (), names, cells)


def _plain(text: str, record: Record) -> Iterator[Block]:
    for span in pieces(text, record.start, record.end):
        yield Block(*span)
