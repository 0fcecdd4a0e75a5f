"""Counts, sums, means and extremes over the rows of one table, worked out by code and shown."""

from __future__ import annotations

import re

from app.checking import Checked
from app.parts.cells import Numbers, dates, has_decimal_comma, named_unit, numbers, without_unit
from app.parts.figures import Asked, asked
from app.parts.limits import Bound, bound, has_more
from app.parts.matching import Match, match
from app.parts.reckoned import Work, tell
from app.parts.table import Row, Table, is_id, tables
from app.parts.terms import content, keys
from app.parts.tools import Tools
from indexes.types import Document

SHEETS = 20
"""Sheets that are looked at though the search did not find them."""

LONGEST = 20_000
"""Chunks of a document from which on its tables are not read."""

_SHEETS = (
    "text/csv",
    "text/tab-separated-values",
    "application/vnd.openxmlformats-officedocument.spreadsheet",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.ms-excel",
)

SHORT = 3
"""Most content words of a heading that says what the rows are."""

_ROWS = re.compile(r"(?:rows|entries|records|lines)\b", re.IGNORECASE)

UNIQUE = 0.8
"""Share of different cells from which on a column names the rows, which then are counted."""

_QUANTITIES = frozenset({"count", "number", "quantiti", "amount", "sum", "total"})


def reckon(question: str, tools: Tools) -> Checked | None:
    """The answer by code; None unless exactly one table of those found fits the whole question."""
    wanted = asked(question)
    if wanted is None:
        return None
    fitting = [work for table in near(question, tools) if (work := _fit(wanted, table))]
    if len(fitting) > 1:
        fitting = [work for work in fitting if _called(work.match.table, question)]
    return tell(fitting[0]) if len(fitting) == 1 else None


def _called(table: Table, question: str) -> bool:
    """Whether the question names the table's file, all words of it."""
    name = set(content(table.document.name.rpartition(".")[0].replace("-", " ")))
    return bool(name) and name <= set(content(question))


def near(question: str, tools: Tools) -> list[Table]:
    """The whole tables of the documents in which the search finds something for the question.

    Sheets are looked at in any case, so that one of several that fit does not pass for the only
    one; but no more than SHEETS, and no document of more than LONGEST chunks.
    """
    found = {hit.window.document.id: hit.window.document for hit in tools.search(question)}
    sheets = [d for d in tools.documents() if d.media_type.startswith(_SHEETS)]
    found |= {document.id: document for document in sheets[:SHEETS]}
    return [table for document in found.values() for table in _whole(document, tools)]


def _whole(document: Document, tools: Tools) -> list[Table]:
    chunks = tools.chunks(document.id)
    if len(chunks) > LONGEST:
        return []
    return [table for table in tables(document, chunks) if table.whole]


def _fit(wanted: Asked, table: Table) -> Work | None:
    if table.summed:
        return None
    rest, limit = bound(wanted.rest)
    if has_more(rest):
        return None
    found = match(rest, table)
    if found is None:
        return None
    told = tuple(each.told for each in found.filters)
    rows = found.rows
    if limit:
        bounded = _bounded(found, limit, wanted)
        if bounded is None:
            return None
        rows, told = bounded[0], (*told, bounded[1])
    if not rows:
        return None
    if wanted.work == "count":
        return _counting(wanted, found, rows, told, bool(limit))
    return _numeric(wanted, found, rows, told)


def column_numbers(table: Table, column: str) -> Numbers | None:
    """A column of the table as numbers; None for one of words, of dates, or that numbers rows."""
    held = table.values(column)
    if is_id(column, held) and not named_unit(column):
        return None
    comma = any(has_decimal_comma(table.values(each)) for each in table.columns)
    return None if _is_year(table, column) else numbers(column, held, comma)


def _is_year(table: Table, column: str) -> bool:
    return dates(table.values(column)) is not None


def _bounded(found: Match, limit: Bound, wanted: Asked) -> tuple[tuple[Row, ...], str] | None:
    """The rows within the bound, and the bound in words; None when its column is open."""
    columns = [(c, n) for c in found.columns if (n := column_numbers(found.table, c))]
    if len(columns) != 1 or wanted.work != "count":
        return None
    (column, read), = columns  # fmt: skip
    allowed = {
        row.chunk.start
        for row, value in zip(found.table.rows, read.values, strict=True)
        if value is not None and limit.allows(value)
    }
    rows = tuple(row for row in found.rows if row.chunk.start in allowed)
    return rows, f"{column} is {limit.told}{f' {read.unit}' if read.unit else ''}"


def _counting(
    wanted: Asked, found: Match, rows: tuple[Row, ...], told: tuple[str, ...], limited: bool
) -> Work | None:
    """Rows, or the different cells of the column that the question's first noun names."""
    table, head = found.table, found.head
    by_row = Work(wanted, found, "", rows, (), "", told, 0)
    if _ROWS.match(wanted.rest.strip()):
        return by_row
    if found.filtered_head or not head:
        return None
    numeric = [c for c in found.columns if column_numbers(table, c)]
    if numeric and not limited:
        if len(numeric) == 1 and head in keys(without_unit(numeric[0])):
            return _numeric(Asked("sum", wanted.rest), found, rows, told)
        return None
    column = next((c for c in found.columns if head in keys(without_unit(c))), None)
    if column is None:
        return by_row if _names_rows(head, table) else None
    cells = table.values(column)
    if not wanted.distinct and len(set(cells)) >= UNIQUE * len(cells):
        return by_row
    held = tuple(row for row in rows if row.cells.get(column))
    return Work(wanted, found, column, held, (), "", told, len(rows) - len(held))


def _names_rows(head: str, table: Table) -> bool:
    """Whether the table's heading or file says that each row is one of these.

    Not where a column of bare numbers may itself count them, as the visitors of each site.
    """
    title = table.headings[-1] if table.headings else table.document.name.rpartition(".")[0]
    own = content(title.replace("-", " "))
    bare = any(n and not n.unit for c in table.columns if (n := column_numbers(table, c)))
    return head in own and len(own) <= SHORT and not bare


def _numeric(
    wanted: Asked, found: Match, rows: tuple[Row, ...], told: tuple[str, ...]
) -> Work | None:
    table = found.table
    read = {c: n for c in found.columns if (n := column_numbers(table, c))}
    if not read and wanted.work == "sum":
        read = {
            c: n for c in table.columns
            if set(keys(without_unit(c))) <= _QUANTITIES and (n := column_numbers(table, c))
        }  # fmt: skip
    if len(read) != 1:
        return None
    ((column, held),) = read.items()
    by_start = dict(zip((row.chunk.start for row in table.rows), held.values, strict=True))
    used = tuple(row for row in rows if by_start[row.chunk.start] is not None)
    values = tuple(v for row in used if (v := by_start[row.chunk.start]) is not None)
    if len(values) < 2:
        return None
    skipped = len(rows) - len(used)
    return Work(wanted, found, column, used, values, held.unit, told, skipped)
