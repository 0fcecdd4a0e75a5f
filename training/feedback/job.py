"""One training from feedback: what it works on, what it hears of, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import count
from math import isnan
from pathlib import Path
from typing import Literal

from app.build import Footnote
from app.evaluation.evaluate import Step
from app.evaluation.questions import GoldQuestion
from app.review import learning, questions, store
from app.review.rows import TrainingRow
from app.review.schema import prepare
from app.settings import Settings
from app.tracking import Run
from app.versions.active import Active
from app.versions.adapters import NAME, Adapters
from indexes.db import Database
from indexes.errors import FootnoteError
from training.feedback.dataset import DataSet, gold, guards, places, split
from training.feedback.shown import Shown
from training.feedback.synthetic import Made, synthetic

OPERATIONS = "operations.sqlite3"
FOLDER = "training"

PartName = Literal["chat", "fusion", "reranker"]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """minutes: of learning, wall time. synthetic: how many rows are wanted of made questions.

    name: of what is made; '' the next free one. dry: make the data set and stop. swap: put what is
    made in force where it wins. guard: a file of further questions, that must not become worse;
    None takes the synthetic ones that are not learnt from. threads: 0 torch's own choice.
    """

    minutes: float = 20.0
    synthetic: int = 150
    name: str = ""
    dry: bool = False
    swap: bool = True
    guard: Path | None = None
    seed: int = 0
    threads: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a training. file: what was made, None where nothing was. wins: whether it did.

    why: as a sentence. values: the settings that put it in force. figures: by name.
    """

    file: Path | None
    wins: bool
    why: str
    values: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)


class Job:
    """What every part of a training needs, made at first use."""

    def __init__(self, settings: Settings, part: PartName, options: Options, tell: Tell) -> None:
        """tell: hears of progress. `run` may be set: figures are logged there besides."""
        self.settings, self.part, self.options, self.tell = settings, part, options, tell
        self.run: Run | None = None
        self.footnote = Footnote(settings)

    @cached_property
    def name(self) -> str:
        """Of what is made; nothing else has it. Raises FootnoteError where it is taken."""
        chosen, trainings = self.options.name, self.settings.home / FOLDER
        taken = {each.name for each in self.adapters.list()}
        taken |= {each.name for each in trainings.iterdir()} if trainings.is_dir() else set()
        if not chosen:
            stem = "feedback" if self.part == "chat" else self.part
            return next(n for at in count(1) if (n := f"{stem}-{at}") not in taken)
        if chosen in taken or not NAME.fullmatch(chosen):
            why = "is taken" if chosen in taken else "is no name"
            raise FootnoteError(
                f"The name {chosen!r} {why}; choose another of small letters, digits and -."
            )
        return chosen

    @cached_property
    def folder(self) -> Path:
        """Where all files of this training lie."""
        folder = self.settings.home / FOLDER / self.name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @cached_property
    def adapters(self) -> Adapters:
        return Adapters(self.settings.home, self._operations)

    @cached_property
    def active(self) -> Active:
        return Active(self.settings.home, self._operations)

    @property
    def _operations(self) -> Path:
        return self.settings.home / OPERATIONS

    @cached_property
    def allowed(self) -> frozenset[str]:
        return self.footnote.allowed(self.footnote.actor)

    @cached_property
    def view(self) -> Shown:
        """The library as the journey sees it."""
        footnote = self.footnote
        return Shown(
            footnote.catalog,
            footnote.retriever,
            footnote.models.reader,
            self.allowed,
            self.settings.hits,
        )

    @cached_property
    def ids(self) -> dict[str, str]:
        """Of the documents that may be searched, by name."""
        listed = self.footnote.catalog.documents()
        return {e.document.name: e.document.id for e in listed if e.document.id in self.allowed}

    def reviewed(self) -> DataSet:
        """The reviewed items alone."""
        database = Database(self._operations)
        prepare(database.connection)
        items = store.items(database.connection)
        catalog = self.footnote.catalog
        learn, _ = split(learning.training_rows(items, catalog))
        held = questions.held(questions.questions(items, catalog))
        return DataSet(learn, held)

    def with_synthetic(self, data: DataSet, learnt: bool = True) -> tuple[DataSet, Made]:
        """With the synthetic rows, and the guard. learnt: whether anything is learnt from them.

        No synthetic question is made of a place on which one rests that is held out or guards.
        """
        known = [row.question for row in data.learn] + [each.question for each in data.held]
        guard: tuple[GoldQuestion, ...] = ()
        if self.options.guard is not None:
            guard = guards(self.options.guard, known)
        closed = places((*data.held, *guard), self.ids)
        made = synthetic(
            self.view,
            self.footnote.checker,
            self.options.synthetic if learnt or not guard else 0,
            closed,
            [*known, *(each.question for each in guard)],
            self.options.seed,
            self.tell,
        )
        if guard:
            learn = tuple(replace(each, held=False) for each in made.rows)
        else:
            learn, aside = split(made.rows)
            guard = tuple(gold(each) for each in aside)
        return DataSet(data.learn, data.held, learn, guard), made

    def log(self, figures: Mapping[str, float], step: int | None = None) -> None:
        """Note figures with the run, if there is one."""
        if self.run is not None:
            self.run.log(figures, step)

    def step(self, what: str) -> Callable[[Step], None]:
        """Tells how far an evaluation has come, every ten questions."""

        def tell(step: Step) -> None:
            if step.done % 10 == 0 or step.done == step.total:
                self.tell(f"{what}: {step.done} of {step.total} questions")

        return tell

    def keep(self, data: DataSet, outcome: Outcome) -> Path:
        """Write the rows that were learnt from, and what came of it."""
        _write_rows(self.folder / "rows.jsonl", (*data.learn, *data.synthetic))
        told = {
            "name": self.name,
            "wins": outcome.wins,
            "why": outcome.why,
            "values": dict(outcome.values),
            "figures": known(outcome.figures),
            "data": data.counts(),
        }
        path = self.folder / "result.json"
        path.write_text(json.dumps(told, indent=2, ensure_ascii=False), encoding="utf-8")
        return path


def known(figures: Mapping[str, float]) -> dict[str, float]:
    """Those that have a value."""
    return {name: value for name, value in figures.items() if not isnan(value)}


def _write_rows(path: Path, rows: tuple[TrainingRow, ...]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in rows)
