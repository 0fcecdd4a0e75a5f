"""How long one step took in many traces."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.tracing.spans import Span
from app.tracing.store import Traces
from app.tracing.types import Row, Trace

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def traces(tmp_path: Path) -> Traces:
    return Traces(tmp_path / "operations.sqlite3", "figures", 90, lambda: NOON)


def keep(traces: Traces, name: str, *spans: Span, minutes: int = 0) -> None:
    row = Row(name, NOON + timedelta(minutes=minutes), "anna", "s", "answered")
    traces.save(Trace(row, spans))


def test_steps_of_one_name_are_added_up(traces: Traces) -> None:
    keep(traces, "a", Span("search", 0, 5), Span("queue", 5, 40), Span("queue", 90, 2.5))
    keep(traces, "b", Span("queue", 5, 0))
    found = traces.step_ms("queue", NOON, NOON + timedelta(minutes=1))
    assert found == {"a": 42.5, "b": 0.0}


def test_traces_without_the_step_or_outside_of_the_time_are_left_out(traces: Traces) -> None:
    keep(traces, "without", Span("search: queue", 0, 5), Span("generate", 5, 9))
    keep(traces, "named", Span("generate", 0, 1, attributes=(("model", '["queue",'),)))
    keep(traces, "before", Span("queue", 0, 1), minutes=-1)
    keep(traces, "until", Span("queue", 0, 1), minutes=1)
    assert traces.step_ms("queue", NOON, NOON + timedelta(minutes=1)) == {}
