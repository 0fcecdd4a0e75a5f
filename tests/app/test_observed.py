from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from langchain_core.runnables import RunnableConfig

from app.answer import LONGEST_QUESTION, Journey
from app.cost import priced
from app.engine.turns import Turns
from app.observed import COMMAND, Observed
from app.plain import Limits
from app.prompts import load
from app.queued import Queued
from app.settings import Settings
from app.shapes import shape
from app.tracing.spans import QUEUE, Span, Spans, Value
from app.tracing.store import Traces
from app.tracing.types import Counts, Outcome, Shape, Trace
from app.types import Actor, Answer, Event, Question, Token, Usage, Waiting
from app.voices import Voices
from indexes.errors import BusyError, LibraryError, ModelError, QuestionError, QuotaError
from indexes.retrieve import Retriever
from indexes.types import Hit
from tests.app.cli.fakes import FakeJourney
from tests.app.tracing.builders import NOON
from tests.builders import activate, open_library, stage
from tests.fakes import HashingEmbedder, ScriptedChat

ANN = Actor("ann")
ASKED = Question("When does it leave?", ANN, "handbook", asker="browser-1")


@dataclass
class Fake:
    """Says what it is told to say, or raises it."""

    says: tuple[Event | BaseException, ...]
    closed: bool = False

    def ask(
        self, question: Question, config: RunnableConfig | None = None, spans: Spans | None = None
    ) -> Answer:
        raise AssertionError("the events are what is observed")

    def stream(
        self, question: Question, config: RunnableConfig | None = None, spans: Spans | None = None
    ) -> Iterator[Event]:
        assert spans is not None
        try:
            with spans.span("search"):
                for each in self.says:
                    if isinstance(each, BaseException):
                        raise each
                    yield each
        finally:
            self.closed = True


def answer() -> Answer:
    return replace(FakeJourney().ask(ASKED), trace_id="7" * 32)


def observed(*says: Event | BaseException) -> tuple[Observed, list[Trace]]:
    told: list[Trace] = []
    return Observed(Fake(says), [told.append], now=lambda: NOON), told


def test_answer_leaves_one_trace_with_its_id() -> None:
    journey, told = observed(Token("It"), Token(" leaves."), answer())
    assert journey.ask(ASKED) == answer()
    (trace,) = told
    row = trace.row
    assert (row.trace_id, row.started_at) == ("7" * 32, NOON)
    assert (row.actor, row.session, row.outcome, row.error) == ("ann", "browser-1", "answered", "")
    assert (row.question, row.answer) == (ASKED.text, answer().text)
    assert (row.made.model, row.made.prompt) == (answer().model, answer().prompt)
    assert row.made.collection == "handbook"
    assert row.spent.usage == answer().usage
    assert row.spent.total_ms >= row.spent.first_ms > 0
    assert row.counts.all == len(answer().sentences)
    assert row.shape.words == 4


def test_trace_is_told_before_the_answer_is_given_on() -> None:
    journey, told = observed(Token("It"), answer())
    for event in journey.stream(ASKED):
        assert bool(told) is isinstance(event, Answer)


def test_abstention_is_an_outcome_of_its_own() -> None:
    journey, told = observed(replace(answer(), status="abstained", sentences=(), citations=()))
    journey.ask(ASKED)
    assert (told[0].row.outcome, told[0].row.counts) == ("abstained", Counts())


def test_question_of_a_command_says_so() -> None:
    journey, told = observed(answer())
    journey.ask(Question("When?", ANN))
    assert (told[0].row.session, told[0].row.made.collection) == (COMMAND, "")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (QuestionError("Empty."), "refused"),
        (BusyError("Later."), "refused"),
        (QuotaError("Tomorrow."), "refused"),
        (ModelError("Damaged."), "failed"),
        (ZeroDivisionError(), "failed"),
        (KeyboardInterrupt(), "stopped"),
    ],
)
def test_error_is_named_in_the_trace_and_raised(error: BaseException, outcome: Outcome) -> None:
    journey, told = observed(Token("It"), error)
    with pytest.raises(type(error)):
        list(journey.stream(ASKED))
    (trace,) = told
    assert trace.row.outcome == outcome
    assert trace.row.error == ("" if outcome == "stopped" else type(error).__name__)
    assert len(trace.row.trace_id) == 32
    assert [each.name for each in trace.spans] == ["search"]


