"""Which questions to look at: the slowest, the worst, the heaviest, the latest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.operations.tokens import of
from app.tracing.types import Row


@dataclass(frozen=True, slots=True)
class Notable:
    """A question, and why it is shown. reasons: in words, '' for those whose figures say it."""

    row: Row
    reasons: tuple[str, ...] = ()


def slowest(rows: Sequence[Row], most: int) -> list[Notable]:
    """By wall time until the whole answer, however it ended."""
    timed = sorted(rows, key=lambda row: -row.spent.total_ms)
    return [Notable(row) for row in timed[:most] if row.spent.total_ms > 0]


def heaviest(rows: Sequence[Row], most: int) -> list[Notable]:
    """By tokens, read and written."""
    return [Notable(row) for row in sorted(rows, key=of, reverse=True)[:most] if of(row)]


def latest(rows: Sequence[Row], most: int) -> list[Notable]:
    """The last ones asked. rows: in order of time."""
    return [Notable(row) for row in rows[::-1][:most]]


def worst(rows: Sequence[Row], liked: Mapping[str, bool], most: int) -> list[Notable]:
    """Those that were disliked, failed, or hold unsupported sentences; all else is left out.

    Each counts: 1 for a thumb down, 1 for a failure, and the share of unsupported sentences. Among
    equals the later comes first. liked: opinions by trace id.
    """
    weighed = [(_weight(row, liked), at) for at, row in enumerate(rows)]
    order = sorted((each for each in weighed if each[0] > 0), reverse=True)
    return [Notable(rows[at], reasons(rows[at], liked)) for _, at in order[:most]]


def reasons(row: Row, liked: Mapping[str, bool]) -> tuple[str, ...]:
    """What is wrong with a question's answer; () for nothing."""
    told = []
    if liked.get(row.trace_id) is False:
        told.append("thumbs down")
    if row.outcome == "failed":
        told.append(f"failed: {row.error}" if row.error else "failed")
    if row.counts.unsupported:
        told.append(f"{row.counts.unsupported} of {row.counts.all} sentences unsupported")
    return tuple(told)


def _weight(row: Row, liked: Mapping[str, bool]) -> float:
    disliked = liked.get(row.trace_id) is False
    failed = row.outcome == "failed"
    return disliked + failed + row.counts.unsupported / max(1, row.counts.all)
