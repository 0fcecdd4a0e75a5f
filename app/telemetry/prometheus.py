"""Figures for Prometheus: counted as questions end, read as they stand when it asks.

Labels are few by nature or made so: a name beyond the first `MOST_VALUES` of its kind is counted
as `other`. No person, question or document is ever a label.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from app.telemetry import names
from app.tracing.types import NONE_USED, Outcome, Row, Trace
from indexes.errors import FootnoteError

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""Of `Metrics.text`: the format that every Prometheus reads."""

MOST_VALUES = 40
OTHER = "other"

OUTCOMES: tuple[Outcome, ...] = ("answered", "abstained", "stopped", "failed", "refused")
VERDICTS = ("supported", "weak", "unsupported")

WAITS_S = (0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 45, 60, 120, 300)
"""Bounds for whole answers and first tokens: from the cache's to those behind a long queue."""
TOKENS_S = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2)
STEPS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Gauges:
    """What is looked up when somebody reads. queue: questions that wait. documents, chunks: of the
    library. None: not told.
    """

    queue: Callable[[], int] | None = None
    documents: Callable[[], int] | None = None
    chunks: Callable[[], int] | None = None


class Metrics:
    """Counts what traces and thumbs tell. May be shared between threads."""

    def __init__(self, gauges: Gauges = Gauges(), version: str = "") -> None:  # frozen
        """version: of Footnote."""
        self._registry = registry = CollectorRegistry()
        self._models, self._errors, self._steps = Few(), Few(), Few()
        self._made = _Counters(registry)
        self._times = _Histograms(registry)
        info = Gauge(names.INFO, "Footnote's version; always 1.", ["version"], registry=registry)
        info.labels(version).set(1)
        registry.register(_Looked(gauges))
        ProcessCollector(registry=registry)

    def listen(self, trace: Trace) -> None:
        """Count a finished question."""
        row, made = trace.row, self._made
        made.questions.labels(row.outcome).inc()
        if row.outcome == "answered":
            made.answers.labels(self._models.of(row.made.model)).inc()
        elif row.outcome == "abstained":
            made.abstentions.inc()
        if row.made.cached:
            made.cache_hits.inc()
        if row.error:
            made.errors.labels(self._errors.of(row.error)).inc()
        self._count_sentences(row)
        self._count_spent(row)
        self._observe(trace)

    def feedback(self, liked: bool) -> None:
        """Count thumbs up or down."""
        self._made.feedback.labels("up" if liked else "down").inc()

    def text(self) -> bytes:
        """All figures in the format `CONTENT_TYPE`."""
        return generate_latest(self._registry)

    def _count_sentences(self, row: Row) -> None:
        counts = row.counts
        for verdict, count in zip(
            VERDICTS, (counts.supported, counts.weak, counts.unsupported), strict=True
        ):
            self._made.sentences.labels(verdict).inc(count)
        self._made.unsupported.inc(counts.unsupported)

    def _count_spent(self, row: Row) -> None:
        usage = row.spent.usage
        self._made.cpu.inc(row.spent.cpu_s)
        if usage == NONE_USED:
            return
        model = self._models.of(row.made.model)
        self._made.read.labels(model).inc(usage.prompt_tokens)
        self._made.written.labels(model).inc(usage.completion_tokens)
        self._made.read_again.labels(model).inc(usage.cached_tokens)
        self._made.price.labels(model).inc(row.spent.price)

    def _observe(self, trace: Trace) -> None:
        spent, times = trace.row.spent, self._times
        if spent.first_ms:
            times.first_token.observe(spent.first_ms / 1000)
        if spent.token_ms:
            times.token.observe(spent.token_ms / 1000)
        if trace.row.outcome in ("answered", "abstained"):
            times.answer.observe(spent.total_ms / 1000)
        for span in trace.spans:
            times.step.labels(self._steps.of(span.name)).observe(span.ms / 1000)


