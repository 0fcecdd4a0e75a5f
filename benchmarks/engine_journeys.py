"""Time to the first token, journey by journey, and of the engines alone with the same prompts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.evaluation.evaluate import spread
from app.evaluation.questions import load
from benchmarks.engine_figures import Figure, Part, figure
from benchmarks.engine_machine import Sides
from benchmarks.engine_sides import (
    Told,
    ask_footnote,
    ask_tutorial,
    chunks_of,
    first_of_bare,
    first_of_engine,
    prompt_of,
)

PAIRS = Path(__file__).with_name("followups.jsonl")
GOAL_FIRST = 1 / 3
GOAL_FOLLOW_UP = 1 / 50


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions whose answers stand in the same paragraph.

    follow_up: as it is asked in a chat. alone: the same for whoever knows no chat. answers,
    follow_up_answers: each a right one. quote: the paragraph's text, which holds both.
    """

    document: str
    question: str
    follow_up: str
    alone: str
    answers: tuple[str, ...]
    follow_up_answers: tuple[str, ...]
    quote: str


def pairs(path: Path = PAIRS) -> list[Pair]:
    """The pairs of a file with one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        Pair(
            document=each["document"],
            question=each["question"],
            follow_up=each["follow_up"],
            alone=each["alone"],
            answers=tuple(each["answers"]),
            follow_up_answers=tuple(each["follow_up_answers"]),
            quote=each["quote"],
        )
        for each in map(json.loads, lines)
    ]


def first_questions(sides: Sides, samples: Path, questions: Path, count: int) -> Part:
    """First questions to both pipelines, which take turns."""
    asked = [each.question for each in spread(load(questions), count)]
    ours: list[Told] = []
    theirs: list[Told] = []
    for number, text in enumerate(asked):
        if number % 2:
            ours.append(sides["footnote"].run(ask_footnote, text))
        theirs.append(sides["tutorial"].run(ask_tutorial, str(samples), text))
        if not number % 2:
            ours.append(sides["footnote"].run(ask_footnote, text))
    return Part(
        "first",
        f"First questions, {len(asked)} of the samples",
        (*_times(ours, theirs, GOAL_FIRST), *_shares(ours)),
        (_seen(ours),),
    )


def follow_ups(sides: Sides, samples: Path, count: int) -> Part:
    """Follow-ups right after their questions, to both pipelines, which take turns."""
    ours: list[Told] = []
    theirs: list[Told] = []
    same = 0
    chosen, tutorial, folder = pairs()[:count], sides["tutorial"], str(samples)
    for pair in chosen:
        before = sides["footnote"].run(ask_footnote, pair.question)
        ours.append(sides["footnote"].run(ask_footnote, pair.follow_up, (before.read_as,)))
        tutorial.run(ask_tutorial, folder, pair.question)
        theirs.append(tutorial.run(ask_tutorial, folder, pair.alone))
        both = (pair.question, pair.alone)
        same += len({tutorial.run(chunks_of, folder, text) for text in both}) == 1
    read, known = sum(o.prompt_tokens for o in ours), sum(o.cached_tokens for o in ours)
    return Part(
        "followups",
        f"Follow-ups over the same evidence, {len(chosen)} pairs of questions",
        (*_times(ours, theirs, GOAL_FOLLOW_UP), *_shares(ours)),
        (
            _seen(ours),
            f"Of {read} tokens of their prompts Footnote's chat model knew {known}.",
            "The tutorial pipeline has no chat: it is asked in words that stand alone. "
            f"{same} times it found the same chunks in the same order, which llama-cpp-python "
            "then does not read again.",
        ),
    )


def same_prompts(sides: Sides, samples: Path, count: int) -> Part:
    """The very same messages to Footnote's engine and to llama-cpp-python."""
    chosen, folder = pairs(), str(samples)
    count = min(count, len(chosen) // 2)
    engine: list[list[float]] = []
    plain: list[list[float]] = []
    for pair, other in zip(chosen[:count], chosen[-count:], strict=True):
        chunks = sides["tutorial"].run(chunks_of, folder, pair.question)
        between = sides["tutorial"].run(chunks_of, folder, other.question)
        prompts = [
            sides["footnote"].run(prompt_of, pair.question, chunks),
            sides["footnote"].run(prompt_of, other.question, between),
            sides["footnote"].run(prompt_of, pair.alone, chunks),
        ]
        engine.append([sides["footnote"].run(first_of_engine, each) for each in prompts])
        plain.append([sides["bare"].run(first_of_bare, each) for each in prompts])
    return Part(
        "evidence",
        f"Engines alone: Footnote's prompt with four chunks of the tutorial's, {count} pairs",
        tuple(
            figure(
                f"first token, {name}", [e[at] for e in engine], [p[at] for p in plain], goal=goal
            )
            for name, at, goal in (
                ("first question", 0, GOAL_FIRST),
                ("another later", 2, GOAL_FOLLOW_UP),
            )
        ),
        (
            "The later question has the first one's evidence; between them came one with other "
            "evidence. Beside: llama-cpp-python's chat completion of the packaged model.",
        ),
    )


def _times(ours: Sequence[Told], theirs: Sequence[Told], goal: float) -> tuple[Figure, ...]:
    """Of each pipeline's first token, and of Footnote's first text, whoever chose it."""
    beside = [each.first for each in theirs]
    return (
        figure("first text", [each.first for each in ours], beside, goal=goal),
        figure("chat model's first token", [each.written for each in ours], beside, goal=goal),
        figure("whole answer", [o.total for o in ours], [t.total for t in theirs]),
        figure("whole answer, CPU", [o.cpu for o in ours], [t.cpu for t in theirs]),
    )


def _shares(ours: Sequence[Told]) -> tuple[Figure, ...]:
    """Where Footnote's time goes until the chat model's first token."""
    asked = [each for each in ours if each.written is not None]
    return (
        figure("  search", [each.found for each in asked]),
        figure("  reader", [each.reader for each in asked]),
        figure("  reading the prompt", [each.prompt for each in asked]),
        figure("  prompt", [float(each.prompt_tokens) for each in asked], unit="tokens"),
        figure("  of it known", [float(each.cached_tokens) for each in asked], unit="tokens"),
    )


def _seen(ours: Sequence[Told]) -> str:
    asked = [each for each in ours if each.written is not None]
    early = sum(each.first < (each.reading or 0.0) for each in asked)
    return (
        f"{len(asked)} of Footnote's {len(ours)} questions came to the chat model; {early} of "
        "these showed the reader's sentence first. The others show the answer itself."
    )
