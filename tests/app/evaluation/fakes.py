"""A small Footnote for evaluations: scripted searches and answers over texts held in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from app.evaluation.questions import GoldQuestion, GoldSpan
from app.layouts import Step
from app.settings import Settings
from app.types import (
    Actor,
    Answer,
    Citation,
    Event,
    Found,
    Question,
    Sentence,
    Status,
    Timings,
    Token,
    Usage,
)
from indexes.embed import Vectors
from indexes.errors import FootnoteError
from indexes.retrieve import Search
from indexes.types import Chunk, Document, Hit, Scores, Window

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
LEAVE = "Staff get 25 days of leave. The office closes on 24 December."
PARKING = "Parking costs 3 euros a day."
TEXTS = {"leave.txt": LEAVE, "parking.txt": PARKING}


def document(name: str) -> Document:
    return Document(f"id-{name}", "default", name, name, "text/plain", "0", 1, "local", NOON)


def gold(name: str, quote: str) -> GoldSpan:
    start = TEXTS[name].index(quote)
    return GoldSpan(name, 1, start, start + len(quote), quote)


def question(number: int, answers: Sequence[str], *spans: GoldSpan) -> GoldQuestion:
    kind = "fact" if answers else "unanswerable"
    return GoldQuestion(f"q{number}", f"Question {number}?", tuple(answers), kind, spans)


def hit(name: str, quote: str) -> Hit:
    span = gold(name, quote)
    chunk = Chunk(1, f"id-{name}", span.start, span.end, 1, (), quote, quote)
    return Hit(
        Window(document(name), 1, (chunk,), quote),
        1.0,
        "fused",
        0.5,
        0.5,
        Scores(0.5, 4.0, 0.0, 1.0),
    )


def answer(
    asked: str,
    text: str,
    status: Status = "answered",
    cited: Sequence[Hit] = (),
    sentences: Sequence[Sentence] = (),
) -> Answer:
    citations = tuple(
        Citation(
            mark=mark,
            document=hit.window.document.name,
            document_id=hit.window.document.id,
            title="",
            page=1,
            start=hit.window.start,
            end=hit.window.end,
            quote=hit.window.text,
            context=hit.window.text,
            verdict="supported",
        )
        for mark, hit in enumerate(cited, start=1)
    )
    return Answer(
        question=asked,
        read_as=asked,
        notes=(),
        status=status,
        text=text,
        sentences=tuple(sentences),
        citations=citations,
        nearest=(),
        searched=2,
        model="scripted",
        prompt="answer@1",
        build_id="b1",
        usage=Usage(100, 10),
        timings=Timings(1.0, 2.0, 3.0),
        trace_id="t",
    )


class Shelf:
    """Texts by document name. reading: what the library holds, which may differ from TEXTS."""

    def __init__(self, reading: Mapping[str, str]) -> None:
        self.reading = dict(reading)

    def find(self, id_or_name: str) -> list[Document]:
        return [document(id_or_name)] if id_or_name in self.reading else []

    def text(self, document_id: str) -> str:
        return self.reading[document_id.removeprefix("id-")]

    def build_id(self) -> str:
        return "b1"


@dataclass
class ScriptedRetriever:
    """Returns the hits written for a question; none for others."""

    hits: dict[str, list[Hit]] = field(default_factory=dict)
    asked_for: list[tuple[int, frozenset[str]]] = field(default_factory=list)

    def search(self, question: str, k: int, allowed: Collection[str]) -> Search:
        self.asked_for.append((k, frozenset(allowed)))
        return Search(tuple(self.hits.get(question, ())), {"total": 7.0})


@dataclass
class ScriptedJourney:
    """Returns, or raises, what is written for a question; abstains from others.

    shown: the passages that the model is shown for a question.
    """

    replies: dict[str, Answer | FootnoteError] = field(default_factory=dict)
    shown: dict[str, list[Hit]] = field(default_factory=dict)
    asked: list[Question] = field(default_factory=list)

    def stream(self, question: Question) -> Iterator[Event]:
        self.asked.append(question)
        reply = self.replies.get(question.text)
        if isinstance(reply, FootnoteError):
            raise reply
        yield Found(tuple(self.shown.get(question.text, ())), question.text)
        yield Token("draft")
        yield reply or answer(question.text, "The library does not say.", "abstained")


@dataclass(frozen=True)
class NamedEmbedding:
    """An embedding model to which a text is its number of words, as an angle in degrees."""

    name: str = "hashed"
    precision: str = "float32"

    def query(self, text: str) -> Vectors:
        angle = np.deg2rad(len(text.split()))
        return np.array([np.cos(angle), np.sin(angle)], dtype=np.float32)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.query(text) for text in texts])


@dataclass
class FakeFootnote:
    """Satisfies `app.evaluation.evaluate.Subject`."""

    settings: Settings = field(default_factory=Settings)
    actor: Actor = field(default_factory=lambda: Actor("local"))
    embedder: NamedEmbedding = NamedEmbedding()
    catalog: Shelf = field(default_factory=lambda: Shelf(TEXTS))
    retriever: ScriptedRetriever = field(default_factory=ScriptedRetriever)
    journey: ScriptedJourney = field(default_factory=ScriptedJourney)

    @property
    def measured(self) -> FakeFootnote:
        return self

    def start_chat(self) -> None:
        pass

    def prepare_chat(self, tell: Callable[[Step], None]) -> None:
        pass

    def allowed(self, actor: Actor, collection: str | None) -> frozenset[str]:
        return frozenset(f"id-{name}" for name in self.catalog.reading)
