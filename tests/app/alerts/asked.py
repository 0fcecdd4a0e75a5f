"""Questions that were asked, for rules to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.tracing.types import Counts, Outcome, Row, Spent
from tests.app.budgets.spending import NOON


def row(
    ms: float = 1000.0,
    outcome: Outcome = "answered",
    unsupported: int = 0,
    at: datetime = NOON - timedelta(minutes=5),
) -> Row:
    """A question whose answer has four sentences; a failed one has none."""
    counts = Counts(4 - unsupported, 0, unsupported) if outcome == "answered" else Counts()
    spent = Spent(total_ms=ms)
    return Row("t", at, "ann", "s", outcome, spent=spent, counts=counts, question="Who is eve?")


@dataclass
class Asked:
    """Rows in memory, given as `Traces.rows` gives them."""

    held: Sequence[Row] = ()
    looked: list[tuple[datetime, datetime]] = field(default_factory=list)

    def rows(self, since: datetime, until: datetime) -> list[Row]:
        self.looked.append((since, until))
        return [each for each in self.held if since <= each.started_at < until]


@dataclass(frozen=True)
class Moved:
    """A drift finding."""

    name: str
    psi: float
    certain: bool = True
