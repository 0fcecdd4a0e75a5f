"""Experiments and their units, kept in operations.sqlite3."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path

from app.experiments.schema import prepare
from app.experiments.types import Arm, Assignment, Experiment, ExperimentError, State, Value
from indexes.db import Database, transaction

_UNIT_COLUMNS = "unit, holder, arm, assigned_at, ends_at, place, reward, answers, chances"


class Store:
    """Safe to use from several threads and processes."""

    def __init__(self, path: Path) -> None:
        """path: operations.sqlite3, made at first use."""
        self._path = path

    @cached_property
    def _database(self) -> Database:
        database = Database(self._path)
        prepare(database.connection)
        return database

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """Whatever is written inside is kept all or not at all; nobody else writes meanwhile."""
        with transaction(self._db):
            yield

    def add(self, experiment: Experiment) -> None:
        """Keep a new experiment, which runs. Its name must be new, and no other may run."""
        self._db.execute(
            "INSERT INTO experiments (name, arms, unit, started_at, state) VALUES (?, ?, ?, ?, ?)",
            (
                experiment.name,
                json.dumps([[each.name, dict(each.settings)] for each in experiment.arms]),
                experiment.unit,
                experiment.started_at.isoformat(),
                experiment.state,
            ),
        )

    def all(self) -> list[Experiment]:
        """The newest first."""
        rows = self._db.execute("SELECT * FROM experiments ORDER BY started_at DESC, name")
        return [_experiment(row) for row in rows.fetchall()]

    def running(self) -> Experiment | None:
        """The one that runs; None where none does."""
        row = self._db.execute("SELECT * FROM experiments WHERE state = 'running'").fetchone()
        return _experiment(row) if row else None

    def named(self, name: str) -> Experiment:
        """Raises ExperimentError where there is none of this name."""
        row = self._db.execute("SELECT * FROM experiments WHERE name = ?", (name,)).fetchone()
        if row is None:
            known = ", ".join(each.name for each in self.all()) or "none yet"
            raise ExperimentError(f"There is no experiment {name!r}; there are: {known}.")
        return _experiment(row)

    def end(self, name: str, state: State, at: datetime, winner: str = "") -> bool:
        """End a running experiment; False where it did not run any more."""
        done = self._db.execute(
            "UPDATE experiments SET state = ?, ended_at = ?, winner = ?"
            " WHERE name = ? AND state = 'running'",
            (state, at.isoformat(), winner, name),
        )
        return done.rowcount == 1

    def roll(
        self, name: str, state: State, arm: str = "", in_force: Mapping[str, Value] | None = None
    ) -> None:
        """Note that an arm is rolled out, or with none that it no longer is."""
        self._db.execute(
            "UPDATE experiments SET state = ?, rolled = ?, in_force = ? WHERE name = ?",
            (state, arm, "" if in_force is None else _canonical(in_force), name),
        )

    def left(self, name: str, in_force: Mapping[str, Value]) -> bool:
        """Whether what is in force is what rolling out has left."""
        row = self._db.execute("SELECT in_force FROM experiments WHERE name = ?", (name,))
        return bool(row.fetchone()["in_force"] == _canonical(in_force))

    def open_unit(self, experiment: str, holder: str, now: datetime) -> Assignment | None:
        """The unit in which the holder is; None where the last one is over."""
        row = self._db.execute(
            f"SELECT {_UNIT_COLUMNS} FROM experiment_units"
            " WHERE experiment = ? AND holder = ? AND ends_at > ? AND place IS NULL",
            (experiment, holder, now.isoformat()),
        ).fetchone()
        return _assignment(row) if row else None

    def assign(self, experiment: str, each: Assignment) -> None:
        """Keep a new unit's arm."""
        self._db.execute(
            "INSERT INTO experiment_units (experiment, unit, holder, arm, assigned_at, ends_at,"
            " chances) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                experiment, each.unit, each.holder, each.arm, each.assigned_at.isoformat(),
                each.ends_at.isoformat(), json.dumps(each.chances),
            ),
        )  # fmt: skip

    def put_off(self, experiment: str, unit: str, ends_at: datetime) -> None:
        """The unit lasts longer than was thought."""
        self._db.execute(
            "UPDATE experiment_units SET ends_at = ? WHERE experiment = ? AND unit = ?",
            (ends_at.isoformat(), experiment, unit),
        )

    def units(self, experiment: str) -> list[Assignment]:
        """All of them: the counted ones in the order in which they count, then the others."""
        rows = self._db.execute(
            f"SELECT {_UNIT_COLUMNS} FROM experiment_units WHERE experiment = ?"
            " ORDER BY place IS NULL, place, assigned_at, unit",
            (experiment,),
        )
        return [_assignment(row) for row in rows.fetchall()]

    def due(self, experiment: str, ended_by: datetime) -> list[Assignment]:
        """Those that were over by then and are not counted yet."""
        rows = self._db.execute(
            f"SELECT {_UNIT_COLUMNS} FROM experiment_units"
            " WHERE experiment = ? AND place IS NULL AND ends_at <= ?",
            (experiment, ended_by.isoformat()),
        )
        return [_assignment(row) for row in rows.fetchall()]

    def count(self, experiment: str, units: Sequence[Assignment]) -> None:
        """Give rewards and places to those that have none yet, in the order given."""
        with self.together():
            (last,) = self._db.execute(
                "SELECT COALESCE(MAX(place), 0) FROM experiment_units WHERE experiment = ?",
                (experiment,),
            ).fetchone()
            for each in units:
                done = self._db.execute(
                    "UPDATE experiment_units SET place = ?, reward = ?, answers = ?"
                    " WHERE experiment = ? AND unit = ? AND place IS NULL",
                    (last + 1, each.reward, each.answers, experiment, each.unit),
                )
                last += done.rowcount


def _canonical(values: Mapping[str, Value]) -> str:
    return json.dumps(dict(values), sort_keys=True)


def _experiment(row: sqlite3.Row) -> Experiment:
    ended = row["ended_at"]
    return Experiment(
        name=row["name"],
        arms=tuple(Arm(name, settings) for name, settings in json.loads(row["arms"])),
        unit=row["unit"],
        started_at=datetime.fromisoformat(row["started_at"]),
        state=row["state"],
        ended_at=datetime.fromisoformat(ended) if ended else None,
        winner=row["winner"],
        rolled=row["rolled"],
    )


def _assignment(row: sqlite3.Row) -> Assignment:
    return Assignment(
        row["unit"],
        row["holder"],
        row["arm"],
        datetime.fromisoformat(row["assigned_at"]),
        datetime.fromisoformat(row["ends_at"]),
        row["place"],
        row["reward"],
        row["answers"],
        tuple(json.loads(row["chances"])),
    )
