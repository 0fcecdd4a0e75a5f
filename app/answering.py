"""How Footnote answers: journeys by what is in force, and those that evaluations measure."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial

from app.access import authorise
from app.answer import Journey
from app.budgets.metered import Metered
from app.cached import Cached
from app.checking import Checker
from app.choices import Choices
from app.cost import priced
from app.engines import local_chat
from app.languages import language_notes
from app.making import Making, Parts
from app.measured import Measured
from app.observed import Observed
from app.operated import DATABASE, Operated
from app.plain import Limits
from app.prompts import load_summary
from app.queued import Answers
from app.routed import AsGiven, Nobody, Routed
from app.settings import Settings
from app.small_models import SmallModels
from app.suggesting import Suggested
from app.suggesting.quick import asks, silent
from app.summary.summariser import Pen, Summariser
from app.tracing.types import Shape
from app.types import Actor, Question
from app.variants import Variants
from app.versions import Versions
from app.voices import Voices
from indexes.builds import Builds
from indexes.retrieve import Retriever, Search
from indexes.types import Hit
from indexes.weights import weights

SUMMARY_PROMPT = "summary@1"
SUMMARY_REQUEST_TOKENS = 200
"""Tokens of the summary's prompt besides the section that it shows."""


class Answering(Operated):
    """What finds, answers and summarises, of one Footnote.

    beneath: the settings without what Footnote itself has put in force.
    """

    beneath: Settings
    actor: Actor
    models: SmallModels
    checker: Checker

    @property
    @abstractmethod
    def builds(self) -> Builds: ...

    @abstractmethod
    def _built_with(self) -> str:
        """Precision in which the library was embedded; '' for none."""

    @cached_property
    def making(self) -> Making:
        """Puts journeys together; those that differ in little share their models."""
        return Making({self.settings: self.models}, self._built_with, self._finds, self._assembled)

    @cached_property
    def retriever(self) -> Retriever:
        return self.making.retriever(self.settings)

    def _finds(self, settings: Settings, models: SmallModels) -> Retriever:
        counts = weights(settings.fusion)
        return Retriever(self.catalog, self.builds, models.embedder, models.reranker, counts)

    @cached_property
    def voices(self) -> Voices:
        """The chat models; none is loaded before its first use."""
        return self.making.voices(self.settings)

    def search(self, text: str, k: int, allowed: frozenset[str], explain: bool = False) -> Search:
        """The retriever's search, with a note where the question is in an unknown language."""
        found = self.retriever.search(text, k, allowed, explain)
        if not self.models.english_only:
            return found
        return replace(found, notes=(*language_notes(text), *found.notes))

    @cached_property
    def choices(self) -> Choices:
        """The chat models that a question may name."""
        return Choices(self.settings, self.voices, partial(local_chat, self.settings))

    @cached_property
    def versions(self) -> Versions:
        return Versions(self.settings.home / DATABASE, precision=self._built_with)

    @cached_property
    def journey(self) -> Answers:
        """What people ask: by what is in force or an experiment's arm, within quotas, observed."""
        variants = Variants(self._cached, self.beneath, self.making.end)
        routed = Routed(variants, self.active, self.experiments, self.versions)
        metered = Metered(routed, self.quotas)
        pricing = priced(self.settings)
        return Observed(metered, self.listeners, shapes=self._shape, pricing=pricing)

    def _shape(self, question: Question, hits: Sequence[Hit]) -> Shape:
        """With its topic; these are opened with the first question, which is answered without."""
        return self.topics.shapes(question, hits)

    @cached_property
    def measured(self) -> Measured:
        """What evaluations ask: by the settings alone, each question anew."""
        variants = Variants(self.making.make, self.beneath, self.making.end)
        routed = Routed(variants, AsGiven(self.settings), Nobody(), self.versions)
        embedder = self.models.embedder
        return Measured(
            self.settings,
            self.actor,
            self.catalog,
            self.retriever,
            routed,
            embedder,
            self.allowed,
        )

    def allowed(self, actor: Actor, collection: str | None = None) -> frozenset[str]:
        """Ids of the documents that an actor may search."""
        return authorise(self.catalog, actor, collection)

    def waiting(self) -> int:
        """Questions that wait for their turn now."""
        return self.making.waiting() if "making" in self.__dict__ else 0

    def _cached(self, settings: Settings) -> Answers:
        return Cached(self.making.make(settings), self.kept, self._asked, settings)

    def _asked(self, question: Question) -> frozenset[str]:
        """Ids of the documents that a question may search."""
        return authorise(self.catalog, question.actor, question.collection, question.documents)

    @cached_property
    def suggested(self) -> Suggested:
        """First questions, made by a journey that asks no chat model."""
        parts = Parts(self.settings, self.models, self.retriever, silent(), None)
        journey = self._journey(parts, Summariser(self.catalog))
        return Suggested(self.catalog, partial(asks, journey))

    def _assembled(self, parts: Parts) -> Journey:
        return self._journey(parts, self._summariser(parts.settings, parts.voices))

    def _journey(self, parts: Parts, summariser: Summariser) -> Journey:
        return Journey(
            self.catalog,
            parts.retriever,
            parts.voices,
            Limits(parts.settings.hits, parts.settings.evidence_tokens),
            english_only=parts.models.english_only,
            reads=parts.models.reader,
            summariser=summariser,
            checker=self.checker,
            chooses=parts.choices,
        )

    @cached_property
    def summariser(self) -> Summariser:
        return self._summariser(self.settings, self.voices)

    def _summariser(self, settings: Settings, voices: Voices) -> Summariser:
        """The packaged model is not let write: docs/quality.md."""
        if not settings.model:
            return Summariser(self.catalog)
        room = settings.context_tokens - settings.answer_tokens - SUMMARY_REQUEST_TOKENS
        prompt, voice = load_summary(SUMMARY_PROMPT), voices.first
        pen = Pen(voice.generator, prompt, self.checker.verify, room, voice.remote)
        return Summariser(self.catalog, pen)
