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
from ingest.readers.decode import decipher
from ingest.readers.tables import Header, fitted, header, names_columns
from ingest.readers.wide import LONGEST_ROW, wide_rows

CSV, TSV = "text/csv", "text/tab-separated-values"
"""Media types of tables whose text is the file's own."""

_DELIMITERS = ",;\t|"
_SAMPLE_CHARS = 65_536
_SAMPLE_RECORDS = 50
_LONGEST_CAPTION = 200
_NAMED_DELIMITER = re.compile(r'"?sep=(?P<mark>[,;|\t])"?[ \t]*(?:\r\n?|\n)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """A line of the table. start, end: offsets in the file's text, line end left out."""

    start: int
    end: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's records, blank ones left out. above: lines before the table. body: the table's.

    head: what the body's first record is.
    """

    delimiter: str
    above: list[Record]
    body: list[Record]
    head: Header


def read_table(path: Path) -> Reading:
    """Read a table whose fields are parted by comma, semicolon, tab or bar.

    A line such as `sep=;` at the top names the delimiter. Lines above the table are text, the
    first of them the heading of every row.
    """
    decoded = decipher(path.read_bytes())
    media_type = TSV if path.suffix.lower() == ".tsv" else CSV
    blocks = tuple(_blocks(decoded.text, sheet_of(decoded.text)))
    return Reading("", media_type, (decoded.text,), blocks, decoded.warnings)


def sheet_of(text: str) -> Sheet:
    """The table in the decoded file: as wide as most of its records are."""
    named = _NAMED_DELIMITER.match(text)
    delimiter = named.group("mark") if named else delimiter_of(text)
    parted = records(text, delimiter, named.end() if named else 0)
    found = [record for record in parted if any(cell.strip() for cell in record.cells)]
    if not found:
        return Sheet(delimiter, [], [], Header((), indexed=True))
    width = Counter(len(record.cells) for record in found).most_common(1)[0][0]
    first = next(i for i, record in enumerate(found) if len(record.cells) == width)
    body = found[first:]
    sample = _without_empty_ends([record.cells for record in body[:_SAMPLE_RECORDS]])
    head = header(sample, width > 1 and names_columns(sample[0]))
    return Sheet(delimiter, found[:first], body, head)


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


def records(text: str, delimiter: str, start: int = 0) -> Iterator[Record]:
    """The records of `text` from `start` on, blank lines included, as RFC 4180 has them.

    Quotes count only at the start of a field; a quote that is never closed is an ordinary
    character. Time grows linearly with the length of `text`.
    """
    field = _field(delimiter)
    place = start
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


def fields(text: str, record: Record, delimiter: str) -> list[tuple[int, int]]:
    """Where the cells of a record stand in `text`, quotation marks included."""
    field = _field(delimiter)
    spans: list[tuple[int, int]] = []
    place = record.start
    while len(spans) < len(record.cells) and (match := field.match(text, place, record.end)):
        spans.append((place, match.start("stop")))
        place = match.end()
    return spans


@cache
def _field(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(
        rf'(?:"(?P<quoted>[^"]*+(?:""[^"]*+)*+)")?(?P<plain>[^{mark}\r\n]*)'
        rf"(?P<stop>{mark}|\r\n?|\n|\Z)"
    )


def _blocks(text: str, sheet: Sheet) -> Iterator[Block]:
    for record in sheet.above:
        for span in pieces(text, record.start, record.end):
            yield Block(*span)
    head, path = sheet.head, _caption(text, sheet.above)
    for index, record in enumerate(sheet.body):
        if index == 0 and not head.indexed:
            continue
        columns = head.columns if index else ()
        whole = columns and len(columns) == len(record.cells)  # then all rows share one tuple
        names, cells = (columns, record.cells) if whole else fitted(columns, record.cells)
        start, end = trim(text, record.start, record.end)
        row = Block(start, end, "row", path, names, cells)
        if end - start > LONGEST_ROW:
            yield from wide_rows(text, fields(text, record, sheet.delimiter), row)
        else:
            yield row


def _without_empty_ends(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows less their last columns if these are empty in all: lines may end in delimiters."""
    used = max(
        1 + max((at for at, cell in enumerate(row) if cell.strip()), default=0) for row in rows
    )
    return [row[:used] for row in rows]


def _caption(text: str, above: list[Record]) -> tuple[str, ...]:
    """What a table is called, as the heading of its rows."""
    name = " ".join(text[above[0].start : above[0].end].split()) if above else ""
    return (name,) if 0 < len(name) <= _LONGEST_CAPTION else ()
