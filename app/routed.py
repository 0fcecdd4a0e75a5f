"""Routes each question to the settings in force, or to the arm of an experiment that runs."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from langchain_core.runnables import RunnableConfig

from app.queued import Answers
from app.settings import Settings, overlaid
from app.tracing.spans import ROUTE, Spans
from app.types import Answer, Event, Question, Token
from app.variants import Variants
from app.versions.active import Active
from app.versions.presence import require
from app.versions.registry import Versions
from app.versions.writer import written_by
from indexes.errors import FootnoteError, ModelError, PromptError, SettingsError

log = logging.getLogger(__name__)


class Assigned(Protocol):
    """Where an experiment sends a question. settings: what its arm lays over those in force."""

    @property
    def experiment(self) -> str: ...

    @property
    def arm(self) -> str: ...

    @property
    def settings(self) -> Mapping[str, str | int | float]: ...


class Assigns(Protocol):
    """Decides which arm of an experiment a question goes to."""

    def arm_for(self, question: Question) -> Assigned | None:
        """None where no experiment runs for it."""
        ...


class Holds(Protocol):
    """What is in force."""

    def settings(self, beneath: Settings) -> Settings:
        """The settings that hold now. beneath: those under what was put in force."""
        ...


class Nobody:
    """No experiment: every question goes to what is in force."""

    def arm_for(self, question: Question) -> None:
        return None


class AsGiven:
    """These settings, whatever is in force: what an evaluation measures."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def settings(self, beneath: Settings) -> Settings:
        return self._settings


@dataclass(frozen=True, slots=True)
class _Way:
    """Where a question goes. arm: `experiment/arm`, '' outside of experiments."""

    settings: Settings
    arm: str = ""


class Routed(Answers):
    """Answers each question under the settings that hold for it, and names them in the answer."""

    def __init__(
        self,
        variants: Variants,
        active: Holds | Active,
        assigns: Assigns,
        registry: Versions,
    ) -> None:
        """registry: names the versions and counts their answers."""
        self._variants = variants
        self._active = active
        self._assigns = assigns
        self._registry = registry
        self._lock = threading.Lock()
        self._held: Settings | None = None

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        """As `Answers.stream`. The answer names its versions and its arm.

        An arm that fails before it has written anything, as one whose model has gone does, is
        passed over: what is in force answers, and the log says so.
        """
        in_force = _Way(self._in_force())
        way = self._arm(question, in_force, spans)
        if way.arm:
            begun = yield from self._tried(way, question, config, spans)
            if begun:
                return
        yield from self._answered(in_force, question, config, spans)

    def _in_force(self) -> Settings:
        """The settings that hold now; the journey of those that held before is closed."""
        settings = self._active.settings(self._variants.settings)
        with self._lock:
            before, self._held = self._held, settings
        if before is not None and before != settings:
            self._variants.drop(before)
        return settings

    def _arm(self, question: Question, in_force: _Way, spans: Spans | None) -> _Way:
        try:
            assigned = self._assigns.arm_for(question)
        except (sqlite3.Error, FootnoteError) as error:  # nobody loses an answer for it
            log.warning("Experiments are left out, what is in force answers: %s", error)
            return in_force
        if assigned is None:
            return in_force
        name = f"{assigned.experiment}/{assigned.arm}"
        try:
            settings = overlaid(in_force.settings, assigned.settings, f"of the arm {name}")
            require(settings)
        except (ModelError, PromptError, SettingsError) as error:
            _passed_over(name, error, spans)
            return in_force
        return _Way(settings, name)

    def _tried(
        self,
        way: _Way,
        question: Question,
        config: RunnableConfig | None,
        spans: Spans | None,
    ) -> Generator[Event, None, bool]:
        """Answer by an arm; whether it has, or had begun to when it failed."""
        begun = False
        try:
            for event in self._answered(way, question, config, spans):
                begun = begun or isinstance(event, Token | Answer)
                yield event
        except (ModelError, PromptError, SettingsError) as error:
            if begun:
                raise
            _passed_over(way.arm, error, spans)
            return False
        return True

    def _answered(
        self,
        way: _Way,
        question: Question,
        config: RunnableConfig | None,
        spans: Spans | None,
    ) -> Iterator[Event]:
        if spans is not None and way.arm:  # known also of a question that fails
            spans.add(ROUTE, spans.now_ms(), 0.0, arm=way.arm)
        self._registry.begin(way.settings)
        with self._variants.taken(way.settings) as journey:
            events = journey.stream(question, config, spans)
            try:
                for event in events:
                    if isinstance(event, Answer):
                        version = self._named(way, question, event)
                        event = replace(event, version=version, arm=way.arm)
                    yield event
            finally:
                if isinstance(events, Generator):
                    events.close()  # whoever stops listening stops the journey, before it is left

    def _named(self, way: _Way, question: Question, answer: Answer) -> str:
        """Id of the answer's set of versions, which is counted; '' where that fails.

        Nobody loses an answer for a full disk under the registry.
        """
        try:
            versions = self._registry.of(written_by(way.settings, question.model))
            self._registry.note(versions, answer.build_id)
        except (OSError, sqlite3.Error, FootnoteError) as error:
            log.warning("The versions of an answer are not known: %s", error)
            return ""
        return versions.id


def _passed_over(arm: str, error: Exception, spans: Spans | None) -> None:
    if spans is not None:  # the arm's own failure, whatever comes of the question
        spans.add(ROUTE, spans.now_ms(), 0.0, passed_over=arm)
    log.warning("The arm %s cannot answer, what is in force does: %s", arm, error)
