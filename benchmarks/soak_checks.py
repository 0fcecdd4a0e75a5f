"""Whether traces, counters, ledger and records tell the same as those who asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from prometheus_client.parser import text_string_to_metric_families

from app.budgets.ledger import LedgerDay
from app.cost import EVIDENCE, RULES, SUMMARY
from app.records import Opinion
from app.telemetry import names
from app.tracing.spans import (
    AUTHORISE,
    CACHE,
    GENERATE,
    PROMPT,
    QUEUE,
    REWRITE,
    SEARCH,
    Span,
)
from app.tracing.types import Row, Trace
from benchmarks.questioner import Seen

ANSWERED = (CACHE, QUEUE, AUTHORISE, REWRITE, SEARCH)
"""Steps, within no other one, of a question that was answered anew or abstained from."""

READ = (EVIDENCE, RULES, SUMMARY)
"""How what was found is read: as one, in the parts of a question, or for a summary."""

SLACK_MS = 5.0
"""By which a step may end after its trace: the two are read from two clocks."""

ENDED = ("answered", "abstained")

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Check:
    """What should be the same. faults: what is not, in words; none is right."""

    name: str
    counted: int
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What Footnote knows of the questions. text: of `/metrics`. saved: trace ids of the answers
    that are kept in chats.
    """

    traces: Sequence[Trace]
    text: str
    days: Sequence[LedgerDay]
    opinions: Sequence[Opinion]
    saved: Sequence[str]


def check(seen: Sequence[Seen], told: Told) -> list[Check]:
    """All checks, for questions of which nobody else has asked any."""
    rows = [trace.row for trace in told.traces]
    return [
        _made("one trace a question", len(seen), _outcomes(seen, rows)),
        _made(
            "each answer's trace", sum(each.outcome in ENDED for each in seen), _same(seen, rows)
        ),
        _made("every step ended", sum(each.begun for each in seen), _ended(seen)),
        _made("steps complete", len(rows), _all(_complete(trace) for trace in told.traces)),
        _made("tokens add up", sum(_tokens(row) for row in rows), _all(map(_added, told.traces))),
        _made("/metrics", len(rows), _counters(rows, told.opinions, told.text)),
        _made("ledger", sum(day.questions for day in told.days), _ledger(rows, told.days)),
        _made("records", len(told.saved), _records(seen, told)),
    ]


def _made(name: str, counted: int, faults: Iterable[str]) -> Check:
    return Check(name, counted, tuple(faults))


def _all(faults: Iterable[Iterator[str]]) -> Iterator[str]:
    for each in faults:
        yield from each


def _outcomes(seen: Sequence[Seen], rows: Sequence[Row]) -> Iterator[str]:
    asked = Counter((each.person, each.outcome, each.error) for each in seen)
    traced = Counter((row.actor, row.outcome, row.error) for row in rows)
    yield from _differences("questions", asked, traced)
    if twice := len(rows) - len({row.trace_id for row in rows}):
        yield f"{twice} traces have the id of another one"


def _same(seen: Sequence[Seen], rows: Sequence[Row]) -> Iterator[str]:
    by_id = {row.trace_id: row for row in rows}
    for each in seen:
        if each.outcome not in ENDED:
            continue
        row = by_id.get(each.trace_id)
        if row is None:
            yield f"no trace {each.trace_id}"
            continue
        traced = (row.outcome, row.spent.usage, row.counts, row.made.cached)
        if traced != (each.outcome, each.usage, each.counts, each.cached):
            yield f"trace {each.trace_id} tells {traced}, the answer {each}"


def _ended(seen: Sequence[Seen]) -> Iterator[str]:
    for each in seen:
        if each.begun != each.ended:
            yield f"{each.wanted.text!r}: {each.begun} steps began, {each.ended} ended"


def _complete(trace: Trace) -> Iterator[str]:
    row, spans = trace.row, trace.spans
    roots = {span.name for span in spans if span.parent == -1}
    wanted: set[str] = set()
    if row.outcome in ENDED:
        wanted = {CACHE} if row.made.cached else set(ANSWERED)
    if row.outcome == "answered" and not row.made.cached and roots.isdisjoint(READ):
        yield f"trace {row.trace_id} (answered) has none of {', '.join(READ)}"
    if lacking := sorted(wanted - roots):
        yield f"trace {row.trace_id} ({row.outcome}) lacks {', '.join(lacking)}"
    for span in spans:
        if span.ms < 0 or span.start_ms + span.ms > row.spent.total_ms + SLACK_MS:
            yield f"trace {row.trace_id}: {span.name} ends after its trace"
    if row.outcome in ENDED and row.spent.total_ms <= 0:
        yield f"trace {row.trace_id} took no time"


