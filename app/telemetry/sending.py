"""Hands spans to the receiver, and says in one line now and then that it does not take them."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence

from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

TIMEOUT_S = 5.0
"""Longest that one request takes, with its repetitions."""

QUIET_S = 600.0
"""Seconds after a line about a failure in which there is no other."""

REASON_CHARACTERS = 200
_LIBRARY = "opentelemetry.exporter.otlp.proto.http.trace_exporter"
_STATUS = re.compile(r"code: (\d{3}\b)")
_SYSTEM = re.compile(r"\[Errno -?\d+\] ([\w ]+)")

log = logging.getLogger(__name__)


class Sender(SpanExporter):
    """The library's sender, with our words about its failures in the place of its own."""

    def __init__(
        self,
        address: str,
        headers: Mapping[str, str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """address: of the receiver's traces. headers: sent with each request. clock: seconds."""
        self._address = address
        self._sender = OTLPSpanExporter(
            address, headers=headers, timeout=TIMEOUT_S, compression=Compression.Gzip
        )
        self._clock = clock
        self._heard = _Heard()
        self._quiet_until = float("-inf")
        self._lost = 0
        self._hurries = threading.Event()

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send them now, again where that may help; what does not arrive is lost."""
        if self._hurries.is_set() and self._lost:
            return SpanExportResult.FAILURE
        with self._heard as heard:
            result = self._sender.export(spans)
        if result is SpanExportResult.SUCCESS:
            self._lost, self._quiet_until = 0, float("-inf")
        else:
            self._lost += len(spans)
            self._tell(heard.reason)
        return result

    def hurry(self) -> None:
        """From now on give up at the first failure."""
        self._hurries.set()

    def shutdown(self) -> None:
        """End."""
        self._sender.shutdown()  # type: ignore[no-untyped-call]  # the library leaves it untyped

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Nothing waits here."""
        return self._sender.force_flush(timeout_millis)

    def _tell(self, reason: str) -> None:
        if self._clock() < self._quiet_until:
            return
        self._quiet_until = self._clock() + QUIET_S
        log.warning(
            "Traces do not arrive at %s (%s); %d spans are lost so far, answers are not touched. "
            "Check FOOTNOTE_OTLP_ENDPOINT and FOOTNOTE_OTLP_HEADERS, or empty them.",
            self._address,
            reason,
            self._lost,
        )


class _Heard(logging.Filter):
    """Hears why a request failed: the library says so in its log only, many times over."""

    def __init__(self) -> None:
        super().__init__()
        self.reason = ""
        self._library = logging.getLogger(_LIBRARY)

    def __enter__(self) -> _Heard:
        self.reason = ""
        self._library.addFilter(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._library.removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the first reason, and the record out of the log."""
        self.reason = self.reason or _reason(record.getMessage())
        return False


def _reason(told: str) -> str:
    """In a few words, from the library's line."""
    if found := _STATUS.search(told):
        return f"HTTP {found[1]}"
    if found := _SYSTEM.search(told):
        return found[1]
    return told[:REASON_CHARACTERS]
