"""Answers given before, to the same question over the same documents by the same versions.

Only the same question counts: likeness of meaning does not tell questions with different answers
apart (measured: docs/quality.md).
"""

from __future__ import annotations

import re
import threading
import time
import unicodedata
import uuid
from collections import OrderedDict
from collections.abc import Callable, Collection, Generator, Hashable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from langchain_core.runnables import RunnableConfig

from app.answer import LONGEST_QUESTION
from app.drafting import INSTEAD
from app.followup import Rewritten, standalone
from app.queued import Answers
from app.tracing.spans import CACHE, Spans
from app.types import Answer, Event, Question, Timings, Usage
from indexes.catalog import Catalog
from indexes.words import STOP_WORDS

_ENDS = "?!. \t"
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")


@dataclass(frozen=True, slots=True)
class Key:
    """What an answer depends on, besides the documents' state.

    asked: the question as it is read, normalised. after: the earlier question that it goes on from.
    actor: id of who asks; nobody is given what another was answered, though the documents are the
    same. version: of all that makes answers, such as the settings. day: answers may count from
    today.
    """

    asked: str
    after: str
    actor: str
    allowed: frozenset[str]
    collection: str | None
    version: Hashable
    model: str
    larger: bool
    hits: int
    day: date


def library_state(catalog: Catalog) -> Hashable:
    """Another value whenever a document, or the index that is searched, has changed.

    Both count: a document's new name holds at once, and is searched for only in the next index.
    """
    return catalog.state(), catalog.build_id()


class Kept:
    """Answers by key, the least recently used going first. May be shared between threads.

    All are dropped at the first look after any document has changed, come or left: none of their
    text outlives what it was taken from.
    """

    def __init__(self, most: int, state: Callable[[], Hashable]) -> None:
        """most: answers; 0 keeps none. state: `library_state`."""
        self._most = most
        self._state = state
        self._seen: Hashable = None
        self._lock = threading.Lock()
        self._answers: OrderedDict[Key, Answer] = OrderedDict()

    def get(self, key: Key) -> Answer | None:
        """The answer that is kept for the key."""
        with self._lock:
            self._renew()
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def state(self) -> Hashable:
        """The documents' state now: what `put` is told."""
        return self._state()

    def put(self, key: Key, answer: Answer, state: Hashable) -> None:
        """Keep an answer that was made from the documents of that state, if that still holds."""
        with self._lock:
            self._renew()
            if not self._most or state != self._seen:
                return
            self._answers[key] = answer
            self._answers.move_to_end(key)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)

    def __len__(self) -> int:
        with self._lock:
            return len(self._answers)

    def clear(self) -> None:
        """Drop all of them."""
        with self._lock:
            self._answers.clear()

    def forget(self, trace_ids: Collection[str]) -> None:
        """Drop the answers of these trace ids, as when the chat that they stand in is deleted."""
        with self._lock:
            gone = [key for key, each in self._answers.items() if each.trace_id in trace_ids]
            for key in gone:
                del self._answers[key]

    def forget_document(self, document_id: str) -> None:
        """Drop all: a document's text does not wait in memory for the next question."""
        self.clear()

    def follow(self, old_id: str, new_id: str) -> None:
        """Drop all: answers name documents by their ids."""
        self.clear()

    def _renew(self) -> None:
        state = self._state()
        if state != self._seen:
            self._answers.clear()
            self._seen = state


class Cached(Answers):
    """A journey that is made once for the same question.

    A stopped or failed question leaves nothing, nor does one that a model answered in the place of
    another that could not: the next one may be luckier.
    """

    def __init__(
        self,
        journey: Answers,
        kept: Kept,
        allowed: Callable[[Question], frozenset[str]],
        version: Hashable,
        today: Callable[[], date] = date.today,
    ) -> None:
        """allowed: ids of the documents that a question may search; raises what the journey would.
        version: of what makes the journey's answers.
        """
        self._journey = journey
        self._kept = kept
        self._allowed = allowed
        self._version = version
        self._today = today

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        """As `Answers.stream`; a kept answer comes alone, `cached`, with a trace id of its own."""
        spans = spans or Spans()
        if not question.text.strip() or len(question.text) > LONGEST_QUESTION:
            yield from self._journey.stream(question, config, spans)  # which refuses it
            return
        began = time.perf_counter()
        with spans.span(CACHE) as step:
            state = self._kept.state()  # before the documents that it tells of are looked up
            read = standalone(question.text, question.earlier)
            key = self._key(question, read)
            kept = self._kept.get(key)
            step.set(hit=kept is not None)
        if kept is not None:
            yield _again(kept, question, read, (time.perf_counter() - began) * 1000)
            return
        events = self._journey.stream(question, config, spans)
        try:
            for event in events:
                if isinstance(event, Answer) and not _makeshift(event):
                    self._kept.put(key, event, state)
                yield event
        finally:
            if isinstance(events, Generator):
                events.close()  # whoever stops listening stops the journey

    def _key(self, question: Question, read: Rewritten) -> Key:
        return Key(
            normalised(read.text),
            normalised(read.earlier),
            question.actor.id,
            self._allowed(question),
            question.collection,
            self._version,
            question.model,
            question.larger,
            question.hits,
            self._today(),
        )


def normalised(question: str) -> str:
    """The question without what does not change its answer.

    That is spaces, the kind of its quotes, its closing mark, and whether its first letter is large
    where it begins with a word such as What. Other letters keep their case: IT is not it, and Bill
    no bill.
    """
    text = " ".join(unicodedata.normalize("NFC", question).translate(_QUOTES).split())
    text = text.rstrip(_ENDS)
    first = re.match(r"[^\W\d_][^\W\d_]*", text)
    if first and first[0].lower() in STOP_WORDS and first[0][1:].islower():
        text = text[0].lower() + text[1:]
    return text


def _again(kept: Answer, question: Question, read: Rewritten, took_ms: float) -> Answer:
    """A kept answer for the question as it was typed and is read now; it has cost no token."""
    ms = round(took_ms, 1)
    return replace(
        kept,
        question=question.text,
        read_as=read.text,
        usage=Usage(0, 0),
        timings=Timings(0.0, ms, ms),
        trace_id=uuid.uuid4().hex,
        cached=True,
    )


def _makeshift(answer: Answer) -> bool:
    """Whether another model answered than should have."""
    return any(note.endswith(INSTEAD) for note in answer.notes)
