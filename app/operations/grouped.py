"""The same figures for each model, prompt version, collection, version set and arm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.operations.costs import Cost, cost
from app.operations.latency import Latency, answering
from app.operations.rates import Rates, rates
from app.operations.tokens import Mean, per_question
from app.tracing.types import Made, Row

NO_MODEL = "no model"
ALL_COLLECTIONS = "all collections"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Key:
    """What rows are grouped by. of: the row's value, '' where it has none. empty: how that is
    called; '' leaves such rows out.
    """

    name: str
    of: Callable[[Made], str]
    empty: str


def _arm(made: Made) -> str:
    return f"{made.experiment}/{made.arm}" if made.experiment else ""


MODEL = Key("Model", lambda made: made.model, NO_MODEL)
PROMPT = Key("Prompt", lambda made: made.prompt, NO_MODEL)
COLLECTION = Key("Collection", lambda made: made.collection, ALL_COLLECTIONS)
VERSION = Key("Version set", lambda made: made.version, UNKNOWN)
ARM = Key("Experiment arm", _arm, "")
KEYS = (MODEL, PROMPT, COLLECTION, VERSION, ARM)


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of the questions that have one value."""

    name: str
    questions: int
    latency: Latency | None
    rates: Rates
    tokens: Mean | None
    cost: Cost


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows are wanted; None: any. Values are as `names` gives them."""

    model: str | None = None
    prompt: str | None = None
    collection: str | None = None

    @property
    def parts(self) -> tuple[tuple[Key, str | None], ...]:
        return (MODEL, self.model), (PROMPT, self.prompt), (COLLECTION, self.collection)


def names(rows: Sequence[Row], key: Key) -> list[str]:
    """The values that rows have, in alphabetical order."""
    return sorted({_name(row, key) for row in rows} - {""})


def known(rows: Sequence[Row]) -> list[Key]:
    """What rows can be grouped by: the model, and whatever else any of them has."""
    return [key for key in KEYS if key is MODEL or any(key.of(row.made) for row in rows)]


def chosen(rows: Sequence[Row], choice: Choice) -> list[Row]:
    """The rows that were chosen, in their order."""
    wanted = [(key, value) for key, value in choice.parts if value is not None]
    return [row for row in rows if all(_name(row, key) == value for key, value in wanted)]


def groups(rows: Sequence[Row], liked: Mapping[str, bool], key: Key) -> list[Group]:
    """The figures of each value, the most frequent first. liked: opinions by trace id."""
    held: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if name := _name(row, key):
            held[name].append(row)
    told = [
        Group(name, len(its), answering(its), rates(its, liked), per_question(its), cost(its))
        for name, its in held.items()
    ]
    return sorted(told, key=lambda each: (-each.questions, each.name))


def _name(row: Row, key: Key) -> str:
    return key.of(row.made) or key.empty
