"""Examples about rows of made-up tables, spoken as Footnote speaks them: `Item: pump; Cost: 4`."""

from __future__ import annotations

import random

from training.chat.sources import REFUSAL, Example, Source
from training.tables import KINDS, spoken

REFUSED = 0.15
"""Share of questions about something of which there is no row."""

SEPARATORS = ("; ", "; ", " | ", ", ")
"""Between cells: mostly as Footnote speaks a row, else as rows stand in plain text."""

_FILES = ("inventory", "list", "log", "overview", "register", "staff", "table")
_ENDINGS = (".csv", ".xlsx", "-2025.csv", ".docx")


def about_a_row(rnd: random.Random) -> Example:
    """A question about one row of a table of which up to four rows are shown, or about none."""
    kind = rnd.choice(KINDS)
    keys = rnd.sample(kind.keys, rnd.randint(3, 5))
    columns = rnd.sample(kind.columns, rnd.randint(2, len(kind.columns)))
    rows = [{column.name: column.make(rnd) for column in columns} for _ in keys[1:]]
    name, between = rnd.choice(_FILES) + rnd.choice(_ENDINGS), rnd.choice(SEPARATORS)
    sources = tuple(
        Source(name, (spoken(kind, key, columns, cells, between),))
        for key, cells in zip(keys[1:], rows, strict=True)
    )
    wanted = columns[rnd.randrange(len(columns))]
    asked = rnd.choice(wanted.questions)
    if rnd.random() < REFUSED:
        return Example("table", asked.format(key=keys[0]), sources, REFUSAL)
    at = rnd.randrange(len(rows))
    said = wanted.answer
    key = kind.the + keys[at + 1] if said.startswith("{key}") else keys[at + 1]
    said = said.format(key=key, cell=rows[at][wanted.name])
    answer = f"{said[0].upper()}{said[1:]} [{at + 1}]."
    return Example("table", asked.format(key=keys[at + 1]), sources, answer)
