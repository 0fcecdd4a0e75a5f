"""Settings -> a wired Footnote: with `engines` and `small_models` what names concrete classes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial

from app import engines, preparing
from app.absent import Absent
from app.access import authorise
from app.advice import Adviser
from app.answer import Journey
from app.checking import Checker
from app.choices import Choices
from app.evaluation.entailment import ByVerifier
from app.languages import language_notes
from app.layouts import Step
from app.plain import Limits
from app.prompts import load_summary
from app.queued import Answers, Queued
from app.records import Records
from app.settings import Settings
from app.settings import load as load_settings
from app.shelf import Shelf
from app.small_models import SmallModels
from app.sources import Sources
from app.suggesting import Suggested
from app.suggesting.quick import asks, silent
from app.summary.summariser import Pen, Summariser
from app.types import Actor
from app.voices import Chooses, Voices
from indexes.builds import Builds
from indexes.catalog import Catalog
from indexes.embed import Embedder
from indexes.retrieve import Retriever, Search
from indexes.writer import CatalogWriter
from ingest.drawing import Drawer
from ingest.originals import Originals
from ingest.pipeline import Library
from ingest.report import Admission, Gathered, IngestReport, Listener
from ingest.sandbox import Limits as ReadingLimits
from ingest.sandbox import Sandbox
from ingest.store import Store

SUMMARY_PROMPT = "summary@1"
SUMMARY_REQUEST_TOKENS = 200
"""Tokens of the summary's prompt besides the section that it shows."""

log = logging.getLogger(__name__)


class Footnote:
    """Everything the doors need, made at first use: opening it loads no model."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
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
        return Library(home, store, sandbox, settings.max_file_mb, memory=self.records)

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
                self.records.forget_document(outcome.document.id)
        return report

    @cached_property
    def retriever(self) -> Retriever:
        return Retriever(self.catalog, self.builds, self.models.embedder, self.models.reranker)

    @cached_property
    def voices(self) -> Voices:
        """The chat models; none is loaded before its first use."""
        return engines.voices(self.settings, partial(engines.local_chat, self.settings))

    def search(self, text: str, k: int, allowed: frozenset[str], explain: bool = False) -> Search:
        """The retriever's search, with a note where the question is in an unknown language."""
        found = self.retriever.search(text, k, allowed, explain)
        if not self.models.english_only:
            return found
        return replace(found, notes=(*language_notes(text), *found.notes))

    @cached_property
    def choices(self) -> Choices:
        """The chat models that a question may name."""
        return Choices(self.settings, self.voices, partial(engines.local_chat, self.settings))

    @cached_property
    def journey(self) -> Answers:
        journey = self._journey(self.voices, self.choices, self.summariser)
        return Queued(journey, engines.turns(self.settings, self.voices))

    @cached_property
    def adviser(self) -> Adviser:
        """Advises where there was no answer."""
        absent = Absent(self.catalog, self.builds)
        return Adviser(self.catalog, self.retriever, absent, self.models.english_only)

    @cached_property
    def suggested(self) -> Suggested:
        """First questions, made by a journey that asks no chat model."""
        journey = self._journey(silent(), summariser=Summariser(self.catalog))
        return Suggested(self.catalog, partial(asks, journey))

    def _journey(
        self,
        voices: Voices,
        chooses: Chooses | None = None,
        summariser: Summariser | None = None,
    ) -> Journey:
        return Journey(
            self.catalog,
            self.retriever,
            voices,
            Limits(self.settings.hits, self.settings.evidence_tokens),
            english_only=self.models.english_only,
            reads=self.models.reader,
            summariser=summariser,
            checker=self.checker,
            chooses=chooses,
        )

    @cached_property
    def entails(self) -> ByVerifier:
        """Judges entailment for evaluations."""
        return ByVerifier(Checker())

    @cached_property
    def summariser(self) -> Summariser:
        """The packaged model is not let write: docs/quality.md."""
        voice = self.voices.first
        if not self.settings.model:
            return Summariser(self.catalog)
        tokens = self.settings.context_tokens - self.settings.answer_tokens
        room = tokens - SUMMARY_REQUEST_TOKENS
        prompt = load_summary(SUMMARY_PROMPT)
        pen = Pen(voice.generator, prompt, self.checker.verify, room, voice.remote)
        return Summariser(self.catalog, pen)

    @cached_property
    def sources(self) -> Sources:
        return Sources(self.catalog, self.library.originals, Drawer())

    @cached_property
    def shelf(self) -> Shelf:
        return Shelf(self.catalog, self.library, self.records)

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

    def allowed(self, actor: Actor, collection: str | None = None) -> frozenset[str]:
        """Ids of the documents that an actor may search."""
        return authorise(self.catalog, actor, collection)


def open_footnote(settings: Settings | None = None) -> Footnote:
    """Footnote as the settings say; by default those of footnote.toml and the environment."""
    settings = settings or load_settings()
    logging.getLogger().setLevel(settings.log_level)
    return Footnote(settings)
