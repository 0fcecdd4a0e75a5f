"""Ask a set of questions and measure what is found, said and cited."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Protocol

from app.evaluation.grading import RANKS, grade_answer, grade_refusal, grade_search
from app.evaluation.questions import GoldQuestion
from app.evaluation.report import Report, Row, Said, Versions
from app.settings import Settings
from app.types import Actor, Answer, Question
from indexes.errors import PromptError, QuestionError
from indexes.retrieve import Search
from indexes.types import Document

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
_NAMED = 3
"""How many offenders an error names before it counts the rest."""


class Searching(Protocol):
    """What finds windows: Footnote's retriever."""

    def search(self, question: str, k: int, allowed: Collection[str]) -> Search: ...


class Asking(Protocol):
    """What answers questions: Footnote's journey."""

    def ask(self, question: Question) -> Answer: ...


class Texts(Protocol):
    """What holds the documents: Footnote's catalogue."""

    def find(self, id_or_name: str) -> list[Document]: ...

    def text(self, document_id: str) -> str: ...

    def build_id(self) -> str: ...


class Embedding(Protocol):
    """What makes vectors: Footnote's embedder, as a report names it."""

    @property
    def name(self) -> str: ...

    @property
    def precision(self) -> str: ...


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

    retrieval_only: load no language model. collection: None looks in all of them.
    """

    limit: int | None = None
    retrieval_only: bool = False
    collection: str | None = None


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
) -> Report:
    """Ask each question and return its scores; `app.evaluation.report.save` stores them.

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
    model = prompt = ""
    for question in chosen:
        search = subject.retriever.search(question.question, RANKS, allowed)
        found, said = grade_search(question, search), None
        if not plan.retrieval_only:
            said, answer = _said(question, subject, plan.collection)
            if answer is not None:
                model, prompt = answer.model, answer.prompt
        row = Row(question.id, question.kind, question.question, question.answers, found, said)
        rows.append(row)
        on_progress(Step(len(rows), len(chosen), row))
    versions = _versions(subject, len(allowed), started)
    return Report(replace(versions, model=model, prompt=prompt), tuple(rows))


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


def check(questions: Sequence[GoldQuestion], catalog: Texts, allowed: Collection[str]) -> None:
    """Raise QuestionError unless every gold span is in an allowed document, word for word."""
    texts: dict[str, list[str]] = {}
    absent: list[str] = []
    changed: list[str] = []
    for question in questions:
        for span in question.spans:
            if span.document not in texts:
                named = catalog.find(span.document)
                texts[span.document] = [catalog.text(d.id) for d in named if d.id in allowed]
                if not texts[span.document]:
                    absent.append(span.document)
            held = any(text[span.start : span.end] == span.quote for text in texts[span.document])
            if not held and texts[span.document]:
                changed.append(
                    f"{span.document} at {span.start}:{span.end} (question {question.id})"
                )
    if absent:
        raise QuestionError(
            f"The library does not hold {_listed(absent)}, which the questions rest on; ingest "
            "their documents first, for the sample questions with `footnote ingest data/samples`."
        )
    if changed:
        raise QuestionError(
            f"The library's text is not what the questions quote in {_listed(changed)}; remove "
            "these documents and ingest the right ones, for the sample questions with "
            "`footnote ingest data/samples`."
        )


def _said(
    question: GoldQuestion, subject: Subject, collection: str | None
) -> tuple[Said, Answer | None]:
    started = time.perf_counter()
    try:
        answer = subject.journey.ask(Question(question.question, subject.actor, collection))
    except (QuestionError, PromptError) as error:
        logger.warning("question %s was refused: %s", question.id, error)
        return grade_refusal(str(error), time.perf_counter() - started), None
    return grade_answer(question, answer, time.perf_counter() - started), answer


def _settings(settings: Settings) -> tuple[tuple[str, str | int | float], ...]:
    """The settings that answers depend on; of paths the name alone, so that reports can travel."""
    chosen = ((name, getattr(settings, name)) for name in _SETTINGS)
    return tuple(
        (name, PurePath(value).name if isinstance(value, str) else value) for name, value in chosen
    )


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