def test_question_that_is_given_up_is_stopped_and_its_steps_are_ended_before_it_is_told() -> None:
    fake, told = Fake((Token("It"), answer())), list[Trace]()
    stream = Observed(fake, [told.append]).stream(ASKED)
    next(stream)
    assert not told
    stream.close()  # type: ignore[attr-defined]  # an Iterator by its type, a generator by nature
    assert fake.closed
    assert [(each.row.outcome, each.row.answer) for each in told] == [("stopped", "")]
    assert [each.name for each in told[0].spans] == ["search"]


@pytest.mark.parametrize(
    ("error", "with_places"),
    [
        (OSError("The disk is full."), False),
        (sqlite3.DatabaseError("malformed"), False),
        (LibraryError("It is damaged."), False),
        (ValueError("a fault of ours"), True),
    ],
)
def test_listener_that_raises_is_logged_and_costs_nobody_anything(
    error: Exception, with_places: bool, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(trace: Trace) -> None:
        raise error

    told: list[Trace] = []
    with caplog.at_level(logging.WARNING):
        assert Observed(Fake((answer(),)), [broken, told.append]).ask(ASKED) == answer()
    assert len(told) == 1
    assert "7" * 32 in caplog.text
    assert ("Traceback" in caplog.text) == with_places


def test_question_that_is_refused_for_its_length_is_not_kept_whole() -> None:
    told: list[Trace] = []
    with pytest.raises(QuestionError):
        Observed(Fake((QuestionError("too long"),)), [told.append]).ask(
            replace(ASKED, text="w" * (LONGEST_QUESTION + 1))
        )
    assert len(told[0].row.question) == LONGEST_QUESTION


def test_shape_that_cannot_be_made_costs_neither_answer_nor_trace(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(question: Question, hits: Sequence[Hit]) -> Shape:
        raise ValueError("no topic")

    told: list[Trace] = []
    journey = Observed(Fake((answer(),)), [told.append], shapes=broken)
    assert journey.ask(ASKED) == answer()
    assert [each.row.shape for each in told] == [shape(ASKED, ())]
    assert "no topic" in caplog.text


def test_cached_answer_used_no_tokens() -> None:
    journey, told = observed(replace(answer(), cached=True, arm="tone/brief", version="v1"))
    journey.ask(ASKED)
    made, spent = told[0].row.made, told[0].row.spent
    assert (made.cached, made.experiment, made.arm, made.version) == (True, "tone", "brief", "v1")
    assert (spent.usage, spent.price) == (Usage(0, 0), 0.0)


FERRY = "The ferry leaves at 08:15."


def real(home: Path, listener: Callable[[Trace], None]) -> Observed:
    """A journey over a small library, in a waiting line, observed."""
    catalog, builds = open_library(home)
    stage(catalog, "ferry", [FERRY, "Bicycles travel free on weekdays."])
    activate(catalog, builds, "ferry")
    embedder = HashingEmbedder()
    retriever = Retriever(catalog, builds, lambda: embedder)
    chat = ScriptedChat(replies=[f"{FERRY[:-1]} [1]."])
    voices = Voices.alone(chat, load("answer@1"))
    queued = Queued(Journey(catalog, retriever, voices, Limits(5, 500)), Turns())
    prices = priced(Settings(prices="scripted=1000/2000"))
    return Observed(queued, [listener], pricing=prices)


LOCAL = Question("When does the ferry leave?", Actor("local"))


def attributes(trace: Trace, name: str) -> dict[str, Value]:
    found: Span = next(each for each in trace.spans if each.name == name)
    return dict(found.attributes)


def test_every_step_of_an_answer_is_in_its_trace(tmp_path: Path) -> None:
    told: list[Trace] = []
    given = real(tmp_path, told.append).ask(LOCAL)
    (trace,) = told
    names = [each.name for each in trace.spans]
    outer = [each.name for each in trace.spans if each.parent == -1]
    assert outer == [
        "queue", "authorise", "rewrite", "search", "answer by rules", "read evidence", "render",
        "read prompt", "generate", "verify",
    ]  # fmt: skip
    search = names.index("search")
    inner = [each.name for each in trace.spans if each.parent == search]
    assert inner == [
        f"search: {each}"
        for each in ("embed", "read", "routing", "dense", "lexical", "fuse", "choose")
    ]
    assert all(each.ms >= 0 and each.start_ms >= 0 for each in trace.spans)
    ends = [each.start_ms + each.ms for each in trace.spans]
    assert max(ends) <= trace.row.spent.total_ms
    assert attributes(trace, "read prompt")["tokens"] == given.usage.prompt_tokens
    assert attributes(trace, "generate")["tokens"] == given.usage.completion_tokens
    assert attributes(trace, "verify") == {"supported": 1, "weak": 0, "unsupported": 0}


def test_trace_of_an_answer_says_what_was_found_cited_and_spent(tmp_path: Path) -> None:
    told: list[Trace] = []
    given = real(tmp_path, told.append).ask(LOCAL)
    row, hits = told[0].row, told[0].hits
    assert [(each.document_id, each.cited) for each in hits] == [("ferry", True)]
    assert row.shape.similarity == hits[0].similarity
    assert row.made.build_id == given.build_id
    spent = given.usage.prompt_tokens * 1000 + given.usage.completion_tokens * 2000
    assert row.spent.price == pytest.approx(spent / 1_000_000)
    assert row.spent.cpu_s > 0


def test_a_stopped_question_leaves_a_whole_trace(tmp_path: Path) -> None:
    told: list[Trace] = []
    stream = real(tmp_path, told.append).stream(LOCAL)
    words = 0
    for event in stream:
        words += isinstance(event, Token) and bool(event.text)
        if words == 3:
            break
    stream.close()  # type: ignore[attr-defined]  # as above
    (trace,) = told
    assert trace.row.outcome == "stopped"
    assert [each.name for each in trace.spans][-2:] == ["read prompt", "generate"]
    assert attributes(trace, "generate")["pieces"] == 3
    assert trace.row.spent.usage.completion_tokens == 3
    assert (trace.row.made.model, trace.row.made.prompt) == ("scripted", "answer@1")
    assert [each.document_id for each in trace.hits] == ["ferry"]


def test_figures_alone_hold_no_word_of_the_question(tmp_path: Path) -> None:
    traces = Traces(tmp_path / "operations.sqlite3", "figures", 90)
    given = real(tmp_path / "home", traces.save).ask(LOCAL)
    found = traces.get(given.trace_id)
    assert found is not None
    assert found.row.counts == Counts(supported=1)
    held = b"".join(each.read_bytes() for each in tmp_path.glob("operations.sqlite3*")).lower()
    for word in (b"leave", b"08:15", b"bicycle"):
        assert word not in held


def test_waiting_for_ones_turn_is_a_step_and_costs_no_processor_time(tmp_path: Path) -> None:
    told: list[Trace] = []
    turns = Turns()
    queued = Observed(Queued(Fake((answer(),)), turns), [told.append])
    with turns.take("other"):
        stream = queued.stream(ASKED)
        assert next(stream) == Waiting(1)
        for _ in range(400_000):  # work of others meanwhile
            pass
    list(stream)
    (trace,) = told
    queue = next(each for each in trace.spans if each.name == QUEUE)
    assert dict(queue.attributes) == {"ahead": 1}
    assert queue.cpu_ms > 0
    assert trace.row.spent.cpu_s * 1000 < queue.cpu_ms
