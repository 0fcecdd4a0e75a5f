"""What Footnote takes of the machine: memory, a cold start, and a worker that is killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.cold import ASKED, Cost, footnote
from benchmarks.engine_figures import Figure, Part, figure
from benchmarks.engine_machine import Side, family, proportional_mb

GOAL_MB = 1500.0
GOAL_COLD_S = 10.0
GOAL_BACK_S = 5.0


@dataclass(frozen=True, slots=True)
class Memory:
    """Proportional set sizes in MB."""

    page: float
    worker: float


@dataclass(frozen=True, slots=True)
class Back:
    """back: seconds from the kill to the new worker's first token; None if there was none.

    was_same: whether the answer is the one that comes when nothing is killed.
    """

    back: float | None
    was_same: bool


def memory(questions: Sequence[str]) -> Part:
    """Of one process with the page's server imported, and of its worker."""
    with Side() as side:
        warmed, asked = side.run(stay, questions)
    together = [asked.page + asked.worker]
    return Part(
        "memory",
        f"Memory after {len(questions)} questions",
        (
            figure("page and worker", together, unit="MB", goal=GOAL_MB),
            figure("  page", [asked.page], unit="MB"),
            figure("  worker", [asked.worker], unit="MB"),
            figure("  both, before the first question", [warmed.page + warmed.worker], unit="MB"),
        ),
        ("Proportional set sizes: what processes share counts for each of them in part.",),
    )


def stay(questions: Sequence[str]) -> tuple[Memory, Memory]:
    """Warm up and answer; the memory before and after. For a `Side`."""
    import streamlit.web.bootstrap  # noqa: F401 - only what it takes matters

    from app.build import open_footnote
    from app.generators import LlamaCppChat
    from app.types import Question

    opened = open_footnote()
    opened.warm_up()
    chat = opened.voices.first.generator
    assert isinstance(chat, LlamaCppChat)
    chat.warm_up()
    warmed = _memory()
    for text in questions:
        opened.journey.ask(Question(text, opened.actor))
    return warmed, _memory()


def cold(environment: Mapping[str, str], times: int) -> Part:
    """`footnote ask` in fresh processes."""
    costs = [footnote(["ask", ASKED], dict(environment)) for _ in range(times)]
    return Part("cold", f"`footnote ask` from a cold start, {times} times", _cold(costs))


def killed(side: Side, questions: Sequence[str]) -> Part:
    """A worker that is killed when it begins to write an answer."""
    backs = [side.run(kill, text) for text in questions]
    struck = [each for each in backs if each is not None]
    return Part(
        "killed",
        f"The worker killed amid an answer, {len(struck)} times",
        (figure("new first token", [b.back for b in struck], unit="s", goal=GOAL_BACK_S),),
        (
            f"{sum(each.was_same for each in struck)} of {len(struck)} answers came, the same as "
            "without the kill.",
        ),
    )


def kill(text: str) -> Back | None:
    """Ask, then again and kill the worker at its first token; None if it is not asked."""
    from app.types import Answer, Question, Reading, Token
    from benchmarks.engine_sides import chat, footnote

    journey, question = footnote().journey, Question(text, footnote().actor)
    expected = journey.ask(question).text
    struck, back, reads, said = 0.0, None, False, ""
    for event in journey.stream(question):
        if isinstance(event, Reading):
            reads = True
        elif isinstance(event, Token) and reads:
            if not struck:
                os.kill(chat().pid, signal.SIGKILL)
                struck, reads = time.perf_counter(), False
            elif back is None:  # the prompt was read anew in between
                back = time.perf_counter() - struck
        elif isinstance(event, Answer):
            said = event.text
    return Back(back, said == expected) if struck else None


def _memory() -> Memory:
    page, *children = family(os.getpid())
    return Memory(proportional_mb(page), sum(map(proportional_mb, children)))


def _cold(costs: Sequence[Cost]) -> tuple[Figure, ...]:
    return (
        figure("processor time", [c.cpu_s for c in costs], unit="s", goal=GOAL_COLD_S),
        figure("wall time", [c.wall_s for c in costs], unit="s"),
        figure("largest memory", [c.memory_mb for c in costs], unit="MB"),
    )
