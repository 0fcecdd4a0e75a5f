"""Made-up tables with questions about their rows: inventories, staff, tariffs, logs, results.

Nothing of them is in any document; no table of the sample library is among them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

FIRST = (
    "Anna", "Carla", "Dmitri", "Elsa", "Farid", "Greta", "Hugo", "Ines", "Kaja", "Liam", "Mara",
    "Nils", "Oona", "Petr", "Rosa", "Sven", "Tilda", "Viktor", "Yusuf", "Zoe",
)  # fmt: skip
LAST = (
    "Berg", "Castro", "Dahl", "Haddad", "Holm", "Ilves", "Kovacs", "Lind", "Moreau", "Novak",
    "Okafor", "Quinn", "Rossi", "Sato", "Silva", "Tan", "Weber",
)  # fmt: skip
PLACES = (
    "Aarhus", "Basel", "Bremen", "Cork", "Gdansk", "Ghent", "Leeds", "Lyon", "Malmo", "Oslo",
    "Porto", "Riga", "Split", "Turku",
)  # fmt: skip
THINGS = (
    "anchor", "battery", "boat trailer", "camera", "compressor", "drill", "engine", "freezer",
    "generator", "ladder", "laptop", "life raft", "microscope", "printer", "projector", "pump",
    "radio", "scale", "server", "tent", "winch",
)  # fmt: skip
ROLES = (
    "analyst", "auditor", "cook", "director", "driver", "engineer", "lawyer", "nurse", "skipper",
    "teacher",
)  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

Make = Callable[[random.Random], str]


@dataclass(frozen=True, slots=True)
class Column:
    """make: draws a cell. questions: with `{key}` for the row, and the names of other columns in
    braces. answer: a sentence with `{key}` and `{cell}`.
    """

    name: str
    make: Make
    questions: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table. key: its first column's name. keys: what may stand there. the: before a key
    in a sentence. repeats: whether a key may stand in several rows.
    """

    key: str
    keys: Sequence[str]
    the: str
    columns: tuple[Column, ...]
    repeats: bool = False


def date(rnd: random.Random) -> str:
    """A day, in one of three ways of writing it."""
    year, month, day = rnd.randint(2005, 2026), rnd.randint(1, 12), rnd.randint(1, 28)
    name = MONTHS[month - 1]
    return rnd.choice(
        (f"{year}-{month:02}-{day:02}", f"{day} {name} {year}", f"{name} {day}, {year}")
    )


def price(rnd: random.Random) -> str:
    """An amount of money."""
    amount = rnd.randint(2, 99) * rnd.choice((1, 5, 10, 25, 100))
    return f"{amount} {rnd.choice(('EUR', 'kr', 'USD', 'GBP'))}"


def person(rnd: random.Random) -> str:
    """A first and a last name."""
    return f"{rnd.choice(FIRST)} {rnd.choice(LAST)}"


def of(*choices: str) -> Make:
    """Draws one of them."""
    return lambda rnd: rnd.choice(choices)


def count(least: int, most: int, unit: str = "") -> Make:
    """Draws a number in the range, with its unit."""
    return lambda rnd: f"{rnd.randint(least, most)}{unit}"


def firm(rnd: random.Random) -> str:
    """A company's name."""
    return rnd.choice(LAST) + rnd.choice((" Ltd", " GmbH", " AS"))


KINDS = (
    Kind("Item", THINGS, "the ", (
        Column("Cost", price, ("How much did the {key} cost?", "What was the price of the {key}?"),
               "{key} cost {cell}"),
        Column("Supplier", firm, ("Who supplied the {key}?",), "{key} was supplied by {cell}"),
        Column("Bought", date, ("When was the {key} bought?",), "{key} was bought on {cell}"),
        Column("Location", of(*PLACES), ("Where is the {key} kept?",), "{key} is kept in {cell}"),
        Column("Weight", count(2, 400, " kg"),
               ("How heavy is the {key}?", "What does the {key} weigh?"), "{key} weighs {cell}"),
    )),
    Kind("Name", [f"{first} {last}" for first in FIRST for last in LAST], "", (
        Column("Role", of(*ROLES), ("What is {key}'s role?", "What does {key} work as?"),
               "{key}'s role is {cell}"),
        Column("Phone", lambda rnd: f"{rnd.randint(100, 999)} {rnd.randint(10, 99)}",
               ("What is {key}'s phone number?",),
               "{key}'s phone number is {cell}"),
        Column("Office", of(*PLACES), ("In which office does {key} work?",),
               "{key} works in {cell}"),
        Column("Started", date, ("When did {key} start?",), "{key} started on {cell}"),
        Column("Days of leave", count(18, 35),
               ("How many days of leave does {key} have?",), "{key} has {cell} days of leave"),
    )),
    Kind("City", PLACES, "", (
        Column("Population", lambda rnd: f"{rnd.randint(20, 900)},{rnd.randint(100, 999)}",
               ("What is the population of {key}?", "How many people live in {key}?"),
               "{key} has a population of {cell}"),
        Column("Mayor", person, ("Who is the mayor of {key}?",), "The mayor of {key} is {cell}"),
        Column("Founded", count(1100, 1950), ("When was {key} founded?",),
               "{key} was founded in {cell}"),
        Column("Area", count(20, 600, " km²"), ("How large is {key}?",),
               "{key} has an area of {cell}"),
    )),
)  # fmt: skip


def spoken(
    kind: Kind, key: str, columns: Sequence[Column], cells: Mapping[str, str], between: str
) -> str:
    """A row as Footnote speaks it, `Item: pump; Cost: 4`. between: what parts the cells."""
    named = [f"{column.name}: {cells[column.name]}" for column in columns]
    return between.join([f"{kind.key}: {key}", *named])
