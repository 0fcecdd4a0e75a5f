"""Settings -> a wired Footnote: the only file that names concrete classes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial

from app import engines, preparing
from app.access import authorise
from app.answer import Journey
from app.checking import Checker
from app.checking.entailment import EntailmentHead
from app.evaluation.entailment import ByVerifier
from app.languages import language_notes
from app.layouts import Step
from app.plain import Limits
from app.prompts import load_summary
from app.queued import Answers, Queued
from app.reading import Reader
from app.records import Records
from app.settings import Settings
from app.settings import load as load_settings
from app.summary.summariser import Pen, Summariser
from app.types import Actor
from app.voices import Voices
from indexes.builds import Builds
from indexes.catalog import Catalog
from indexes.embed import Embedder, SentenceTransformerEmbedder
from indexes.errors import LibraryError
from indexes.rerank import Reranker
from indexes.rerank_models import AdapterReranker, CrossEncoderReranker
from indexes.retrieve import Retriever, Search
from indexes.writer import CatalogWriter
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
        self._loading = threading.RLock()
        self.checker = Checker(entailment=self._entailment)

    @cached_property
    def catalog(self) -> Catalog:
        return Catalog(self.settings.home / "footnote.sqlite3")

    @cached_property
    def builds(self) -> Builds:
        return Builds(self.settings.home / "builds")

    @cached_property
    def embedder(self) -> Embedder:
        return SentenceTransformerEmbedder(
            self.settings.embedding_model,
            self._precision(),
            self.settings.threads,
            self.settings.embedding_backend,
        )

    def _precision(self) -> str:
        """As set; `auto` keeps to what was measured when the library was last built."""
        chosen, build_id = self.settings.embedding_precision, self.catalog.build_id()
        if chosen == "auto" and build_id:
            try:
                return self.builds.manifest(build_id).precision
            except LibraryError as error:  # the search that follows meets it again, and tells it
                log.warning("%s", error)
        return chosen

    def _embedder(self) -> Embedder:
        with self._loading:  # two first questions at once load one model
            return self.embedder

    @cached_property
    def library(self) -> Library:
        home, settings = self.settings.home, self.settings
        originals = Originals(home / "originals")
        writer = CatalogWriter(self.catalog)
        store = Store(self.catalog, writer, self.builds, originals, self._embedder)
        limits = ReadingLimits(cpu_s=settings.read_seconds, memory_mb=settings.read_memory_mb)
        sandbox = Sandbox(limits, "" if settings.ocr == "auto" else settings.ocr)
        return Library(home, store, sandbox, settings.max_file_mb)

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

    def forget_incomplete(self, files: Gathered, collection: str) -> int:
        """Take out what has unread pages and is among the files, so that it is read anew.

        Returns how many documents that were.
        """
        sources = {file.source for file in files.files}
        held = self.catalog.incomplete(collection, self.actor.id)
        if again := [document for document in held if document.source in sources]:
            self.library.remove(again)
        return len(again)

    @cached_property
    def retriever(self) -> Retriever:
        return Retriever(self.catalog, self.builds, self._embedder, self._reranker)

    @cached_property
    def reranker(self) -> Reranker | None:
        """As set; None for `none`."""
        if (chosen := self.settings.reranker) == "none":
            return None
        if chosen != "packaged":
            return CrossEncoderReranker(chosen)
        return AdapterReranker(self._embedder().precision, self.settings.threads)

    def _reranker(self) -> Reranker | None:
        with self._loading:
            return self.reranker

    @cached_property
    def voices(self) -> Voices:
        """The chat models; none is loaded before its first use."""
        return engines.voices(self.settings, partial(engines.local_chat, self.settings))

    @property
    def english_only(self) -> bool:
        """Whether passages are found by the packaged embedding model, which knows English only."""
        return not self.settings.embedding_model

    def search(self, text: str, k: int, allowed: frozenset[str], explain: bool = False) -> Search:
        """The retriever's search, with a note where the question is in an unknown language."""
        found = self.retriever.search(text, k, allowed, explain)
        if not self.english_only:
            return found
        return replace(found, notes=(*language_notes(text), *found.notes))

    @cached_property
    def journey(self) -> Answers:
        limits = Limits(self.settings.hits, self.settings.evidence_tokens)
        journey = Journey(
            self.catalog,
            self.retriever,
            self.voices,
            limits,
            english_only=self.english_only,
            reads=self._reader,
            summariser=self.summariser,
            checker=self.checker,
        )
        return Queued(journey, engines.turns(self.settings, self.voices))

    @cached_property
    def reader(self) -> Reader | None:
        """As set; None for `none`, and with an embedding model that knows other languages."""
        if self.settings.reader == "none" or not self.english_only:
            return None
        return Reader(self._embedder().precision, self.settings.threads)

    def _reader(self) -> Reader | None:
        with self._loading:
            return self.reader

    @cached_property
    def entailment(self) -> EntailmentHead | None:
        """None with an embedding model that knows other languages."""
        if not self.english_only:
            return None
        return EntailmentHead(self._embedder().precision, self.settings.threads)

    def _entailment(self) -> EntailmentHead | None:
        with self._loading:
            return self.entailment

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
    def records(self) -> Records:
        return Records(self.settings.home / "footnote.sqlite3")

    def warm_up(self) -> None:
        """Load all models, so that the first question does not wait for them.

        A library that another version has indexed is indexed anew before.
        """
        self.library.renew()
        self._embedder()
        self._reranker()
        self._reader()
        self._entailment()
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
