"""Prompts, models and settings side by side: who meets which, and which one won.

One experiment runs at a time in an installation. With two at once, each would be a cause of the
other's rewards: their arms would have to be crossed, every cell would get a share of the few users
that an installation has, and a winner of the one could be a winner only beside the other's arm.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from app.experiments import traffic, units
from app.experiments.arms import check, require_name
from app.experiments.report import Report, best_of, reported
from app.experiments.rules import as_it_is, chosen, require_free, unrolled, winner_of
from app.experiments.store import Store
from app.experiments.types import (
    UNITS,
    Arm,
    Assigned,
    Assignment,
    Experiment,
    ExperimentError,
    PutsInForce,
    Unit,
)
from app.records.opinions import Opinion
from app.settings import Settings
from app.tracing.types import Row
from app.types import Question

COUNT_EVERY = timedelta(minutes=1)
"""A question has finished units counted at most so often."""


class RowsOf(Protocol):
    """The traces of an experiment's questions, in order of time: `app.tracing`."""

    def __call__(self, since: datetime, until: datetime, *, experiment: str) -> Sequence[Row]: ...


OpinionsSince = Callable[[datetime], Sequence[Opinion]]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Experiments:
    """Starts, follows and ends experiments. Safe to use from several threads and processes."""

    def __init__(
        self,
        path: Path,
        rows: RowsOf,
        opinions: OpinionsSince,
        settings: Settings,
        in_force: PutsInForce,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """path: operations.sqlite3. settings: what the arms change. now: the clock, with a zone."""
        self._store = Store(path)
        self._rows = rows
        self._opinions = opinions
        self._settings = settings
        self._in_force = in_force
        self._now = now
        self._lock = threading.Lock()
        self._counted_at: datetime | None = None

    def start(self, name: str, arms: Sequence[Arm], unit: Unit = "user") -> Experiment:
        """Begin an experiment; its first arm is the control.

        Raises ExperimentError, SettingsError, PromptError, or ModelError for a model or an adapter
        that is not here.
        """
        require_name(name, "experiment")
        check(arms, self._settings)
        for arm in arms:
            self._in_force.require(arm.settings)
        if unit not in UNITS:
            raise ExperimentError(f"The unit {unit!r} is unknown; take one of: {', '.join(UNITS)}.")
        if self._settings.traces == "off":
            raise ExperimentError(
                "An experiment is measured by traces, and the setting traces is 'off'; set it to "
                "'figures'."
            )
        new = Experiment(name, tuple(arms), unit, self._utc())
        try:
            with self._store.together():
                require_free(name, self._store.all())
                self._store.add(new)
        except sqlite3.IntegrityError as error:
            raise ExperimentError(f"The experiment {name!r} was started meanwhile.") from error
        return new

    def all(self) -> list[Experiment]:
        """All experiments, the newest first."""
        self.count()
        values = self._in_force.values()
        return [as_it_is(each, values) for each in self._store.all()]

    def arm_for(self, question: Question) -> Assigned | None:
        """The arm that the question meets; None outside of experiments.

        A question that itself names what an arm would set, such as its model, meets none.
        """
        running = self._store.running()
        if running is None or chosen(question, running):
            return None
        now = self._utc()
        holder = units.holder_of(question, running.unit)
        held = self._store.open_unit(running.name, holder, now)
        if held is None:
            if self._due(now):
                self.count()
            held = self._assigned(running, holder, now)
        elif running.unit == "session":
            self._store.put_off(running.name, held.unit, units.ends_at("session", now))
        if held is None:
            return None
        return Assigned(running.name, held.arm, running.arm(held.arm).settings)

    def count(self) -> None:
        """Count the running experiment's units that are over, and call the winner if there is one.

        What was counted stays, so that every look adds to the same sequence of rewards.
        """
        running = self._store.running()
        if running is None:
            return
        now = self._utc()
        due = self._store.due(running.name, now - units.GRACE)
        if not due:
            return
        since = min(each.assigned_at for each in due) - units.EARLY
        rows = self._rows(since, now, experiment=running.name)
        self._store.count(
            running.name, units.counted(due, rows, self._opinions(since), running.unit)
        )
        best = best_of(running, self._store.units(running.name))
        if best is not None:
            self._store.end(running.name, "won", now, running.arms[best].name)

    def report(self, name: str) -> Report:
        """All that is known of an experiment now. Raises ExperimentError."""
        self.count()
        found = self._found(name)
        since, until = found.started_at - units.EARLY, found.ended_at or self._utc()
        rows = [
            each for each in self._rows(since, until, experiment=name) if each.started_at < until
        ]
        return reported(found, self._store.units(name), rows, self._opinions(since))

    def stop(self, name: str) -> Experiment:
        """End an experiment without a winner; units that are not over do not count.

        Raises ExperimentError where it does not run, such as one that is won.
        """
        self.count()
        found = self._store.named(name)
        if not self._store.end(name, "stopped", self._utc()):
            raise ExperimentError(f"The experiment {name!r} is {found.state}; it does not run.")
        return self._store.named(name)

    def roll_out(self, name: str, arm: str = "") -> tuple[str, ...]:
        """Put an arm's settings into force for everybody, and end the experiment if it runs.

        arm: by default the winner. Returns a sentence for each setting that has no effect. Raises
        ExperimentError, and ModelError or PromptError for what is not here any more.
        """
        self.count()
        found = self._found(name)
        taken = found.arm(arm or winner_of(found))
        if found.state == "rolled out":
            raise ExperimentError(
                f"{found.rolled!r} of {name!r} is rolled out already; `footnote experiment "
                f"roll-back {name}` takes it back."
            )
        if not taken.settings:
            raise ExperimentError(
                f"The arm {taken.name!r} of {name!r} leaves all as set, so there is nothing to "
                "roll out."
            )
        told = self._in_force.put(
            taken.settings, f"arm {taken.name} of the experiment {name} is rolled out"
        )
        self._store.end(name, "stopped", self._utc())
        self._store.roll(name, "rolled out", taken.name, self._in_force.values())
        return told

    def roll_back(self, name: str) -> Experiment:
        """Take what was rolled out out of force again. Raises ExperimentError."""
        found = self._found(name)
        if found.state != "rolled out":
            raise ExperimentError(
                f"The experiment {name!r} is {found.state}; nothing of it is rolled out."
            )
        if not self._store.left(name, self._in_force.values()):
            raise ExperimentError(
                f"What is in force was changed after {found.rolled!r} of {name!r} was rolled out; "
                "take those changes back first: `footnote versions -h`."
            )
        self._in_force.back()
        self._store.roll(name, unrolled(found).state)
        return self._store.named(name)

    def _found(self, name: str) -> Experiment:
        return as_it_is(self._store.named(name), self._in_force.values())

    def _assigned(self, running: Experiment, holder: str, now: datetime) -> Assignment | None:
        """A new unit with its arm; None where the experiment has ended meanwhile."""
        with self._store.together():
            if (still := self._store.running()) is None or still.name != running.name:
                return None
            held = self._store.open_unit(running.name, holder, now)
            if held is not None:
                return held
            unit = units.unit_of(holder, running.unit, now)
            known = [each for each in self._store.units(running.name) if each.place is not None]
            beliefs = traffic.posteriors(running.name, running.arms, known)
            chances = traffic.chances(running.name, unit, beliefs)
            arm = running.arms[traffic.drawn(running.name, unit, chances)]
            ends_at = units.ends_at(running.unit, now)
            new = Assignment(unit, holder, arm.name, now, ends_at, chances=chances)
            self._store.assign(running.name, new)
            return new

    def _due(self, now: datetime) -> bool:
        with self._lock:
            if self._counted_at is not None and now - self._counted_at < COUNT_EVERY:
                return False
            self._counted_at = now
            return True

    def _utc(self) -> datetime:
        return self._now().astimezone(UTC)
