"""Sends finished traces as OpenTelemetry spans by OTLP/HTTP, in the background.

A receiver that is slow, down or unwilling costs spans and a line in the log now and then, nothing
else: whoever asked never waits for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode, TraceFlags

from app.telemetry import attributes, names
from app.telemetry.drafts import Draft, drafts
from app.telemetry.sending import Sender
from app.tracing.spans import SEARCH
from app.tracing.types import Trace

PATH = "/v1/traces"
"""Where receivers of OTLP/HTTP take traces, below their base address."""

ROOT, CALL = -1, -2
"""Places of the spans that are no steps."""

_QUEUE, _BATCH = 4096, 512
_SAMPLED = TraceFlags(TraceFlags.SAMPLED)
_NS = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _none_is_private(document_id: str) -> bool:
    return False


class Exporter:
    """Sends each trace that it hears of. May be shared between threads."""

    def __init__(
        self,
        endpoint: str,
        headers: Mapping[str, str],
        content: bool = False,
        delay_s: float = 5.0,
        private: Callable[[str], bool] = _none_is_private,
    ) -> None:
        """endpoint: the receiver's base address, or that of its traces. headers: sent with each
        request. content: whether question and answer are sent too. delay_s: longest wait for more
        spans before some are sent. private: whether a document, by its id, may leave no text with
        another host; questions for which one was found are sent without any words.
        """
        self._content = content
        self._private = private
        self._version = _version()
        self._resource = Resource.create(
            {names.SERVICE_NAME: names.SERVICE, names.SERVICE_VERSION: self._version}
        )
        self._scope = InstrumentationScope(names.SERVICE, self._version)
        self._sender = Sender(address(endpoint), headers)
        self._batches = BatchSpanProcessor(self._sender, _QUEUE, delay_s * 1000, _BATCH)

    def listen(self, trace: Trace) -> None:
        """Have the trace sent. Raises ValueError where its id is not one of 32 hex digits."""
        for span in self.spans(trace):
            self._batches.on_end(span)

    def spans(self, trace: Trace) -> list[ReadableSpan]:
        """The trace as spans of OpenTelemetry: the root, then its steps in order, then around the
        steps of each draft the call of its chat model.
        """
        calls, content = drafts(trace), self._tells_words(trace)
        inside = {at: number for number, draft in enumerate(calls) for at in draft.places}
        return [
            self._root(trace, content),
            *(self._step(trace, at, inside.get(at), content) for at in range(len(trace.spans))),
            *(self._call(trace, draft, number, content) for number, draft in enumerate(calls)),
        ]

    def flush(self) -> None:
        """Send what waits, and come back when it is sent or given up."""
        self._batches.force_flush()

    def close(self) -> None:
        """Send what waits, and end. Takes no longer than one request where the receiver is down."""
        self._sender.hurry()
        self._batches.shutdown()  # type: ignore[no-untyped-call]  # the library leaves it untyped

    def _tells_words(self, trace: Trace) -> bool:
        return self._content and not any(self._private(hit.document_id) for hit in trace.hits)

    def _root(self, trace: Trace, content: bool) -> ReadableSpan:
        row = trace.row
        ends = (span.start_ms + span.ms for span in trace.spans)
        return self._span(
            f"{names.INVOKE_AGENT} {names.AGENT}",
            _context(trace, ROOT),
            None,
            attributes.of_root(trace, content, self._version),
            (_at(trace, 0.0), _at(trace, max(row.spent.total_ms, *ends, 0.0))),
            error=row.error if row.outcome == "failed" else "",
        )

    def _step(self, trace: Trace, place: int, call: int | None, content: bool) -> ReadableSpan:
        """call: number of the draft that it is a step of; None for no draft's."""
        span = trace.spans[place]
        told = attributes.of_step(trace, place, content)
        collection = trace.row.made.collection
        return self._span(
            f"{names.RETRIEVAL} {collection}".strip() if span.name == SEARCH else span.name,
            _context(trace, place),
            _context(trace, span.parent if call is None else CALL, call or 0),
            told,
            (_at(trace, span.start_ms), _at(trace, span.start_ms + span.ms)),
            error=str(told.get(names.ERROR_TYPE, "")),
        )

    def _call(self, trace: Trace, draft: Draft, number: int, content: bool) -> ReadableSpan:
        return self._span(
            f"{names.CHAT} {attributes.model(draft.model)[1]}".strip(),
            _context(trace, CALL, number),
            _context(trace, draft.parent),
            attributes.of_draft(draft, trace.row, content),
            (_at(trace, draft.start_ms), _at(trace, draft.end_ms)),
            SpanKind.CLIENT,
            draft.error,
        )

    def _span(
        self,
        name: str,
        context: SpanContext,
        parent: SpanContext | None,
        told: attributes.Attributes,
        times: tuple[int, int],
        kind: SpanKind = SpanKind.INTERNAL,
        error: str = "",
    ) -> ReadableSpan:
        return ReadableSpan(
            name,
            context,
            parent,
            self._resource,
            told,
            kind=kind,
            instrumentation_scope=self._scope,
            status=Status(StatusCode.ERROR, error) if error else Status(),
            start_time=times[0],
            end_time=times[1],
        )


def address(endpoint: str) -> str:
    """Where traces are sent: the endpoint itself, or its path for traces where it is a base."""
    base = endpoint.rstrip("/")
    return base if base.endswith(PATH) else base + PATH


def _context(trace: Trace, place: int, number: int = 0) -> SpanContext:
    """place: of the step, ROOT, or CALL for that of the draft of this number.

    The same trace gets the same ids again.
    """
    trace_id = trace.row.trace_id
    if len(trace_id) != 32:
        raise ValueError(f"{trace_id!r} is no trace id; OpenTelemetry takes 32 hex digits")
    digest = hashlib.blake2b(f"{trace_id}/{place}/{number}".encode(), digest_size=8).digest()
    span_id = int.from_bytes(digest, "big") or 1
    return SpanContext(int(trace_id, 16), span_id, is_remote=False, trace_flags=_SAMPLED)


def _at(trace: Trace, ms: float) -> int:
    """Nanoseconds since 1970 of so many milliseconds after the trace's beginning."""
    began = trace.row.started_at - _EPOCH
    micros = (began.days * 86_400 + began.seconds) * 1_000_000 + began.microseconds
    return micros * 1000 + round(ms * _NS)


def _version() -> str:
    try:
        return version(names.PACKAGE)
    except PackageNotFoundError:  # run from a folder that was never installed
        return "unknown"
