"""A person at the page, without the page: asks, stops, keeps chats and says what they think."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Protocol, cast

from app.chats import Asked, Chat, Chats
from app.memory import Forgets, forget_nothing
from app.queued import Answers
from app.records import Records
from app.tracing.spans import Open, Spans, Value
from app.tracing.types import NONE_USED, Counts, Outcome
from app.types import Actor, Answer, Complaint, Event, Feedback, Usage, Waiting
from benchmarks.deck import Deck, Wanted
from indexes.errors import BusyError, FootnoteError, QuestionError, QuotaError

REFUSALS = (QuestionError, BusyError, QuotaError)
NO_SENTENCES = Counts()
WORST: tuple[Complaint, ...] = ("wrong", "not in source", "incomplete", "other")

log = logging.getLogger(__name__)


class Counted(Spans):
    """Spans that know how many steps were begun."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = 0

    @contextmanager
    def span(self, name: str, **attributes: Value) -> Iterator[Open]:
        """As `Spans.span`."""
        self.begun += 1
        with super().span(name, **attributes) as opened:
            yield opened

    def add(self, name: str, start_ms: float, ms: float, **attributes: Value) -> None:
        """As `Spans.add`."""
        self.begun += 1
        super().add(name, start_ms, ms, **attributes)


@dataclass(frozen=True, slots=True)
class Manners:
    """How a person judges. thumbs: share of answers with one. noise: share of these that says the
    opposite of what holds. corrects: share of thumbs down with the right answer written beside.
    """

    thumbs: float = 0.5
    noise: float = 0.1
    corrects: float = 0.5


@dataclass(frozen=True, slots=True)
class Seen:
    """What the person saw of one question. answer fields are those of the Answer, empty without.

    liked: None without a thumb. begun, ended: steps of the trace.
    """

    wanted: Wanted
    person: str
    outcome: Outcome
    error: str = ""
    trace_id: str = ""
    usage: Usage = NONE_USED
    counts: Counts = NO_SENTENCES
    cached: bool = False
    liked: bool | None = None
    begun: int = 0
    ended: int = 0


class Thumbs(Protocol):
    """Counts thumbs, as `app.telemetry.prometheus.Metrics` does."""

    def feedback(self, liked: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where people ask. now: the clock, with a zone."""

    journey: Answers
    records: Records
    metrics: Thumbs
    now: Callable[[], datetime]
    forgets: Forgets = forget_nothing


class Questioner:
    """One person in one browser. Used by one thread at a time."""

    def __init__(
        self, place: Place, person: str, deck: Deck, dice: Random, manners: Manners = Manners()
    ) -> None:
        self.person = person
        self._place = place
        self._actor = Actor(person)
        self._deck = deck
        self._dice = dice
        self._manners = manners
        self._chats = Chats(place.records, self._actor, place.forgets)
        self._chat = Chat(self._actor)
        self.arrive()

    def arrive(self) -> None:
        """Open the page anew: another visit, with an empty chat."""
        self._chat = Chat(self._actor, asker=f"{self._dice.getrandbits(128):032x}")

    def ask(self) -> Seen:
        """Draw a question and see it through."""
        wanted = self._deck.draw()
        if wanted.kind != "follow":
            self._chat = Chat(self._actor, asker=self._chat.asker)
        self._chat.options = replace(self._chat.options, collection=wanted.collection)
        asked = self._chat.ask(wanted.text)
        spans = Counted()
        seen = self._seen(wanted, asked, spans)
        return replace(seen, begun=spans.begun, ended=len(spans.done()))

    def _seen(self, wanted: Wanted, asked: Asked, spans: Counted) -> Seen:
        self._chat.begin(asked)
        try:
            answer = self._answer(wanted, asked, spans)
        except FootnoteError as error:
            self._chat.fail(asked, str(error))
            refused = isinstance(error, REFUSALS)
            if not refused:
                log.warning("%r failed: %s", wanted.text, error)
            return Seen(
                wanted, self.person, "refused" if refused else "failed", type(error).__name__
            )
        if answer is None:
            return Seen(wanted, self.person, "stopped")
        self._chats.keep(self._chat, asked, answer)
        told = [each.verdict for each in answer.sentences]
        counts = Counts(told.count("supported"), told.count("weak"), told.count("unsupported"))
        return Seen(
            wanted, self.person, answer.status, "", answer.trace_id, answer.usage, counts,
            answer.cached, self._judged(wanted, answer),
        )  # fmt: skip

    def _answer(self, wanted: Wanted, asked: Asked, spans: Counted) -> Answer | None:
        """The answer; None where the person has given it up before."""
        # a generator by nature, as all of them
        events = cast(Generator[Event], self._place.journey.stream(asked.question, None, spans))
        happened = 0
        with closing(events):
            for event in events:
                if isinstance(event, Answer):
                    return event
                happened += wanted.impatient or not isinstance(event, Waiting)
                if wanted.stop_after and happened >= wanted.stop_after:
                    return None
        raise AssertionError("a journey ends with an Answer or an error")

    def _judged(self, wanted: Wanted, answer: Answer) -> bool | None:
        """A thumb, if the person gives one: up where the answer holds a right wording, or where
        there is rightly none; now and then the other way round.
        """
        if self._dice.random() >= self._manners.thumbs:
            return None
        liked = right(wanted, answer) != (self._dice.random() < self._manners.noise)
        complaint, correction = None, ""
        if not liked:
            complaint = self._dice.choice(WORST)
            if wanted.answers and self._dice.random() < self._manners.corrects:
                correction = wanted.answers[0]
        given = Feedback(answer.trace_id, liked, complaint, correction, self._place.now())
        self._chats.tell(given)
        self._place.metrics.feedback(liked)
        return liked


def right(wanted: Wanted, answer: Answer) -> bool:
    """Whether the answer holds one of the right wordings, in whatever case and spacing; without
    any, whether it abstains.
    """
    if not wanted.answers:
        return answer.status == "abstained"
    said = _plain(answer.text)
    return any(_plain(each) in said for each in wanted.answers)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
