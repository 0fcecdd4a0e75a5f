"""Examples about rows of made-up tables, spoken as Footnote speaks them: `Item: pump; Cost: 4`."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from training.chat.sources import REFUSAL, Example, Source

REFUSED = 0.15
"""Share of questions about something of which there is no row."""

SEPARATORS = ("; ", "; ", " | ", ", ")
"""Between cells: mostly as Footnote speaks a row, else as rows stand in plain text."""

_FIRST = (
    "Anna", "Carla", "Dmitri", "Elsa", "Farid", "Greta", "Hugo", "Ines", "Kaja", "Liam", "Mara",
    "Nils", "Oona", "Petr", "Rosa", "Sven", "Tilda", "Viktor", "Yusuf", "Zoe",
)  # fmt: skip
_LAST = (
    "Berg", "Castro", "Dahl", "Haddad", "Holm", "Ilves", "Kovacs", "Lind", "Moreau", "Novak",
    "Okafor", "Quinn", "Rossi", "Sato", "Silva", "Tan", "Weber",
)  # fmt: skip
_PLACES = (
    "Aarhus", "Basel", "Bremen", "Cork", "Gdansk", "Ghent", "Leeds", "Lyon", "Malmo", "Oslo",
    "Porto", "Riga", "Split", "Turku",
)  # fmt: skip
_THINGS = (
    "anchor", "battery", "boat trailer", "camera", "compressor", "drill", "engine", "freezer",
    "generator", "ladder", "laptop", "life raft", "microscope", "printer", "projector", "pump",
    "radio", "scale", "server", "tent", "winch",
)  # fmt: skip
_ROLES = (
    "analyst", "auditor", "cook", "director", "driver", "engineer", "lawyer", "nurse", "skipper",
    "teacher",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_FILES = ("inventory", "list", "log", "overview", "register", "staff", "table")
_ENDINGS = (".csv", ".xlsx", "-2025.csv", ".docx")

Make = Callable[[random.Random], str]


@dataclass(frozen=True, slots=True)
class Column:
    """make: draws a cell. questions, answer: with `{key}` for the row, the answer with `{cell}`."""

    name: str
    make: Make
    questions: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table. key: its first column's name. keys: what may stand there. the: before a key
    in a sentence.
    """

    key: str
    keys: Sequence[str]
    the: str
    columns: tuple[Column, ...]


def _date(rnd: random.Random) -> str:
    year, month, day = rnd.randint(2005, 2026), rnd.randint(1, 12), rnd.randint(1, 28)
    name = _MONTHS[month - 1]
    return rnd.choice(
        (f"{year}-{month:02}-{day:02}", f"{day} {name} {year}", f"{name} {day}, {year}")
    )


def _price(rnd: random.Random) -> str:
    amount = rnd.randint(2, 99) * rnd.choice((1, 5, 10, 25, 100))
    return f"{amount} {rnd.choice(('EUR', 'kr', 'USD', 'GBP'))}"


def _place(rnd: random.Random) -> str:
    return rnd.choice(_PLACES)


KINDS = (
    Kind("Item", _THINGS, "the ", (
        Column("Cost", _price, ("How much did the {key} cost?", "What was the price of the {key}?"),
               "{key} cost {cell}"),
        Column("Supplier", lambda rnd: rnd.choice(_LAST) + rnd.choice((" Ltd", " GmbH", " AS")),
               ("Who supplied the {key}?",), "{key} was supplied by {cell}"),
        Column("Bought", _date, ("When was the {key} bought?",), "{key} was bought on {cell}"),
        Column("Location", _place, ("Where is the {key} kept?",), "{key} is kept in {cell}"),
        Column("Weight", lambda rnd: f"{rnd.randint(2, 400)} kg",
               ("How heavy is the {key}?", "What does the {key} weigh?"), "{key} weighs {cell}"),
    )),
    Kind("Name", [f"{first} {last}" for first in _FIRST for last in _LAST], "", (
        Column("Role", lambda rnd: rnd.choice(_ROLES),
               ("What is {key}'s role?", "What does {key} work as?"), "{key}'s role is {cell}"),
        Column("Phone", lambda rnd: f"{rnd.randint(100, 999)} {rnd.randint(10, 99)}",
               ("What is {key}'s phone number?",), "{key}'s phone number is {cell}"),
        Column("Office", _place, ("In which office does {key} work?",), "{key} works in {cell}"),
        Column("Started", _date, ("When did {key} start?",), "{key} started on {cell}"),
        Column("Days of leave", lambda rnd: str(rnd.randint(18, 35)),
               ("How many days of leave does {key} have?",), "{key} has {cell} days of leave"),
    )),
    Kind("City", _PLACES, "", (
        Column("Population", lambda rnd: f"{rnd.randint(20, 900)},{rnd.randint(100, 999)}",
               ("What is the population of {key}?", "How many people live in {key}?"),
               "{key} has a population of {cell}"),
        Column("Mayor", lambda rnd: f"{rnd.choice(_FIRST)} {rnd.choice(_LAST)}",
               ("Who is the mayor of {key}?",), "The mayor of {key} is {cell}"),
        Column("Founded", lambda rnd: str(rnd.randint(1100, 1950)),
               ("When was {key} founded?",), "{key} was founded in {cell}"),
        Column("Area", lambda rnd: f"{rnd.randint(20, 600)} km²",
               ("How large is {key}?",), "{key} has an area of {cell}"),
    )),
)  # fmt: skip


def about_a_row(rnd: random.Random) -> Example:
    """A question about one row of a table of which up to four rows are shown, or about none."""
    kind = rnd.choice(KINDS)
    keys = rnd.sample(kind.keys, rnd.randint(3, 5))
    columns = rnd.sample(kind.columns, rnd.randint(2, len(kind.columns)))
    rows = [[column.make(rnd) for column in columns] for _ in keys[1:]]
    name, between = rnd.choice(_FILES) + rnd.choice(_ENDINGS), rnd.choice(SEPARATORS)
    sources = tuple(
        Source(name, (_spoken(kind, key, columns, cells, between),))
        for key, cells in zip(keys[1:], rows, strict=True)
    )
    wanted = rnd.randrange(len(columns))
    asked = rnd.choice(columns[wanted].questions)
    if rnd.random() < REFUSED:
        return Example("table", asked.format(key=keys[0]), sources, REFUSAL)
    at = rnd.randrange(len(rows))
    said = columns[wanted].answer
    key = kind.the + keys[at + 1] if said.startswith("{key}") else keys[at + 1]
    said = said.format(key=key, cell=rows[at][wanted])
    answer = f"{said[0].upper()}{said[1:]} [{at + 1}]."
    return Example("table", asked.format(key=keys[at + 1]), sources, answer)


def _spoken(
    kind: Kind, key: str, columns: Sequence[Column], cells: Sequence[str], between: str
) -> str:
    named = [f"{column.name}: {cell}" for column, cell in zip(columns, cells, strict=True)]
    return between.join([f"{kind.key}: {key}", *named])