class _Counters:
    """Those of `Metrics`; a name's `_total` is added by the library."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, told: str, *labels: str) -> Counter:
            return Counter(name, told, labels, registry=registry)

        self.questions = counter(names.QUESTIONS_TOTAL, "Questions that ended, by how.", "outcome")
        self.answers = counter(names.ANSWERS_TOTAL, "Answers, by the model that wrote.", "model")
        self.abstentions = counter(names.ABSTENTIONS_TOTAL, "Questions without an answer here.")
        self.sentences = counter(names.SENTENCES_TOTAL, "Checked sentences.", "verdict")
        self.unsupported = counter(names.UNSUPPORTED_TOTAL, "Sentences that no source supports.")
        self.read = counter(names.INPUT_TOKENS_TOTAL, "Tokens of prompts.", "model")
        self.written = counter(names.OUTPUT_TOKENS_TOTAL, "Tokens of answers.", "model")
        self.read_again = counter(
            names.CACHED_TOKENS_TOTAL, "Tokens of prompts that the model had read before.", "model"
        )
        self.cache_hits = counter(names.CACHE_HITS_TOTAL, "Answers that were given before.")
        self.errors = counter(names.ERRORS_TOTAL, "Questions that met an error.", "kind")
        self.feedback = counter(names.FEEDBACK_TOTAL, "Thumbs.", "thumb")
        self.cpu = counter(names.CPU_SECONDS_TOTAL, "Processor time spent on questions.")
        self.price = counter(
            names.PRICE_TOTAL, "Price of remote models, in the currency of the settings.", "model"
        )
        for outcome in OUTCOMES:
            self.questions.labels(outcome)
        for verdict in VERDICTS:
            self.sentences.labels(verdict)
        for thumb in ("up", "down"):
            self.feedback.labels(thumb)


class _Histograms:
    """Those of `Metrics`, in seconds."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def histogram(name: str, told: str, bounds: Iterable[float], *labels: str) -> Histogram:
            return Histogram(name, told, labels, buckets=tuple(bounds), registry=registry)

        self.first_token = histogram(
            names.FIRST_TOKEN_SECONDS, "From the question to the first token.", WAITS_S
        )
        self.token = histogram(
            names.TOKEN_SECONDS, "Between two tokens, on average over an answer.", TOKENS_S
        )
        self.answer = histogram(
            names.ANSWER_SECONDS, "From the question to the checked answer.", WAITS_S
        )
        self.step = histogram(names.STEP_SECONDS, "Each step of a question.", STEPS_S, "step")


class Few:
    """Names for a label: the first `most` that come as they are, all others as `OTHER`."""

    def __init__(self, most: int = MOST_VALUES) -> None:
        self._most = most
        self._known: set[str] = set()
        self._lock = threading.Lock()

    def of(self, name: str) -> str:
        """What the label says; '' is `none`. Bytes that are no text are told as `?`."""
        name = name.encode("utf-8", "replace").decode("utf-8") or "none"
        with self._lock:
            if name not in self._known and len(self._known) < self._most:
                self._known.add(name)
            return name if name in self._known else OTHER


class _Looked(Collector):
    """Gauges that are looked up when they are read; one that cannot be is left out this time."""

    def __init__(self, gauges: Gauges) -> None:
        self._all = (
            (names.QUEUE, "Questions that wait for their turn.", gauges.queue),
            (names.LIBRARY_DOCUMENTS, "Documents in the library.", gauges.documents),
            (names.LIBRARY_CHUNKS, "Chunks in the library.", gauges.chunks),
        )

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Their names, without a look."""
        for name, told, _ in self._all:
            yield GaugeMetricFamily(name, told)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Their values now."""
        for name, told, look in self._all:
            if look is None:
                continue
            try:
                yield GaugeMetricFamily(name, told, value=look())
            except (FootnoteError, sqlite3.Error, OSError) as error:  # the next scrape may know
                log.warning("%s is not known now: %s", name, error)
