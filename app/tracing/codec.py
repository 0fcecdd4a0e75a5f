"""Traces as rows of the tables, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from app.tracing.spans import Span, Value
from app.tracing.types import Counts, Made, Row, Shape, Spent
from app.types import Usage
from indexes.errors import LibraryError

COLUMNS = (
    "trace_id, started_at, actor, session, outcome, error, model, prompt, build_id, version,"
    " collection, experiment, arm, cached, prompt_tokens, completion_tokens, cached_tokens,"
    " first_ms, token_ms, total_ms, cpu_s, price, supported, weak, unsupported, words, language,"
    " topic, similarity, question, answer"
)
"""Of the table `traces`, in the order of `stored` and `row_of`."""

LABELS = frozenset({"model", "prompt", "error", "arm", "passed_over"})
"""Attributes of steps whose text is a name of ours: kept and told where no words of people are."""

Cell = str | int | float


def moment(at: datetime) -> str:
    """ISO 8601 in UTC, of equal length for all, so that texts compare as times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def stored(row: Row, with_text: bool) -> tuple[Cell, ...]:
    """The cells of COLUMNS. with_text: whether question and answer are kept."""
    made, spent, counts, shape = row.made, row.spent, row.counts, row.shape
    cells: tuple[Cell, ...] = (
        *(row.trace_id, moment(row.started_at), row.actor, row.session, row.outcome, row.error),
        *(made.model, made.prompt, made.build_id, made.version, made.collection),
        *(made.experiment, made.arm, int(made.cached)),
        *(spent.usage.prompt_tokens, spent.usage.completion_tokens, spent.usage.cached_tokens),
        *(spent.first_ms, spent.token_ms, spent.total_ms, spent.cpu_s, spent.price),
        *(counts.supported, counts.weak, counts.unsupported),
        *(shape.words, shape.language, shape.topic, shape.similarity),
        *((row.question, row.answer) if with_text else ("", "")),
    )
    return tuple(_storable(each) if isinstance(each, str) else each for each in cells)


def row_of(cells: tuple[Any, ...]) -> Row:
    """The row that `stored` made. cells: of any type, as SQLite gives them."""
    trace_id, started_at, actor, session, outcome, error = cells[:6]
    return Row(
        trace_id,
        datetime.fromisoformat(started_at),
        actor,
        session,
        outcome,
        error,
        _made(*cells[6:14]),
        Spent(Usage(*cells[14:17]), *cells[17:22]),
        _counts(*cells[22:25]),
        Shape(*cells[25:29]),
        cells[29],
        cells[30],
    )


@lru_cache(1024)
def _made(model: str, prompt: str, build: str, version: str, *rest: str) -> Made:
    """Few of them make all answers."""
    collection, experiment, arm, cached = rest
    return Made(model, prompt, build, version, collection, experiment, arm, bool(cached))


@lru_cache(1024)
def _counts(supported: int, weak: int, unsupported: int) -> Counts:
    return Counts(supported, weak, unsupported)


def steps_json(spans: Sequence[Span]) -> str:
    """The steps as JSON in ASCII; see `steps_of`."""
    cells = [
        (each.name, each.start_ms, each.ms, each.cpu_ms, each.parent, dict(each.attributes))
        for each in spans
    ]
    return json.dumps(cells, separators=(",", ":"))


def steps_of(text: str) -> tuple[Span, ...]:
    """The steps that `steps_json` wrote. Raises LibraryError when damaged."""
    try:
        return tuple(
            Span(name, start_ms, ms, cpu_ms, parent, tuple(attributes.items()))
            for name, start_ms, ms, cpu_ms, parent, attributes in json.loads(text)
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise LibraryError(
            f"The steps of a trace in operations.sqlite3 cannot be read ({error}); look at another "
            "one. It is deleted once it is older than `trace_days`."
        ) from error


def bare(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The steps without attributes that may hold somebody's words."""
    return tuple(
        Span(
            each.name,
            each.start_ms,
            each.ms,
            each.cpu_ms,
            each.parent,
            tuple(pair for pair in each.attributes if _is_bare(*pair)),
        )
        for each in spans
    )


def _is_bare(name: str, value: Value) -> bool:
    return not isinstance(value, str) or name in LABELS


def _storable(text: str) -> str:
    """`text` without lone surrogates, which SQLite refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")
