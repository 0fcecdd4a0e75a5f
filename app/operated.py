"""What Footnote is operated with, and what it learns from."""

from __future__ import annotations

import atexit
from abc import ABC, abstractmethod
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from app.alerts.watch import Alerts
from app.alerts.webhook import TIMEOUT_S, Webhook
from app.budgets.ledger import Ledger
from app.budgets.quotas import Quotas
from app.cached import Kept, library_state
from app.curation import Curation
from app.drift import Drift
from app.drift.topics import Topics
from app.experiments import Experiments
from app.memory import Forgets, Memory, all_of
from app.observed import Listener
from app.records import Records
from app.review import Review
from app.setting_lists import headers
from app.settings import Settings
from app.telemetry.prometheus import Gauges, Metrics
from app.tracing.store import Keep, Traces
from app.versions import Active, Adapters
from app.versions.describe import own_version
from indexes.catalog import Catalog
from indexes.embed import Embedder

if TYPE_CHECKING:
    from app.telemetry.otlp import Exporter

DATABASE = "operations.sqlite3"
"""Beside the library's own, which an ingest keeps locked for long."""


class Operated(ABC):
    """Traces, figures, budgets, alerts, reviews, experiments and versions of one Footnote.

    Each is made at its first use.
    """

    settings: Settings

    @property
    @abstractmethod
    def catalog(self) -> Catalog: ...

    @property
    @abstractmethod
    def records(self) -> Records: ...

    @property
    @abstractmethod
    def embedder(self) -> Embedder: ...

    @abstractmethod
    def waiting(self) -> int:
        """Questions that wait for their turn now."""

    @property
    def _path(self) -> Path:
        return self.settings.home / DATABASE

    @cached_property
    def traces(self) -> Traces:
        return Traces(self._path, cast(Keep, self.settings.traces), self.settings.trace_days)

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self._path)

    @cached_property
    def quotas(self) -> Quotas:
        return Quotas(self.ledger, self.settings)

    @cached_property
    def alerts(self) -> Alerts:
        address = self.settings.alert_webhook
        webhook = Webhook(address) if address else None
        if webhook:
            atexit.register(webhook.finish, TIMEOUT_S)  # posts what still waits
        return Alerts(
            self._path,
            self.settings,
            self.traces.rows,
            self.quotas,
            drift=self.drift.findings,
            post=webhook.send if webhook else None,
        )

    @cached_property
    def topics(self) -> Topics:
        return Topics(self._path, self.catalog, lambda: self.embedder)

    @cached_property
    def drift(self) -> Drift:
        return Drift(self.traces.rows, self.records.opinions, self.topics.since, self.topics.names)

    @cached_property
    def curation(self) -> Curation:
        return Curation(self.catalog, self.records, self.traces.rows, lambda: self.embedder)

    @cached_property
    def metrics(self) -> Metrics:
        listed = self.catalog.documents  # held by the catalogue: a look costs microseconds
        gauges = Gauges(
            self.waiting,
            lambda: len(listed()),
            lambda: sum(each.chunk_count for each in listed()),
        )
        return Metrics(gauges, own_version())

    @cached_property
    def exporter(self) -> Exporter | None:
        """Sends traces by OTLP; None where the settings name no receiver."""
        chosen = self.settings
        if not chosen.otlp_endpoint:
            return None
        from app.telemetry.otlp import Exporter  # its libraries take long to import

        given = headers(chosen.otlp_headers)
        exporter = Exporter(
            chosen.otlp_endpoint, given, chosen.traces == "text", private=self._keeps_to_itself
        )
        atexit.register(exporter.close)  # sends what still waits
        return exporter

    def _keeps_to_itself(self, document_id: str) -> bool:
        """Whether a document is marked private, or not there any more."""
        found = (each.document for each in self.catalog.documents())
        return not any(each.id == document_id and not each.private for each in found)

    @cached_property
    def listeners(self) -> tuple[Listener, ...]:
        """Who hears the trace of each question."""
        told: list[Listener] = [self.traces.save, self.ledger.listen, self.metrics.listen]
        return (*told, self.exporter.listen) if self.exporter else tuple(told)

    @cached_property
    def active(self) -> Active:
        return Active(self.settings.home, self._path)

    @cached_property
    def adapters(self) -> Adapters:
        return Adapters(self.settings.home, self._path)

    @cached_property
    def experiments(self) -> Experiments:
        opinions = self.records.opinions
        return Experiments(self._path, self.traces.rows, opinions, self.settings, self.active)

    @cached_property
    def review(self) -> Review:
        return Review(self._path, self.traces, self.records, self.catalog)

    @cached_property
    def kept(self) -> Kept:
        """Answers given before."""
        return Kept(self.settings.answer_cache, partial(library_state, self.catalog))

    @cached_property
    def memory(self) -> Memory:
        """All that quotes documents."""
        return Memory((self.kept, self.records, self.review, self.traces))

    @property
    def forgets(self) -> Forgets:
        """Told the trace ids of answers that are deleted."""
        return all_of((self.kept.forget, self.review.forget, self.traces.forget))
