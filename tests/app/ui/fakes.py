"""A Footnote for the page: documents in a list, scripted answers, chats in memory."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import mkdtemp

from app.advice import Advice
from app.alerts.types import Alert
from app.budgets.ledger import Ledger
from app.choices import Choice
from app.memory import forget_nothing
from app.settings import Settings
from app.sources import Original, Passage, Segment, Source
from app.telemetry.prometheus import Metrics
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
from indexes.errors import LibraryError
from indexes.retrieve import Search
from indexes.types import Chunk, Document, Hit, Scores, Unread, Window
from ingest.report import Admission, IngestReport, Listener, Outcome, Progress
from tests.app.ui.fake_records import NOON, FakeRecords

DANGEROUS = ("<", "](", "://", ":red[x", ":smile:", "$", "`", "![")

QUOTE = "Staff receive 25 days of paid leave in each calendar year."
CONTEXT = f"Leave is agreed with the line manager. {QUOTE} Unused days lapse in March."


def armed(markdown: str) -> list[str]:
    """What in this Markdown could act on the page: hostile pieces that no backslash disarms."""
    disarmed = re.sub(r"\\[!-/:-@\[-`{-~]", "", markdown)
    return [piece for piece in DANGEROUS if piece in disarmed]


def listing(name: str, collection: str = "default", private: bool = False) -> Listing:
    document = Document(
        id=f"id-{name}",
        collection=collection,
        title=Path(name).stem,
        source=name,
        media_type="text/plain",
        sha256="0" * 64,
        page_count=3,
        owner="local",
        added_at=NOON,
        private=private,
    )
    return Listing(document, chunk_count=41, character_count=9000, state="ready")


def citation(mark: int, quote: str = QUOTE, context: str = CONTEXT) -> Citation:
    return Citation(
        mark=mark,
        document="handbook.md",
        document_id="id-handbook.md",
        title="Staff handbook",
        page=2,
        start=40,
        end=40 + len(quote),
        quote=quote,
        context=context,
        verdict="supported",
        page_count=3,
    )


def answer(question: str, text: str = "Staff receive 25 days of leave [1].") -> Answer:
    return Answer(
        question=question,
        read_as=question,
        notes=(),
        status="answered",
        text=text,
        sentences=(Sentence("Staff receive 25 days of leave.", (1,), "supported"),),
        citations=(citation(1),),
        nearest=(),
        searched=2,
        model="SmolLM2-135M-Instruct",
        prompt="answer@1",
        build_id="b1",
        usage=Usage(812, 24),
        timings=Timings(retrieve=42.0, first_token=1204.0, total=3410.0),
        trace_id="t1",
    )


def hit(listed: Listing) -> Hit:
    document = listed.document
    chunk = Chunk(1, document.id, 0, len(CONTEXT), 2, (), CONTEXT, CONTEXT)
    return Hit(
        Window(document, 1, (chunk,), CONTEXT), 1.0, "fused", 0.6, 0.8, Scores(0.6, 4.0, 0.0, 1.0)
    )


@dataclass
class FakeCatalog:
    """missing: whether documents have pages that were not read, and notes."""

    listings: list[Listing] = field(default_factory=list)
    missing: bool = True

    def documents(self, collection: str | None = None, owner: str | None = None) -> list[Listing]:
        return list(self.listings)

    def document(self, document_id: str) -> Document:
        for each in self.listings:
            if each.document.id == document_id:
                return each.document
        raise LibraryError("There is no such document.")

    def build_id(self) -> str:
        return "b1"

    def slice(self, document_id: str, start: int, end: int) -> str:
        """The window lies amid text that names where it stands."""
        return f"Text from {start} to {end}." if end > start else ""

    def report(self, document_id: str) -> DocumentReport:
        (found,) = (each for each in self.listings if each.document.id == document_id)
        if not self.missing:
            return DocumentReport(found, (), (), (found.document.source,))
        unread = (Unread(2, "It is a picture."), Unread(3, "It is a picture."))
        return DocumentReport(found, unread, ("2 charts are left out.",), (found.document.source,))


def _set() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass
class FakeLibrary:
    """Takes text in; a file that holds `%BAD` fails with `reason`. removed: documents taken out.

    pause: waited for after each file. inside: outcomes of archives by their names.
    """

    catalog: FakeCatalog
    reason: str = "broken.pdf is damaged; save it again from its program."
    added: list[tuple[Admission, bytes, str]] = field(default_factory=list)
    removed: list[Document] = field(default_factory=list)
    error: Exception | None = None
    pause: threading.Event = field(default_factory=_set)
    inside: dict[str, list[Outcome]] = field(default_factory=dict)

    def add(
        self,
        files: Sequence[Admission],
        collection: str,
        owner: str,
        listener: Listener | None = None,
    ) -> IngestReport:
        if self.error:
            raise self.error
        listener = listener or Listener()
        outcomes: list[Outcome] = []
        for at, file in enumerate(files):
            listener.progress(Progress(at, len(files), file.name, "reading", at, len(files)))
            found = self.inside.get(file.name) or [self._take(file, collection)]
            outcomes += found
            for outcome in found:
                listener.outcome(outcome)
            self.pause.wait()
            if listener.stopped():
                return IngestReport(tuple(outcomes), 0.1, True)
        return IngestReport(tuple(outcomes), 0.1)

    def _take(self, file: Admission, collection: str) -> Outcome:
        content = file.path.read_bytes()
        self.added.append((file, content, collection))
        if b"%BAD" in content:
            return Outcome(file.name, "failed", self.reason)
        if any(each.document.name == file.name for each in self.catalog.listings):
            return Outcome(file.name, "known")
        new = listing(file.name, collection, file.private)
        self.catalog.listings.insert(0, new)
        return Outcome(file.name, "added", "", new.document, new.chunk_count)

    def mark_private(self, documents: Sequence[Document], private: bool) -> tuple[Document, ...]:
        if self.error:
            raise self.error
        ids = {document.id for document in documents}
        self.catalog.listings = [
            replace(each, document=replace(each.document, private=private))
            if each.document.id in ids
            else each
            for each in self.catalog.listings
        ]
        return tuple(each.document for each in self.catalog.listings if each.document.id in ids)

    def remove(self, documents: Sequence[Document]) -> None:
        if self.error:
            raise self.error
        self.removed += documents
        gone = {document.id for document in documents}
        self.catalog.listings = [
            each for each in self.catalog.listings if each.document.id not in gone
        ]


@dataclass
class FakeRetriever:
    """Finds one window in each allowed document. found: what it gives instead."""

    catalog: FakeCatalog
    found: Search | Exception | None = None
    asked: list[tuple[str, int, frozenset[str]]] = field(default_factory=list)

    def search(
        self, question: str, k: int, allowed: frozenset[str], explain: bool = False
    ) -> Search:
        self.asked.append((question, k, allowed))
        if isinstance(self.found, Exception):
            raise self.found
        if self.found is not None:
            return self.found
        held = [each for each in self.catalog.listings if each.document.id in allowed]
        return Search(tuple(map(hit, held[:k])), {"dense": 3.0, "total": 12.4})

    def joined(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        return tuple(hits)


@dataclass
class FakeJourney:
    """Streams the scripted reply: evidence, the draft in pieces, then the answer.

    before: events that come first. closed: how often a stream was left.
    """

    catalog: FakeCatalog
    reply: Answer | Exception = field(default_factory=lambda: answer(""))
    draft: Sequence[str] = ("Staff ", "receive 25 days.")
    asked: list[Question] = field(default_factory=list)
    before: Sequence[Event] = ()
    closed: int = 0

    def stream(self, question: Question) -> Iterator[Event]:
        self.asked.append(question)
        try:
            yield from self._events()
        finally:
            self.closed += 1

    def _events(self) -> Iterator[Event]:
        yield from self.before
        yield Found(tuple(hit(each) for each in self.catalog.listings))
        yield from map(Token, self.draft)
        if isinstance(self.reply, Exception):
            raise self.reply
        yield replace(self.reply, trace_id=f"t{len(self.asked)}")


@dataclass
class FakeSources:
    """Opens every listed document as text with the quote marked. opened: what was asked for."""

    catalog: FakeCatalog
    body: Passage = field(
        default_factory=lambda: Passage(
            (Segment("Before. ", False), Segment(QUOTE, True)), False, False, 0, 90
        )
    )
    opened: list[tuple[str, int | None]] = field(default_factory=list)

    def open(
        self, actor: Actor, document_id: str, start: int, end: int,
        page: int | None = None, at: int | None = None,
    ) -> Source:  # fmt: skip
        self.opened.append((document_id, page))
        for each in self.catalog.listings:
            if each.document.id == document_id:
                document = each.document
                shown = page or 2
                return Source(document, "3 March 2025", shown, document.page_count, self.body, 2, 2)
        raise LibraryError("This document is no longer in the library.")

    def original(self, actor: Actor, document_id: str) -> Original:
        raise LibraryError("The file is gone; add it again.")


@dataclass
class FakeSuggested:
    """questions: () while they are being made."""

    questions: tuple[str, ...] = ()

    def ready(self, actor: Actor) -> tuple[str, ...]:
        return self.questions

    def pending(self, actor: Actor) -> bool:
        return False


@dataclass
class FakeChoices:
    """offer: the chat models that can be chosen."""

    offer: tuple[Choice, ...] = (Choice("SmolLM2-135M-Instruct", False, "the packaged one"),)

    def offered(self) -> tuple[Choice, ...]:
        return self.offer


@dataclass
class FakeAdviser:
    """asked: how often advice was made."""

    asked: int = 0

    def advice(self, answer: Answer, question: Question) -> Advice:
        self.asked += 1
        return Advice("I searched 2 documents.", ("Ask in other words.",))


class NoShelf:
    """A shelf from which nothing is ever removed."""

    def purge(self) -> int:
        return 0


class NoAlerts:
    """Nothing is wrong."""

    def open_alerts(self) -> list[Alert]:
        return []

    def check(self) -> list[Alert]:
        return []


class NoExperiments:
    """Nothing is tried."""

    def count(self) -> None:
        pass


class FakeFootnote:
    """Has the parts that the page uses, under the names that it uses."""

    def __init__(self, listings: Sequence[Listing] = (), home: Path | None = None) -> None:
        self.settings = Settings(home=home or Path(mkdtemp()))
        self.actor = Actor("local")
        self.catalog = FakeCatalog(list(listings))
        self.library = FakeLibrary(self.catalog)
        self.journey = FakeJourney(self.catalog)
        self.retriever = FakeRetriever(self.catalog)
        self.search = self.retriever.search
        self.records = FakeRecords()
        self.sources = FakeSources(self.catalog)
        self.suggested = FakeSuggested()
        self.choices = FakeChoices()
        self.adviser = FakeAdviser()
        self.shelf: object = NoShelf()
        self.warm = threading.Event()
        self.metrics = Metrics()
        self.alerts = NoAlerts()
        self.experiments = NoExperiments()
        self.traces = Traces(self.settings.home / "operations.sqlite3", "figures", 90)
        self.ledger = Ledger(self.settings.home / "operations.sqlite3")
        self.forgets = forget_nothing

    @property
    def measured(self) -> FakeFootnote:
        return self

    def ingest(
        self,
        files: Sequence[Admission],
        collection: str,
        listener: Listener | None = None,
    ) -> IngestReport:
        return self.library.add(files, collection, self.actor.id, listener)

    def allowed(self, actor: Actor, collection: str | None = None) -> frozenset[str]:
        return frozenset(each.document.id for each in self.catalog.listings)

    def warm_up(self) -> None:
        self.warm.set()
