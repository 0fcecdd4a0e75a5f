"""The engine beside the shortest loop over llama.cpp's own calls, with the same tokens."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import llama_cpp

from app.engine.types import Done, Order, Spec
from app.engine.vocabulary import Vocabulary
from app.engine.worker import Worker
from benchmarks.engine_figures import Figure, Part
from benchmarks.engine_machine import Side, cpu_s
from benchmarks.engine_sides import Messages

GOAL = 1.05
CHARACTERS = 8000
ANSWER_TOKENS = 96


@dataclass(frozen=True, slots=True)
class Took:
    """What one answer took, in ms. reading, writing: wall time of the two halves."""

    wall: float
    cpu: float
    reading: float
    writing: float


def overhead(spec: Spec, text: Path, times: int) -> Part:
    """Read and write the same, in turns. text: a file whose stretches are read.

    The loop writes as many tokens as the engine did. The prompts are so long that the engine keeps
    none of them beside the next.
    """
    source = text.read_text(encoding="utf-8")
    ours, theirs = [], []
    worker = Worker(spec)
    read = written = 0
    try:
        with Side() as side:
            for number in range(times + 1):
                messages = _messages(source, number)
                took, done = of_engine(worker, messages)
                beside = side.run(of_bare, spec, messages, done.answer_tokens)
                if number:  # nobody's first answer counts
                    ours.append(took)
                    theirs.append(beside)
                    read += done.prompt_tokens - done.cached_tokens
                    written += done.answer_tokens
    finally:
        worker.close()
    return Part(
        "overhead",
        f"The engine beside a bare loop of llama_decode, {times} prompts",
        _figures(ours, theirs),
        (
            f"{read // times} tokens read and {written // times} written each time, nothing "
            f"looked up; {spec.read_threads} threads read, {spec.write_threads} write.",
            "The loop takes steps of llama.cpp's own size. Ratios are medians of ratios.",
        ),
    )


def of_engine(worker: Worker, messages: Messages) -> tuple[Took, Done]:
    """Have the engine answer; its client's processor time counts too."""
    order = Order(messages, ANSWER_TOKENS, looks_up=False)
    worker.start()
    processes = [os.getpid(), worker.pid]
    cpu, started = cpu_s(processes), time.perf_counter()
    *_, done = worker.ask(order)
    wall = (time.perf_counter() - started) * 1000
    assert isinstance(done, Done)
    spent = (cpu_s(processes) - cpu) * 1000
    return Took(wall, spent, done.read_ms, done.write_ms), done


def of_bare(spec: Spec, messages: Messages, count: int) -> Took:
    """Have llama.cpp read the prompt and write `count` tokens."""
    vocabulary, context, sampler = _opened(spec)
    memory = llama_cpp.llama_get_memory(context)
    llama_cpp.llama_memory_clear(memory, True)
    cpu, started = cpu_s([os.getpid()]), time.perf_counter()
    prompt = vocabulary.prompt(messages)
    _decode(context, prompt)
    token = llama_cpp.llama_sampler_sample(sampler, context, -1)
    read = time.perf_counter()
    text = vocabulary.piece(token)
    for _ in range(count - 1):
        _decode(context, [token])
        token = llama_cpp.llama_sampler_sample(sampler, context, -1)
        text += vocabulary.piece(token)
    ended = time.perf_counter()
    spent = (cpu_s([os.getpid()]) - cpu) * 1000
    return Took((ended - started) * 1000, spent, (read - started) * 1000, (ended - read) * 1000)


@cache
def _opened(
    spec: Spec,
) -> tuple[Vocabulary, llama_cpp.llama_context_p, llama_cpp.llama_sampler_p]:
    llama_cpp.llama_backend_init()
    llama_cpp.llama_log_set(_SILENCE, None)
    model = llama_cpp.llama_model_load_from_file(
        spec.model.encode(), llama_cpp.llama_model_default_params()
    )
    wanted = llama_cpp.llama_context_default_params()
    wanted.n_ctx = wanted.n_batch = spec.context_tokens
    wanted.n_threads, wanted.n_threads_batch = spec.write_threads, spec.read_threads
    context = llama_cpp.llama_init_from_model(model, wanted)
    vocabulary = Vocabulary(model, Path(spec.model), spec.named_by)
    return vocabulary, context, llama_cpp.llama_sampler_init_greedy()


def _decode(context: llama_cpp.llama_context_p, tokens: list[int]) -> None:
    data = (llama_cpp.llama_token * len(tokens))(*tokens)
    status = llama_cpp.llama_decode(context, llama_cpp.llama_batch_get_one(data, len(tokens)))
    if status:
        raise RuntimeError(f"llama.cpp ended a step with status {status}.")


def _messages(source: str, number: int) -> Messages:
    """A stretch of the text with a beginning of its own, of which nothing can be known."""
    start = (number + 1) * 400 % max(1, len(source) - CHARACTERS)
    shown = source[start : start + CHARACTERS]
    return (
        ("system", f"{number + 2}. You read texts and count."),
        ("user", f"{shown}\n\nCount from 1 to 300, separated by commas."),
    )


def _figures(ours: Sequence[Took], theirs: Sequence[Took]) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            name,
            tuple(getattr(each, field) for each in ours),
            tuple(getattr(each, field) for each in theirs),
            goal=GOAL if field in ("wall", "cpu") else None,
            paired=True,
        )
        for name, field in (
            ("whole answer", "wall"),
            ("whole answer, CPU", "cpu"),
            ("  reading", "reading"),
            ("  writing", "writing"),
        )
    )


def _ignored(level: int, text: bytes, data: object) -> None:
    """llama.cpp's own lines are no result."""


_SILENCE = llama_cpp.llama_log_callback(_ignored)
"""Kept for as long as llama.cpp may call it."""
