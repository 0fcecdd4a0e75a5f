"""What looking tokens up, a grammar, and kept prompts are worth on Footnote's own prompts."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import BaseMessage

from app.engine.types import Done, Order, Piece, Spec
from app.engine.worker import Worker
from app.generators import spoken
from app.types import Question
from benchmarks.engine_figures import Figure, Part
from benchmarks.engine_journeys import Pair
from benchmarks.engine_machine import Side
from benchmarks.engine_sides import Messages, apart, footnote

ANYTHING = "root ::= [^\\x00]*"
"""A grammar that forbids nothing."""

MOST_PROMPTS = 40


@dataclass(frozen=True, slots=True)
class Wrote:
    """One answer and what it cost."""

    text: str
    done: Done

    @property
    def speed(self) -> float:
        """Tokens per second."""
        return 1000 * self.done.answer_tokens / self.done.write_ms


class Captured(BaseCallbackHandler):
    """Keeps the prompts that LangChain tells of."""

    def __init__(self) -> None:
        self.prompts: list[Messages] = []

    def on_chat_model_start(
        self, serialized: object, messages: list[list[BaseMessage]], **_: Any
    ) -> None:
        """Called by LangChain before a chat model is."""
        self.prompts += [spoken(each) for each in messages]


def decoding(
    side: Side, spec: Spec, questions: Sequence[str], pairs: Sequence[Pair], tokens: int
) -> Part:
    """side: Footnote's, which makes prompts of the questions. tokens: most of an answer."""
    asked = side.run(prompts_of, questions)[:MOST_PROMPTS]
    chats = [side.run(prompts_of, (pair.question, pair.alone)) for pair in pairs]
    worker = Worker(spec)
    try:
        write(worker, Order(asked[0], tokens))  # nobody's first answer counts
        looked, plain, bound = _ways(worker, asked, tokens)
        kept, fresh, known = _follow_ups(worker, [each for each in chats if len(each) == 2])
    finally:
        worker.close()
    same = sum(a.text == b.text for a, b in zip(looked, plain, strict=True))
    written = sum(each.done.answer_tokens for each in looked)
    guessed = sum(each.done.guessed_tokens for each in looked)
    return Part(
        "decoding",
        f"Ways of writing, {len(asked)} of Footnote's prompts",
        (
            _speeds("looking up, beside not", looked, plain),
            _speeds("a grammar that allows all, beside none", bound, plain),
            Figure("reading a follow-up, beside knowing nothing", kept, fresh),
        ),
        (
            f"Looked up: {guessed} of {written} tokens; {same} of {len(asked)} answers the same.",
            f"All answers, looked up {_rate(looked):.0f}, not {_rate(plain):.0f}, with the grammar "
            f"{_rate(bound):.0f} tokens per second of writing.",
            f"Of {len(kept)} follow-ups' prompts {known:.0%} of the tokens were known from the "
            "question before.",
        ),
    )


def prompts_of(questions: Sequence[str]) -> list[Messages]:
    """The prompts that Footnote makes for the questions; for a `Side`. No answer is written."""
    captured = Captured()
    for text in questions:
        known = len(captured.prompts)
        question = Question(text, footnote().actor)
        events = footnote().journey.stream(question, {"callbacks": [captured]})
        while len(captured.prompts) == known and next(events, None):
            pass
        assert isinstance(events, Generator)
        events.close()
    return captured.prompts


def write(worker: Worker, order: Order) -> Wrote:
    """Have the engine answer."""
    text, done = "", None
    for event in worker.ask(order):
        if isinstance(event, Piece):
            text += event.text
        elif isinstance(event, Done):
            done = event
    assert done is not None
    return Wrote(text, done)


def _ways(
    worker: Worker, prompts: Sequence[Messages], tokens: int
) -> tuple[list[Wrote], list[Wrote], list[Wrote]]:
    """Each prompt looked up, plainly, and with a grammar; who goes first changes."""
    wrote: tuple[list[Wrote], list[Wrote], list[Wrote]] = ([], [], [])
    for number, prompt in enumerate(prompts):
        plain = Order(prompt, tokens, looks_up=False)
        orders = [replace(plain, looks_up=True), plain, replace(plain, grammar=ANYTHING)]
        for turn in range(3):
            way = (turn + number) % 3
            wrote[way].append(write(worker, orders[way]))
    return wrote


def _follow_ups(
    worker: Worker, chats: Sequence[Sequence[Messages]]
) -> tuple[tuple[float, ...], tuple[float, ...], float]:
    """Ms of reading second prompts after the first, and without; the share that was known."""
    kept, fresh = [], []
    known = read = 0
    for number, (first, second) in enumerate(chats):
        write(worker, Order(first, 1))
        done = write(worker, Order(second, 1)).done
        kept.append(done.read_ms)
        known += done.cached_tokens
        read += done.prompt_tokens
        fresh.append(write(worker, Order(apart(second, number), 1)).done.read_ms)
    return tuple(kept), tuple(fresh), known / read if read else 0.0


def _speeds(name: str, ours: Sequence[Wrote], theirs: Sequence[Wrote]) -> Figure:
    return Figure(
        name,
        tuple(each.speed for each in ours),
        tuple(each.speed for each in theirs),
        "tokens/s",
        paired=True,
    )


def _rate(wrote: Sequence[Wrote]) -> float:
    """Tokens per second of all answers together."""
    tokens = sum(each.done.answer_tokens for each in wrote)
    return 1000 * tokens / sum(each.done.write_ms for each in wrote)
