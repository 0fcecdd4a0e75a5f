"""An installation whose users meet experiments: a clock that is set, traces and thumbs in lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.experiments import Arm, Assigned, Experiments, Value
from app.records.opinions import Opinion
from app.settings import Settings
from app.tracing.types import Counts, Made, Outcome, Row, Spent
from app.types import Actor, Question, Usage
from indexes.errors import ModelError

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CONTROL, SHORT = Arm("control", {}), Arm("short", {"prompt": "brief@1", "hits": 6})
ARMS = (CONTROL, SHORT)
GONE = "gone.gguf"


class InForce:
    """Settings in force, in memory. warns: what `put` says."""

    def __init__(self) -> None:
        self.held: dict[str, Value] = {}
        self.before: list[dict[str, Value]] = []
        self.why: list[str] = []
        self.warns: tuple[str, ...] = ()

    def values(self) -> Mapping[str, Value]:
        return dict(self.held)

    def require(self, values: Mapping[str, Value]) -> None:
        if values.get("model") == GONE:
            raise ModelError(f"There is no model {GONE}.")

    def put(self, values: Mapping[str, Value], why: str) -> tuple[str, ...]:
        self.before.append(dict(self.held))
        self.held |= values
        self.why.append(why)
        return self.warns

    def back(self) -> Mapping[str, Value]:
        self.held = self.before.pop()
        return self.held


@dataclass
class Installation:
    """Users who ask. now: what its clock shows. read: how often its traces were."""

    home: Path
    now: datetime = MONDAY
    rows: list[Row] = field(default_factory=list)
    thumbs: list[Opinion] = field(default_factory=list)
    in_force: InForce = field(default_factory=InForce)
    settings: Settings = field(default_factory=Settings)
    read: int = 0

    def __post_init__(self) -> None:
        self.experiments = self.opened()

    def opened(self) -> Experiments:
        """As another process opens it."""
        return Experiments(
            self.home / "operations.sqlite3", self._rows, self._opinions, self.settings,
            self.in_force, lambda: self.now,
        )  # fmt: skip

    def ask(
        self,
        user: str,
        supported: int = 1,
        of: int = 1,
        outcome: Outcome = "answered",
        session: str = "",
    ) -> Row | None:
        """One question with its trace, if it meets an arm. supported, of: sentences."""
        assigned = self.meets(user, session)
        if assigned is None:
            return None
        row = Row(
            trace_id=f"t{len(self.rows)}",
            started_at=self.now,
            actor=user,
            session=session or "command",
            outcome=outcome,
            made=Made(experiment=assigned.experiment, arm=assigned.arm),
            spent=Spent(Usage(300, 20), total_ms=1000.0 + len(self.rows)),
            counts=Counts(supported, 0, of - supported),
        )
        self.rows.append(row)
        return row

    def meets(self, user: str, session: str = "", **wishes: str | int | bool) -> Assigned | None:
        asked = Question("How many days?", Actor(user), asker=session)
        return self.experiments.arm_for(replace(asked, **wishes))  # type: ignore[arg-type]  # by name

    def thumb(self, row: Row | None, liked: bool) -> None:
        assert row is not None
        self.thumbs.append(Opinion(row.actor, row.trace_id, liked, None, "", self.now))

    def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)

    def days(self, number: int, users: int, better: float = 0.75, worse: float = 0.6) -> None:
        """Days on each of which users ask ten sentences' worth; `short` does better."""
        for _ in range(number):
            for user in range(users):
                assigned = self.meets(f"user{user}")
                if assigned is None:
                    return
                share = better if assigned.arm == SHORT.name else worse
                noise = (len(self.rows) * 7 % 5 - 2) / 20  # even, without a random number
                self.ask(f"user{user}", round(20 * (share + noise)), 20)
            self.later(days=1)

    def _rows(self, since: datetime, until: datetime, *, experiment: str) -> list[Row]:
        self.read += 1
        return [
            each
            for each in self.rows
            if since <= each.started_at < until and each.made.experiment == experiment
        ]

    def _opinions(self, since: datetime) -> list[Opinion]:
        return [each for each in self.thumbs if each.given_at >= since]