def _added(trace: Trace) -> Iterator[str]:
    """Tokens of the steps against those of the row."""
    usage = trace.row.spent.usage
    read, again = _sum(trace.spans, PROMPT, "tokens"), _sum(trace.spans, PROMPT, "cached")
    steps = (read, _sum(trace.spans, GENERATE, "tokens"), again)
    told = (usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens)
    if steps != told:
        yield f"trace {trace.row.trace_id}: tokens of its steps {steps}, of the question {told}"


def _counters(rows: Sequence[Row], opinions: Sequence[Opinion], text: str) -> Iterator[str]:
    metrics = _Samples(text)
    yield from _differences(
        "outcomes",
        metrics.by(names.QUESTIONS_TOTAL, "outcome"),
        Counter[str](r.outcome for r in rows),
    )
    verdicts = {
        "supported": sum(row.counts.supported for row in rows),
        "weak": sum(row.counts.weak for row in rows),
        "unsupported": sum(row.counts.unsupported for row in rows),
    }
    yield from _differences("sentences", metrics.by(names.SENTENCES_TOTAL, "verdict"), verdicts)
    thumbs = Counter("up" if each.liked else "down" for each in opinions)
    yield from _differences("thumbs", metrics.by(names.FEEDBACK_TOTAL, "thumb"), thumbs)
    errors = Counter(row.error for row in rows if row.error)
    yield from _differences("errors", metrics.by(names.ERRORS_TOTAL, "kind"), errors)
    usages = [row.spent.usage for row in rows]
    sums = {
        names.INPUT_TOKENS_TOTAL: sum(each.prompt_tokens for each in usages),
        names.OUTPUT_TOKENS_TOTAL: sum(each.completion_tokens for each in usages),
        names.CACHED_TOKENS_TOTAL: sum(each.cached_tokens for each in usages),
        names.CACHE_HITS_TOTAL: sum(row.made.cached for row in rows),
        names.UNSUPPORTED_TOTAL: verdicts["unsupported"],
        names.ANSWER_SECONDS + "_count": sum(row.outcome in ENDED for row in rows),
    }
    yield from _differences("totals", {name: metrics.sum(name) for name in sums}, sums)
    spent = sum(row.spent.cpu_s for row in rows)
    if abs(metrics.sum(names.CPU_SECONDS_TOTAL) - spent) > 1e-3:
        yield f"processor seconds: {metrics.sum(names.CPU_SECONDS_TOTAL):.3f}, {spent:.3f}"


def _ledger(rows: Sequence[Row], days: Sequence[LedgerDay]) -> Iterator[str]:
    counted, entered = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in rows:
        if row.outcome != "refused":
            usage = row.spent.usage
            counted[row.actor, "questions"] += 1
            counted[row.actor, "read"] += usage.prompt_tokens
            counted[row.actor, "written"] += usage.completion_tokens
            counted[row.actor, "cached"] += usage.cached_tokens
    for day in days:
        entered[day.actor, "questions"] += day.questions
        entered[day.actor, "read"] += day.read
        entered[day.actor, "written"] += day.written
        entered[day.actor, "cached"] += day.cached
    yield from _differences("ledger", entered, counted)
    spent, booked = sum(r.spent.cpu_s for r in rows), sum(day.cpu_s for day in days)
    refused = sum(r.spent.cpu_s for r in rows if r.outcome == "refused")
    if abs(spent - refused - booked) > 1e-3:
        yield f"processor seconds: {booked:.3f} in the ledger, {spent - refused:.3f} traced"


def _records(seen: Sequence[Seen], told: Told) -> Iterator[str]:
    answers = Counter(each.trace_id for each in seen if each.outcome in ENDED)
    yield from _differences("saved answers", Counter(told.saved), answers)
    given = {each.trace_id: each.liked for each in seen if each.liked is not None}
    kept = {each.trace_id: each.liked for each in told.opinions}
    yield from _differences("thumbs", kept, given)


def _differences(what: str, found: Mapping[K, float], wanted: Mapping[K, float]) -> Iterator[str]:
    """Where two counts are not the same; what is not counted is 0."""
    for key in {**found, **wanted}:
        if found.get(key, 0) != wanted.get(key, 0):
            yield f"{what}, {key}: {found.get(key, 0)}, not {wanted.get(key, 0)}"


def _sum(spans: Sequence[Span], step: str, attribute: str) -> int:
    return sum(int(dict(each.attributes).get(attribute, 0)) for each in spans if each.name == step)


def _tokens(row: Row) -> int:
    return row.spent.usage.prompt_tokens + row.spent.usage.completion_tokens


class _Samples:
    """What `/metrics` says."""

    def __init__(self, text: str) -> None:
        self._all = [
            each for family in text_string_to_metric_families(text) for each in family.samples
        ]

    def by(self, name: str, label: str) -> dict[str, float]:
        """The values by a label."""
        return {each.labels[label]: each.value for each in self._all if each.name == name}

    def sum(self, name: str) -> float:
        return sum(each.value for each in self._all if each.name == name)
