"""A Footnote held in memory for the command line: same methods, no models, no files."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from app.layouts import Step
from app.records import Records
from app.settings import Settings
from app.tracing.store import Traces
from app.types import (
    Actor,
    Answer,
    Citation,
    Event,
    Found,
    Question,
    Sentence,
    Timings,
    Token,
    Usage,
)
from indexes.catalog import DocumentReport, Listing
from indexes.errors import QuestionError
from indexes.retrieve import Search
from indexes.types import Chunk, Document, Hit, Passed, Scores, Unread, Window
from ingest.report import Gathered, IngestReport, Listener, Outcome, Planned, Progress

if TYPE_CHECKING:
    from app.build import Footnote

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
LEAVE = "Staff get 25 days of leave. The office closes on 24 December."
TOO_LONG = "too long"
"""A question with these words is refused."""


def document(name: str, document_id: str = "", **changes: object) -> Document:
    blank = Document(
        document_id or f"id-{name}", "default", f"Title of {name}", f"/files/{name}",
        "text/plain", "ab" * 32, 1, "local", NOON,
    )  # fmt: skip
    return replace(blank, **changes)  # type: ignore[arg-type]


def hit(document: Document, text: str = LEAVE, score: float = 1.5) -> Hit:
    chunk = Chunk(7, document.id, 10, 10 + len(text), 3, ("Rules", "Leave"), text, text)
    return Hit(
        Window(document, 7, (chunk,), text), score, "fusion", 0.5, 0.5, Scores(0.5, 4.0, 0.0, score)
    )


def citation(document: Document, mark: int = 1, quote: str = LEAVE[:27]) -> Citation:
    return Citation(
        mark, document.name, document.id, document.title, 3, 10, 10 + len(quote), quote, quote,
        "supported", page_count=4,
    )  # fmt: skip


def answer(text: str = "Staff get 25 days. [1]", **changes: object) -> Answer:
    cited = citation(document("leave.txt"))
    whole = Answer(
        question="How many days?",
        read_as="How many days?",
        notes=(),
        status="answered",
        text=text,
        sentences=(Sentence("Staff get 25 days.", (1,), "supported"),),
        citations=(cited,),
        nearest=(),
        searched=2,
        model="tiny",
        prompt="answer@1",
        build_id="b1",
        usage=Usage(100, 9),
        timings=Timings(5.0, 20.0, 1500.0),
        trace_id="t1",
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


@dataclass
class FakeCatalog:
    held: list[Document]

    def documents(self, collection: str | None = None, owner: str | None = None) -> list[Listing]:
        return [
            Listing(each, 4, 250, "ready")
            for each in self.held
            if collection in (None, each.collection) and owner in (None, each.owner)
        ]

    def incomplete(self, collection: str, owner: str) -> list[Document]:
        return [each for each in self.held if collection == each.collection]

    def report(self, document_id: str) -> DocumentReport:
        (found,) = (each for each in self.held if each.id == document_id)
        unread = (Unread(2, "It is a picture."), Unread(3, "It is a picture."))
        return DocumentReport(
            Listing(found, 4, 250, "ready"), unread, ("A note.",), (found.source,)
        )

    def slice(self, document_id: str, start: int, end: int) -> str:
        return LEAVE[start:end]

    def find(self, id_or_name: str) -> list[Document]:
        return [each for each in self.held if each.id == id_or_name] or [
            each for each in self.held if each.name == id_or_name
        ]


@dataclass
class FakeLibrary:
    """Files named `bad...` fail, known ones are left, all others are added."""

    catalog: FakeCatalog
    collections: list[str] = field(default_factory=list)
    stop: bool = False
    folders: tuple[Path, ...] = ()
    private: list[str] = field(default_factory=list)

    def add(
        self,
        gathered: Gathered,
        collection: str,
        owner: str,
        listener: Listener,
    ) -> IngestReport:
        self.collections.append(collection)
        self.folders = gathered.folders
        files = gathered.files
        self.private = [file.name for file in files if file.private]
        outcomes: list[Outcome] = []
        for index, file in enumerate(files):
            if self.stop:
                os.kill(os.getpid(), signal.SIGINT)
            if listener.stopped():
                return IngestReport(tuple(outcomes), 4.2, stopped=True)
            listener.progress(Progress(index, len(files), file.name, "reading"))
            if file.name.startswith("bad"):
                outcome = Outcome(file.source, "failed", "It is damaged; save it again.")
            elif self.catalog.find(file.name):
                outcome = Outcome(file.source, "known")
            else:
                added = document(file.name, collection=collection, owner=owner)
                self.catalog.held.append(added)
                unread = (Unread(2, "It is a picture."),)
                outcome = Outcome(
                    file.source, "added", "", added, 4, 250, ("2 charts are left out.",), unread
                )
            outcomes.append(outcome)
            listener.outcome(outcome)
        return IngestReport(tuple(outcomes), 4.2)

    def remove(self, documents: Sequence[Document]) -> None:
        for each in documents:
            self.catalog.held.remove(each)

    def mark_private(self, documents: Sequence[Document], private: bool) -> tuple[Document, ...]:
        marked = tuple(replace(each, private=private) for each in documents)
        ids = {each.id: each for each in marked}
        self.catalog.held = [ids.get(each.id, each) for each in self.catalog.held]
        return marked

    def plan(self, gathered: Gathered, collection: str, owner: str) -> list[Planned]:
        return [
            Planned(file.source, "failed", "It is damaged.")
            if file.name.startswith("bad")
            else Planned(file.source, "known" if self.catalog.find(file.name) else "added")
            for file in gathered.files
        ]

    def rebuild(self, listener: Listener) -> str:
        listener.progress(Progress(1, 1, "", "publishing"))
        return "b2"


@dataclass
class FakeRetriever:
    catalog: FakeCatalog
    asked: list[str] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    def search(
        self, question: str, k: int, allowed: Collection[str], explain: bool = False
    ) -> Search:
        if TOO_LONG in question:
            raise QuestionError("The question is too long; ask less.")
        self.asked.append(question)
        hits = [hit(each) for each in self.catalog.held if each.id in allowed]
        passed = [
            Passed(each.window, each.scores, "rank", "Better ones came first.")
            for each in hits[k:]
            if explain
        ]
        return Search(tuple(hits[:k]), {"embed": 1.0, "total": 2.5}, tuple(passed), self.notes)

    def joined(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        return tuple(hits)


@dataclass
class FakeJourney:
    """Streams `draft` word by word, then `reply` under the question's own words.

    before: events that come first.
    """

    draft: str = "Staff get 25 days. [1]"
    reply: Answer = field(default_factory=answer)
    error: BaseException | None = None
    asked: list[Question] = field(default_factory=list)
    before: Sequence[Event] = ()

    def stream(self, question: Question) -> Iterator[Event]:
        self.asked.append(question)
        if self.error is not None:
            raise self.error
        if TOO_LONG in question.text:
            raise QuestionError("The question is too long; ask less.")
        yield from self.before
        yield Found((hit(document("leave.txt")),))
        for piece in self.draft.split(" "):
            yield Token(piece + " ")
        yield replace(self.reply, question=question.text)

    def ask(self, question: Question) -> Answer:
        *_, last = self.stream(question)
        assert isinstance(last, Answer)
        return last


class FakeFootnote:
    """What the command line sees of a Footnote; `opened` holds the settings of each opening."""

    def __init__(self, settings: Settings, *held: Document) -> None:
        self.settings = settings
        self.actor = Actor("local")
        self.catalog = FakeCatalog(list(held))
        self.library = FakeLibrary(self.catalog)
        self.retriever = FakeRetriever(self.catalog)
        self.search = self.retriever.search
        self.journey = FakeJourney()
        self.records = Records(settings.home / "footnote.sqlite3", lambda: NOON)
        self.memory = self.records
        self.traces = Traces(settings.home / "operations.sqlite3", "figures", 90)
        self.opened: list[Settings] = []

    @property
    def measured(self) -> FakeFootnote:
        return self

    def ingest(self, files: Gathered, collection: str, listener: Listener) -> IngestReport:
        return self.library.add(files, collection, self.actor.id, listener)

    def start_chat(self) -> None:
        pass

    def prepare_chat(self, tell: Callable[[Step], None]) -> None:
        pass

    def allowed(self, actor: Actor, collection: str | None) -> frozenset[str]:
        listings = self.catalog.documents(collection, actor.id)
        if collection is not None and not listings:
            raise QuestionError(f"There is no collection {collection!r}; choose another.")
        return frozenset(listing.document.id for listing in listings)

    def open(self, settings: Settings) -> Footnote:
        self.opened.append(settings)
        return cast("Footnote", self)
