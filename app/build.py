"""Settings -> a wired Footnote: with `engines` and `small_models` what names concrete classes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import cached_property

from app import preparing
from app.absent import Absent
from app.advice import Adviser
from app.answering import Answering
from app.checking import Checker
from app.evaluation.entailment import ByVerifier
from app.layouts import Step
from app.records import Records
from app.settings import Settings
from app.settings import load as load_settings
from app.shelf import Shelf
from app.small_models import SmallModels
from app.sources import Sources
from app.types import Actor
from app.versions import beneath
from indexes.builds import Builds
from indexes.catalog import Catalog
from indexes.embed import Embedder
from indexes.writer import CatalogWriter
from ingest.drawing import Drawer
from ingest.originals import Originals
from ingest.pipeline import Library
from ingest.report import Admission, Gathered, IngestReport, Listener
from ingest.sandbox import Limits as ReadingLimits
from ingest.sandbox import Sandbox
from ingest.store import Store

log = logging.getLogger(__name__)


class Footnote(Answering):
    """Everything the doors need, made at first use: opening it loads no model."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.beneath = beneath(settings)
        self.actor = Actor(settings.owner)
        self.models = SmallModels(settings, self._built_with)
        self.checker = Checker(entailment=self.models.entailment)

    @cached_property
    def catalog(self) -> Catalog:
        return Catalog(self.settings.home / "footnote.sqlite3")

    @cached_property
    def builds(self) -> Builds:
        return Builds(self.settings.home / "builds")

    @property
    def embedder(self) -> Embedder:
        return self.models.embedder()

    def _built_with(self) -> str:
        build_id = self.catalog.build_id()
        return self.builds.manifest(build_id).precision if build_id else ""

    @cached_property
    def library(self) -> Library:
        home, settings = self.settings.home, self.settings
        originals = Originals(home / "originals")
        writer = CatalogWriter(self.catalog)
        store = Store(self.catalog, writer, self.builds, originals, self.models.embedder)
        limits = ReadingLimits(cpu_s=settings.read_seconds, memory_mb=settings.read_memory_mb)
        sandbox = Sandbox(limits, "" if settings.ocr == "auto" else settings.ocr)
        return Library(home, store, sandbox, settings.max_file_mb, memory=self.memory)

    def ingest(
        self,
        files: Gathered | Sequence[Admission],
        collection: str,
        listener: Listener | None = None,
    ) -> IngestReport:
        """Let the actor's files in; answers that relied on documents that leave are emptied."""
        report = self.library.add(files, collection, self.actor.id, listener)
        for outcome in report.outcomes:
            if outcome.status == "removed" and outcome.document is not None:
                self.memory.forget_document(outcome.document.id)
        return report

    @cached_property
    def adviser(self) -> Adviser:
        """Advises where there was no answer."""
        absent = Absent(self.catalog, self.builds)
        return Adviser(self.catalog, self.retriever, absent, self.models.english_only)

    @cached_property
    def entails(self) -> ByVerifier:
        """Judges entailment for evaluations."""
        return ByVerifier(Checker())

    @cached_property
    def sources(self) -> Sources:
        return Sources(self.catalog, self.library.originals, Drawer())

    @cached_property
    def shelf(self) -> Shelf:
        return Shelf(self.catalog, self.library, self.memory)

    @cached_property
    def records(self) -> Records:
        return Records(self.settings.home / "footnote.sqlite3")

    def warm_up(self) -> None:
        """Load all models, so that the first question does not wait for them.

        A library that another version has indexed is indexed anew before.
        """
        self.library.renew()
        self.sources.start()
        self.models.load()
        self.start_chat()

    def start_chat(self) -> None:
        """Have the chat model loaded, without waiting for it."""
        preparing.start(self.voices)

    def prepare_chat(self, tell: Callable[[Step], None]) -> None:
        """Bring the chat model into the layout that is fastest here, where that was never done."""
        if chat := preparing.wanting(self.voices, self.settings):
            preparing.prepare_first(chat, self.settings, tell)


def open_footnote(settings: Settings | None = None) -> Footnote:
    """Footnote as the settings say; by default those of footnote.toml and the environment."""
    settings = settings or load_settings()
    logging.getLogger().setLevel(settings.log_level)
    return Footnote(settings)
