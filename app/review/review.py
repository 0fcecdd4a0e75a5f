"""Review: the queue of bad answers, and what reviewers have marked."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.evaluation.questions import GoldQuestion
from app.review import learning, queue, store
from app.review import questions as evaluation
from app.review.rows import TrainingRow
from app.review.schema import prepare
from app.review.types import (
    KINDS,
    AnswerSource,
    Candidate,
    Judgement,
    Place,
    Reviewed,
    Texts,
    TraceSource,
    row_of,
)
from app.review.windows import Windows
from app.tracing.types import Row, TracedHit
from app.types import Answer
from indexes.db import Database, empty_log, transaction
from indexes.errors import LibraryError, QuestionError

LOOK_BACK = timedelta(days=30)
"""An answer waits for a reviewer for so long."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is known of an answer that is marked."""

    row: Row
    answer: Answer | None
    hits: tuple[TracedHit, ...]


class Review:
    """Safe to use from several threads."""

    def __init__(
        self,
        path: Path,
        traces: TraceSource,
        records: AnswerSource,
        catalog: Texts,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """path: the database file of the operations, made if it is absent. now: with a zone."""
        self._database = Database(path)
        self._traces = traces
        self._records = records
        self._catalog = catalog
        self._now = now
        prepare(self._db)

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def queue(self, limit: int | None = None) -> list[Candidate]:
        """The answers of the last LOOK_BACK that wait, the worst first (see `app.review.score`).

        limit: most of them; None all. A question leaves with its review, and comes back when
        somebody complains of an answer to it after that.
        """
        now = self._now()
        since = now - LOOK_BACK
        rows = self._traces.rows(since, now + timedelta(seconds=1))
        known = queue.Known(store.marked(self._db), store.last_asked(self._db))
        return queue.waiting(rows, self._records.opinions(since), self._records, known)[:limit]

    def found(self, trace_id: str) -> tuple[TracedHit, ...]:
        """What was found for the question, best first: as traced, else what the answer shows."""
        return self._subject(trace_id).hits

    def mark(self, trace_id: str, reviewer: str, judgement: Judgement) -> Reviewed:
        """Keep what a reviewer says of an answer, in place of what was said before.

        Raises QuestionError for a judgement that contradicts itself and where there is no such
        answer; LibraryError where a gold place is not in a document of who asked, word for word.
        """
        _require_sound(judgement)
        subject = self._subject(trace_id)
        item, rests = self._item(subject, reviewer, judgement)
        self._check(item)
        name = queue.asked(item.actor, item.collection, item.question)
        with transaction(self._db) as db:
            store.keep(db, item, name, rests)
        return item

    def reviewed(self) -> list[Reviewed]:
        """All items, the last marked first, those without their words included."""
        return store.items(self._db)

    def questions(self, held: bool | None = None) -> tuple[GoldQuestion, ...]:
        """The items as evaluation questions, as in `app.review.questions`.

        held: True those that no training learns from, False the others, None all.
        """
        every = evaluation.questions(self.reviewed(), self._catalog)
        kept = {each.id for each in evaluation.held(every)}
        return tuple(each for each in every if held is None or (each.id in kept) == held)

    def rows(self) -> tuple[TrainingRow, ...]:
        """The items as training rows, as in `app.review.learning`; those held out are marked."""
        return learning.training_rows(self.reviewed(), self._catalog)

    def forget(self, trace_ids: Collection[str]) -> int:
        """Take the words out of the items that came from these answers: a conversation has gone.

        Judgements stay, to be counted. Returns how many items lost words.
        """
        with transaction(self._db) as db:
            forgotten = store.forget(db, trace_ids)
        empty_log(self._db)
        return forgotten

    def forget_document(self, document_id: str) -> int:
        """Take the words out of the items that rest on the document; it is removed.

        Its places leave all items. Returns how many items lost words.
        """
        with transaction(self._db) as db:
            forgotten = store.forget_document(db, document_id)
        empty_log(self._db)
        return forgotten

    def follow(self, old_id: str, new_id: str) -> int:
        """Have the items that name document `old_id` name `new_id`: it was moved."""
        with transaction(self._db) as db:
            return store.follow(db, old_id, new_id) if old_id != new_id else 0

    def _subject(self, trace_id: str) -> _Subject:
        trace = self._traces.get(trace_id)
        answer = self._records.by_trace([trace_id]).get(trace_id)
        if trace is not None:
            return _Subject(trace.row, answer, trace.hits or _shown(answer))
        if answer is None:
            raise QuestionError(
                f"There is no answer {trace_id!r} to review; `footnote review list` names those "
                "that wait."
            )
        said = [
            each
            for each in self._records.opinions(datetime.min.replace(tzinfo=UTC))
            if each.trace_id == trace_id
        ]
        row = row_of(answer, said[0].owner if said else "", self._now())
        return _Subject(row, answer, _shown(answer))

    def _item(
        self, subject: _Subject, reviewer: str, judgement: Judgement
    ) -> tuple[Reviewed, set[str]]:
        """The item, and the ids of the documents whose words may stand in it."""
        row, answer = subject.row, subject.answer
        judged = _completed(judgement, answer)
        rests = {each.document_id for each in judged.gold}
        if answer is not None and judged.answer != judgement.answer:
            rests |= {each.document_id for each in answer.citations}
        item = Reviewed(
            trace_id=row.trace_id,
            at=self._now().astimezone(UTC),
            reviewer=reviewer,
            kind=judged.kind,
            actor=row.actor,
            collection=row.made.collection,
            question=queue.question_of(row, answer),
            answer=judged.answer.strip(),
            absent=judged.absent,
            gold=judged.gold,
            hits=subject.hits,
        )
        return item, rests

    def _check(self, item: Reviewed) -> None:
        windows = Windows(self._catalog)
        for place in item.gold:
            document = windows.document(place.document_id)
            if item.actor and document.owner != item.actor:
                raise LibraryError(
                    f"{document.name} is not in the library of {item.actor}, who asked; pick a "
                    "place there, or none."
                )
            windows.check(place)


def _require_sound(judgement: Judgement) -> None:
    if judgement.kind not in KINDS:
        raise QuestionError(
            f"{judgement.kind!r} is no judgement; choose one of {', '.join(KINDS)}."
        )
    if judgement.absent and (judgement.answer.strip() or judgement.gold):
        raise QuestionError(
            "A question to which the library holds no answer has neither a right answer nor a "
            "place; leave them out, or take back that there is none."
        )


def _completed(judgement: Judgement, answer: Answer | None) -> Judgement:
    """A judgement `right` takes what it leaves open from the answer."""
    if judgement.kind != "right" or answer is None or judgement.absent:
        return judgement
    if answer.status == "abstained":
        open_ended = not judgement.answer.strip() and not judgement.gold
        return replace(judgement, absent=open_ended)
    words = judgement.answer
    if not words.strip():
        words = " ".join(" ".join(each.text.split()) for each in answer.sentences)
    return replace(judgement, answer=words, gold=judgement.gold or _cited(answer))


def _cited(answer: Answer) -> tuple[Place, ...]:
    """The places that the answer cites, each once; those of removed documents have no quote."""
    places = (Place(c.document_id, c.start, c.end, c.quote) for c in answer.citations if c.quote)
    return tuple(dict.fromkeys(places))


def _shown(answer: Answer | None) -> tuple[TracedHit, ...]:
    """The passages that an answer shows, for want of the windows that were found."""
    if answer is None:
        return ()
    return tuple(
        TracedHit(each.document_id, each.start, each.end, 0.0, 0.0, bool(answer.citations))
        for each in answer.citations or answer.nearest
    )
