"""Ask a set of questions and measure what is found, said and cited."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Protocol

from app.evaluation.check import Texts, check
from app.evaluation.grading import (
    NO_JUDGES,
    RANKS,
    Embedding,
    Judges,
    Reply,
    grade_answer,
    grade_refusal,
    grade_search,
)
from app.evaluation.questions import GoldQuestion
from app.evaluation.report import Report, Row, Said, Versions
from app.settings import Settings
from app.types import Actor, Answer, Event, Found, Question
from indexes.errors import PromptError, QuestionError
from indexes.retrieve import Search
from indexes.types import Hit

logger = logging.getLogger(__name__)

_SETTINGS = (
    "lora",
    "context_tokens",
    "evidence_tokens",
    "answer_tokens",
    "temperature",
    "seed",
    "hits",
)


class Searching(Protocol):
    """What finds windows: Footnote's retriever."""

    def search(self, question: str, k: int, allowed: Collection[str]) -> Search: ...


class Asking(Protocol):
    """What answers questions: Footnote's journey."""

    def stream(self, question: Question) -> Iterator[Event]: ...


class Subject(Protocol):
    """What is evaluated: a wired Footnote."""

    @property
    def settings(self) -> Settings: ...

    @property
    def actor(self) -> Actor: ...

    @property
    def catalog(self) -> Texts: ...

    @property
    def embedder(self) -> Embedding: ...

    @property
    def retriever(self) -> Searching: ...

    @property
    def journey(self) -> Asking: ...

    def allowed(self, actor: Actor, collection: str | None) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """How to evaluate. limit: only so many questions, evenly spread over the set; None: all.

    retrieval_only: load no language model. collection: None looks in all of them. file: name of
    the questions' file, for the report.
    """

    limit: int | None = None
    retrieval_only: bool = False
    collection: str | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Progress: so many questions are done; `row` is the newest."""

    done: int
    total: int
    row: Row


def ignore(step: Step) -> None:
    """The progress callback that does nothing."""


def now() -> datetime:
    return datetime.now(UTC)


def run(
    questions: Sequence[GoldQuestion],
    subject: Subject,
    plan: Plan = Plan(),
    on_progress: Callable[[Step], None] = ignore,
    clock: Callable[[], datetime] = now,
    judges: Judges = NO_JUDGES,
) -> Report:
    """Ask each question and return its scores; `app.evaluation.saving.save` stores them.

    A question that Footnote refuses (too long, say) becomes a row with status `failed`, so that
    one of them does not cost the others. Raises QuestionError before anything is asked if a gold
    span is not in the library as the question file quotes it.
    """
    chosen = spread(questions, plan.limit)
    allowed = subject.allowed(subject.actor, plan.collection)
    check(chosen, subject.catalog, allowed)
    started = clock()
    # The first search loads the embedding model; no question's time should hold that.
    for question in chosen[:1]:
        subject.retriever.search(question.question, RANKS, allowed)
    rows: list[Row] = []
    made = _Made()
    for question in chosen:
        search = subject.retriever.search(question.question, RANKS, allowed)
        found = grade_search(question, search)
        said = None if plan.retrieval_only else _said(question, subject, plan, judges, made)
        row = Row(question.id, question.kind, question.question, question.answers, found, said)
        rows.append(row)
        on_progress(Step(len(rows), len(chosen), row))
    versions = replace(
        _versions(subject, len(allowed), started),
        model=made.model,
        prompt=made.prompt,
        version=made.version,
        questions=plan.file,
        judge=judges.model.label if judges.model is not None else "",
    )
    return Report(versions, tuple(rows))


@dataclass(slots=True)
class _Made:
    """What answers say that they come from, as soon as there is one."""

    model: str = ""
    prompt: str = ""
    version: str = ""


def _versions(subject: Subject, documents: int, date: datetime) -> Versions:
    """What the answers come from; model and prompt are known once one was given."""
    return Versions(
        model="",
        prompt="",
        embedding=f"{subject.embedder.name} {subject.embedder.precision}",
        build_id=subject.catalog.build_id(),
        documents=documents,
        settings=_settings(subject.settings),
        date=date,
    )


def spread(questions: Sequence[GoldQuestion], limit: int | None) -> tuple[GoldQuestion, ...]:
    """Return at most `limit` questions in order, each kind in about its share; always the same."""
    if limit is not None and limit < 1:
        raise QuestionError(f"A limit of {limit} questions measures nothing; give 1 or more.")
    if limit is None or limit >= len(questions):
        return tuple(questions)
    ranked = sorted(range(len(questions)), key=lambda row: questions[row].kind)
    # The middle of each of `limit` equal stretches.
    taken = (ranked[(2 * index + 1) * len(ranked) // (2 * limit)] for index in range(limit))
    return tuple(questions[row] for row in sorted(taken))


def _said(
    question: GoldQuestion, subject: Subject, plan: Plan, judges: Judges, made: _Made
) -> Said:
    """Ask, and grade what comes; `made` is filled in."""
    started = time.perf_counter()
    try:
        answer, shown = _asked(subject, Question(question.question, subject.actor, plan.collection))
    except (QuestionError, PromptError) as error:
        logger.warning("question %s was refused: %s", question.id, error)
        return grade_refusal(str(error), time.perf_counter() - started)
    made.model, made.prompt, made.version = answer.model, answer.prompt, answer.version
    reply = Reply(answer, shown, time.perf_counter() - started)
    return grade_answer(question, reply, subject.embedder, judges)


def _asked(subject: Subject, question: Question) -> tuple[Answer, tuple[Hit, ...]]:
    """The answer, and the evidence that the journey said it found, in that order."""
    shown: list[Hit] = []
    answer = None
    for event in subject.journey.stream(question):
        if isinstance(event, Found):
            shown += event.hits
        elif isinstance(event, Answer):
            answer = event
    assert answer is not None  # every journey ends with one
    return answer, tuple(shown)


def _settings(settings: Settings) -> tuple[tuple[str, str | int | float], ...]:
    """The settings that answers depend on; of paths the name alone, so that reports can travel."""
    chosen = ((name, getattr(settings, name)) for name in _SETTINGS)
    return tuple(
        (name, PurePath(value).name if isinstance(value, str) else value) for name, value in chosen
    )
