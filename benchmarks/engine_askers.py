"""Many askers at once: who is served when, what it costs, and how soon a place is free again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from langchain_core.runnables import RunnableConfig

from app.engine.turns import Turns
from app.progress import Progress
from app.queued import Answers, Queued
from app.tracing.spans import Spans
from app.types import Event, Question, Reading, Token
from benchmarks.engine_figures import Figure, Part, figure
from benchmarks.engine_machine import Side
from benchmarks.engine_sides import Messages, chat, footnote, spoken

GOAL_TOTAL = 1.1
GOAL_FREED_MS = 100.0
LONG_TOKENS = 3000
AMID_READING_S = 0.3
"""After the beginning of a long prompt, when its asker gives up."""


@dataclass(frozen=True, slots=True)
class Served:
    """asked, served: the askers in the order in which they came and in which their turns began."""

    wall: float
    asked: tuple[str, ...]
    served: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Freed:
    """Ms until the next one's turn begins: since the wish to stop, and since the listener left.

    None when the answer was there before.
    """

    wished: float | None
    left: float | None


class Noted(Answers):
    """A journey that notes when which asker's turn begins."""

    def __init__(self, journey: Answers) -> None:
        self.begun: list[tuple[str, float]] = []
        self._journey = journey

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        """As `Answers.stream`."""
        self.begun.append((question.asker, time.perf_counter()))
        yield from self._journey.stream(question, config, spans)


def askers(side: Side, questions: Sequence[str], times: int) -> Part:
    """Eight at once beside the same one after another, then askers who give up.

    times: passes of each.
    """
    together: list[Served] = []
    alone: list[float] = []
    names = [f"asker {number}" for number in range(1, len(questions) + 1)]
    half = len(questions) // 2
    side.run(in_line, questions)  # nobody's first question counts
    for _ in range(times):
        alone.append(side.run(in_line, questions))
        together.append(side.run(at_once, questions, names))
    busy = side.run(at_once, questions, ["busy"] * half + names[half:])
    writing = [side.run(freed_writing, *each) for each in pairwise(questions)]
    reading = [side.run(freed_reading, number) for number in range(len(writing))]
    in_order = sum(each.served == each.asked for each in together)
    return Part(
        "askers",
        f"{len(questions)} askers at once, {times} times",
        (
            figure("all answered", [each.wall for each in together], alone, goal=GOAL_TOTAL),
            *_freed("answer written", writing),
            *_freed(f"prompt of {LONG_TOKENS} tokens read", reading),
        ),
        (
            "Beside: the same questions one after another.",
            f"Served in the order in which they came: {in_order} of {len(together)} times.",
            f"{half} questions of a busy asker, then one each of others, served: "
            f"{', '.join(busy.served)}.",
            "Stopping: until the next one's turn begins, since the wish, which the listener sees "
            "with the next event, and since the listener left.",
        ),
    )


def in_line(questions: Sequence[str]) -> float:
    """Ms for the questions one after another. The worker is a new one, which knows no prompt."""
    _anew()
    started = time.perf_counter()
    for text in questions:
        footnote().journey.ask(Question(text, footnote().actor))
    return (time.perf_counter() - started) * 1000


def at_once(questions: Sequence[str], names: Sequence[str]) -> Served:
    """Ask all at once, each of a thread of its own. names: the askers', in the order they come."""
    _anew()
    noted = Noted(footnote().journey)
    line = Queued(noted, Turns(1))
    threads = []
    started = time.perf_counter()
    for text, name in zip(questions, names, strict=True):
        stands = threading.Event()
        question = Question(text, footnote().actor, asker=name)
        threads.append(threading.Thread(target=_listen, args=(line.stream(question), stands)))
        threads[-1].start()
        stands.wait()
    for thread in threads:
        thread.join()
    wall = (time.perf_counter() - started) * 1000
    return Served(wall, tuple(names), tuple(name for name, _ in noted.begun))


def freed_writing(text: str, following: str) -> Freed:
    """Give an answer up when the chat model begins to write it, while another asker waits."""
    _anew()
    noted = Noted(footnote().journey)
    line = Queued(noted, Turns(1))
    questions = [Question(each, footnote().actor, asker=each) for each in (text, following)]
    stopping = _Stopping(line.stream(questions[0]), _Writes())
    stopping.reached.wait()
    waits = threading.Event()
    waiting = threading.Thread(target=_listen, args=(line.stream(questions[1]), waits))
    waiting.start()
    waits.wait()
    stopping.wish()
    waiting.join()
    begun = [at for asker, at in noted.begun if asker == following]
    return stopping.freed(begun[0])


def freed_reading(number: int) -> Freed:
    """Give up while the chat model reads a long prompt, and another prompt waits."""
    model = chat()
    word = "harbour "
    count = LONG_TOKENS // (model.get_num_tokens(word * 100) / 100)
    long: Messages = (("system", f"{number}."), ("user", word * int(count)))
    short: Messages = (("user", f"{number}. Say yes."),)
    stopping = _Stopping(model.stream(list(spoken(long))), _reads)
    stopping.reached.wait()
    times: list[float] = []

    def wait() -> None:
        for chunk in model.stream(list(spoken(short))):
            if _reads(chunk):
                times.append(time.perf_counter())

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(AMID_READING_S)
    stopping.wish()
    waiting.join()
    return stopping.freed(times[0])


class _Stopping:
    """Listens to an answer in a thread of its own, until that is wished to end."""

    def __init__(self, events: Iterator[object], begins: Callable[[object], bool]) -> None:
        """begins: whether an event shows that the part of interest has begun."""
        self.reached = threading.Event()
        self._events = events
        self._begins = begins
        self._wished = threading.Event()
        self._wish = self._left = 0.0
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def wish(self) -> None:
        self._wish = time.perf_counter()
        self._wished.set()
        self._thread.join()

    def freed(self, begun: float) -> Freed:
        """begun: when the next one's turn began."""
        if not self._left:
            return Freed(None, None)
        return Freed((begun - self._wish) * 1000, (begun - self._left) * 1000)

    def _run(self) -> None:
        for event in self._events:
            if self._begins(event):
                self.reached.set()
            if self._wished.is_set():
                self._left = time.perf_counter()
                assert isinstance(self._events, Generator)
                self._events.close()
                break
        self.reached.set()


class _Writes:
    """Whether the chat model has begun to write: a Token after a Reading."""

    def __init__(self) -> None:
        self._reads = False

    def __call__(self, event: object) -> bool:
        self._reads = self._reads or isinstance(event, Reading)
        return self._reads and isinstance(event, Token)


def _reads(chunk: object) -> bool:
    return isinstance(chunk, Progress) and chunk.of > 0


def _listen(events: Iterator[Event], stands: threading.Event) -> None:
    """Hear an answer to its end. stands: set when the question stands in line or has its turn."""
    for _ in events:
        stands.set()


def _anew() -> None:
    footnote()
    chat().close()
    chat().warm_up()


def _freed(name: str, freed: Sequence[Freed]) -> tuple[Figure, Figure]:
    return (
        figure(f"stopped, {name}: the wish", [f.wished for f in freed], goal=GOAL_FREED_MS),
        figure(f"stopped, {name}: leaving", [f.left for f in freed], goal=GOAL_FREED_MS),
    )
