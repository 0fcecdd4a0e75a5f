"""What tracing and its listeners cost: `python -m benchmarks.tracing`, with FOOTNOTE_HOME ingested.

Answers of the default models with and without it, in turns, in processor time of this process and
the chat model's; then a question that costs nothing, so that tracing is measured alone.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from langchain_core.runnables import RunnableConfig

from app import engines
from app.answer import Journey
from app.build import Footnote, open_footnote
from app.cost import priced
from app.evaluation.questions import load
from app.generators import LlamaCppChat
from app.observed import Listener, Observed
from app.plain import Limits
from app.queued import Answers, Queued
from app.tracing.spans import Open, Span, Spans, Value
from app.tracing.store import Traces
from app.tracing.types import Trace
from app.types import Answer, Event, Found, Question, Token
from indexes.types import Hit

GOAL = 1.02
QUESTIONS = Path(__file__).resolve().parents[1] / "data" / "eval" / "samples.jsonl"


class Unnoted(Spans):
    """Steps that nobody notes: what an answer costs without tracing."""

    @contextmanager
    def span(self, name: str, **attributes: Value) -> Iterator[Open]:
        yield _OPEN

    def add(self, name: str, start_ms: float, ms: float, **attributes: Value) -> None:
        pass


_OPEN = Open("", 0.0, 0.0, -1)


class Replayed:
    """A journey that gives the same again and notes the same steps, at no cost of its own."""

    def __init__(self, hits: tuple[Hit, ...], steps: Sequence[Span], answer: Answer) -> None:
        self._hits = hits
        self._steps = steps
        self._answer = answer
        self._words = answer.text.split()

    def ask(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Answer:
        """As `Answers.ask`."""
        *_, answer = self.stream(question, config, spans)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: Question,
        config: RunnableConfig | None = None,
        spans: Spans | None = None,
    ) -> Iterator[Event]:
        """As `Answers.stream`."""
        spans = spans or Unnoted()
        for each in self._steps:
            with spans.span(each.name) as step:
                step.set(**dict(each.attributes))
        yield Found(self._hits)
        for word in self._words:
            yield Token(word)
        yield self._answer


def measure(footnote: Footnote, listeners: Sequence[Listener], texts: Sequence[str]) -> str:
    """Every question without and with tracing, twice each; all after it was asked once, so that
    what the model keeps of its prompt is the same for all.
    """
    bare, traced = _journey(footnote), list[Trace]()
    watched = Observed(bare, [*listeners, traced.append], pricing=priced(footnote.settings))
    chat = footnote.voices.first.generator
    assert isinstance(chat, LlamaCppChat)
    chat.warm_up()
    without, beside, fresh = [], [], []
    for at, text in enumerate(texts):
        question = Question(text, footnote.actor)
        fresh.append(_cost(bare, question, chat))
        took = {False: 0.0, True: 0.0}
        for is_traced in (False, True, True, False) if at % 2 else (True, False, False, True):
            journey: Answers = watched if is_traced else bare
            took[is_traced] += _cost(journey, question, chat, None if is_traced else Unnoted())
        without.append(took[False] / 2)
        beside.append(took[True] / 2)
    return "\n".join((*_told(without, beside, fresh), alone(bare, traced, listeners, footnote)))


def alone(
    bare: Answers, traced: Sequence[Trace], listeners: Sequence[Listener], footnote: Footnote
) -> str:
    """Tracing of a question that costs nothing, with as many steps as the longest trace has."""
    longest = max(traced, key=lambda each: len(each.spans))
    question = Question(longest.row.question, footnote.actor)
    *events, answer = bare.stream(question)
    assert isinstance(answer, Answer)
    found = next(each for each in events if isinstance(each, Found))
    replayed = Replayed(found.hits, longest.spans, answer)
    watched = Observed(replayed, listeners)
    times = 1000
    without = min(_repeated(replayed, question, times) for _ in range(3))
    beside = min(_repeated(watched, question, times) for _ in range(3))
    return (
        f"alone: {(beside - without) * 1e6 / times:.0f} µs a question with {len(longest.spans)} "
        f"steps and {len(found.hits)} hits (processor time of this process)"
    )


def _journey(footnote: Footnote) -> Answers:
    settings = footnote.settings
    journey = Journey(
        footnote.catalog,
        footnote.retriever,
        footnote.voices,
        Limits(settings.hits, settings.evidence_tokens),
        english_only=footnote.models.english_only,
        reads=footnote.models.reader,
        summariser=footnote.summariser,
        checker=footnote.checker,
        chooses=footnote.choices,
    )
    return Queued(journey, engines.turns(settings, footnote.voices))


def _cost(
    journey: Answers, question: Question, chat: LlamaCppChat, spans: Spans | None = None
) -> float:
    """Processor seconds of one answer."""
    before = time.process_time() + _processor_s(chat.pid)
    journey.ask(question, None, spans)
    return time.process_time() + _processor_s(chat.pid) - before


def _processor_s(process: int) -> float:
    """Of a running process so far, all threads. Linux makes a clock's number of the process's id:
    its complement, shifted by three bits, and 2 for scheduled time (`clock_getcpuclockid`).
    """
    return time.clock_gettime(~process << 3 | 2)


def _repeated(journey: Answers, question: Question, times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        journey.ask(question)
    return time.process_time() - began


def _told(
    without: Sequence[float], beside: Sequence[float], fresh: Sequence[float]
) -> tuple[str, ...]:
    ratios = np.array(beside) / np.array(without)
    draws = np.random.default_rng(0).choice(ratios, (2000, len(ratios)))
    low, high = np.percentile(np.median(draws, axis=1), [2.5, 97.5])
    ratio = float(np.median(ratios))
    return (
        f"{len(without)} questions, each asked twice with and twice without tracing, in turns",
        f"processor time of an answer: {median(without):.3f} s without, {median(beside):.3f} s "
        f"with tracing, {median(fresh):.3f} s at its first asking (medians)",
        f"ratio {ratio:.4f} (median; 95% of bootstraps {low:.4f} to {high:.4f}), goal {GOAL}: "
        f"{'met' if ratio <= GOAL else 'missed'}",
    )


def main(listeners: Sequence[Listener] = ()) -> None:
    """listeners: what is told each trace besides the store."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--questions", type=int, default=20, help="how many (20)")
    parser.add_argument("--keep", choices=("figures", "text"), default="figures")
    arguments = parser.parse_args()
    footnote = open_footnote()
    footnote.warm_up()
    texts = [each.question for each in load(QUESTIONS)][: arguments.questions]
    with TemporaryDirectory() as folder:
        traces = Traces(Path(folder) / "operations.sqlite3", arguments.keep, 90)
        print(measure(footnote, [traces.save, *listeners], texts))
        traces.close()


if __name__ == "__main__":
    main()
