"""A Footnote wired as always, but for a journey that knows the right answers and loads no model."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from langchain_core.runnables import RunnableConfig

from app.build import Footnote
from app.cached import Cached
from app.cost import EVIDENCE
from app.queued import Answers
from app.settings import Settings
from app.tracing.spans import AUTHORISE, GENERATE, PROMPT, QUEUE, REWRITE, SEARCH, Spans
from app.types import Answer, Event, Found, Question, Token, Usage
from benchmarks.day_wiring import Dated
from benchmarks.office import PEOPLE, questions_for
from indexes.errors import QuestionError
from ingest.pipeline import Library
from tests.app.cli.fakes import answer

READ, WRITTEN, KEPT = 90, 12, 40
RIGHT = {
    each.text: each.answers[0]
    for person in PEOPLE
    for each in questions_for(person)
    if each.answers
}


class ScriptedJourney:
    """Says the right answer where there is one; with one window alone it finds nothing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def ask(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Answer:
        *_, last = self.stream(question, config, spans)
        assert isinstance(last, Answer)
        return last

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        spans = spans or Spans()
        if not question.text.strip():
            raise QuestionError("The question is empty; type one.")
        with spans.span(QUEUE, ahead=0):
            pass
        for name in (AUTHORISE, REWRITE, SEARCH, EVIDENCE):
            with spans.span(name):
                pass
        yield Found(())
        right = RIGHT.get(question.text.rpartition(": ")[2].strip(), "")
        with spans.span(PROMPT, model="tiny", tokens=READ, cached=KEPT):
            yield Token("It ")
        with spans.span(GENERATE, model="tiny", tokens=WRITTEN):
            yield Token("is")
        found = right and self._settings.hits > 1
        yield replace(
            answer(f"It is {right}. [1]" if found else "I found no answer."),
            question=question.text, read_as=question.text, trace_id=uuid.uuid4().hex,
            status="answered" if found else "abstained", usage=Usage(READ, WRITTEN, KEPT),
            sentences=answer().sentences if found else (),
            citations=answer().citations if found else (),
            prompt="brief@1" if self._settings.prompt == "auto" else self._settings.prompt,
        )  # fmt: skip


class NothingLetIn:
    """A library that every file passes by."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, int]] = []

    def add(self, files: Sequence[object], collection: str, owner: str) -> None:
        self.asked.append((owner, collection, len(files)))


def _journey(footnote: Footnote, settings: Settings) -> Answers:
    journey = ScriptedJourney(settings)
    return Cached(journey, footnote.kept, lambda question: frozenset(), settings)


class ScriptedFootnote(Footnote):
    """By the real clock."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.__dict__["library"] = cast(Library, NothingLetIn())  # in place of what is made at use

    def _cached(self, settings: Settings) -> Answers:
        return _journey(self, settings)

    def warm_up(self) -> None:
        """There is nothing to load."""


class ScriptedDay(Dated):
    """By a clock that is set."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]  # those of Dated
        self.__dict__["library"] = cast(Library, NothingLetIn())

    def _cached(self, settings: Settings) -> Answers:
        return _journey(self, settings)

    def warm_up(self) -> None:
        """There is nothing to load."""
