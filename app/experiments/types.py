"""What an experiment is: arms side by side, of which each unit of people meets one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from indexes.errors import FootnoteError

Value = str | int | float
Unit = Literal["user", "session"]
"""user: one user on one day in UTC. session: one visit of a browser, or one command."""

State = Literal["running", "stopped", "won", "rolled out"]
UNITS: tuple[Unit, ...] = ("user", "session")


class ExperimentError(FootnoteError):
    """An experiment cannot be started, found, stopped, rolled out or rolled back."""


class PutsInForce(Protocol):
    """Puts settings into force for everybody, as `app.versions.Active` does."""

    def values(self) -> Mapping[str, Value]:
        """What is in force over the settings file."""
        ...

    def require(self, values: Mapping[str, Value]) -> None:
        """Raise FootnoteError, as for a model that is not here, where they cannot be in force."""
        ...

    def put(self, values: Mapping[str, Value], why: str) -> tuple[str, ...]:
        """Put these settings into force, beside those that are.

        Returns a sentence for each one that has no effect.
        """
        ...

    def back(self) -> object:
        """Undo the last `put`."""
        ...


@dataclass(frozen=True, slots=True)
class Arm:
    """One side of an experiment. settings: what it changes; {} leaves all as set."""

    name: str
    settings: Mapping[str, Value]

    @property
    def told(self) -> str:
        """The settings in one line, as they are typed: `prompt=brief@1,hits=6`; or `as set`."""
        return ",".join(f"{key}={value}" for key, value in self.settings.items()) or "as set"


@dataclass(frozen=True, slots=True)
class Experiment:
    """An experiment as it is kept. arms: the control first. winner: '' while there is none.

    ended_at: when it took its last unit; None while it runs. rolled: the arm that is rolled out,
    '' for none. Times are in UTC.
    """

    name: str
    arms: tuple[Arm, ...]
    unit: Unit
    started_at: datetime
    state: State = "running"
    ended_at: datetime | None = None
    winner: str = ""
    rolled: str = ""

    def arm(self, name: str) -> Arm:
        """The arm of this name. Raises ExperimentError."""
        for each in self.arms:
            if each.name == name:
                return each
        known = ", ".join(each.name for each in self.arms)
        raise ExperimentError(f"The experiment {self.name!r} has no arm {name!r}; it has: {known}.")


@dataclass(frozen=True, slots=True)
class Assigned:
    """Where a question goes. experiment, arm: names. settings: what the arm changes."""

    experiment: str
    arm: str
    settings: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A unit and its arm. unit, holder: 32 hex digits; holder: the user or visit, nameless.

    ends_at: when the unit is over; a visit's is put off by each question. place: its turn among
    those counted, from 1; None until it is over and counted. reward: 0 to 1; None where nothing
    counts, as in a unit without an answer. answers: how many the reward is made of. chances: with
    which each arm of the experiment was dealt to the unit; () of units from before they were kept.
    """

    unit: str
    holder: str
    arm: str
    assigned_at: datetime
    ends_at: datetime
    place: int | None = None
    reward: float | None = None
    answers: int = 0
    chances: tuple[float, ...] = ()
