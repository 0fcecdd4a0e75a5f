"""What the engine's benchmark asks of each pipeline; every function runs in a `Side` of its own."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from app import settings
from app.types import Answer, Question, Token
from benchmarks.engine_machine import cpu_s, family
from ingest.walk import gather

if TYPE_CHECKING:
    from app.build import Footnote
    from app.generators import LlamaCppChat
    from benchmarks.tutorial import Tutorial

WARMING = "What are these documents about?"
"""Asked before anything is measured, so that no question pays for loading a model."""

Messages = tuple[tuple[str, str], ...]
"""(role, text) of one prompt."""


@dataclass(frozen=True, slots=True)
class Told:
    """One answer. Times in ms from the question on; None for what did not happen.

    found: the evidence is there. first: some text of the answer can be seen, whoever chose it.
    reading: the chat model begins with the prompt. written: it gives its first token. cpu: of the
    process and its worker. read_as: the question as it was read in its chat.
    """

    text: str
    read_as: str
    found: float | None
    first: float
    reading: float | None
    written: float | None
    total: float
    cpu: float
    prompt_tokens: int = 0
    cached_tokens: int = 0

    @property
    def reader(self) -> float | None:
        """From the evidence to the chat model: what matters is chosen, and the prompt made."""
        if self.found is None or self.reading is None:
            return None
        return self.reading - self.found

    @property
    def prompt(self) -> float | None:
        """From the beginning of the prompt to the model's first token."""
        if self.reading is None or self.written is None:
            return None
        return self.written - self.reading


@cache
def footnote() -> Footnote:
    """The library of FOOTNOTE_HOME, warmed up."""
    from app.build import open_footnote

    opened = open_footnote()
    opened.warm_up()
    opened.journey.ask(Question(WARMING, opened.actor))
    return opened


def chat() -> LlamaCppChat:
    """Footnote's chat model, which has to be one on this machine."""
    from app.generators import LlamaCppChat

    found = footnote().voices.first.generator
    assert isinstance(found, LlamaCppChat)
    return found


def ask_footnote(text: str, earlier: tuple[str, ...] = ()) -> Told:
    """Ask Footnote. earlier: the chat's questions as they were read."""
    question = Question(text, footnote().actor, earlier=earlier)
    processes = family(os.getpid())
    cpu, started = cpu_s(processes), time.perf_counter()
    marks: dict[str, float] = {}
    answer: Answer | None = None
    for event in footnote().journey.stream(question):
        now = (time.perf_counter() - started) * 1000
        marks.setdefault(type(event).__name__, now)
        if isinstance(event, Token) and "Reading" in marks:
            marks.setdefault("written", now)
        if isinstance(event, Answer) or (isinstance(event, Token) and event.text):
            marks.setdefault("first", now)
        if isinstance(event, Answer):
            answer = event
    assert answer is not None
    return Told(
        text=answer.text,
        read_as=answer.read_as,
        found=marks.get("Found"),
        first=marks["first"],
        reading=marks.get("Reading"),
        written=marks.get("written"),
        total=marks["Answer"],
        cpu=(cpu_s(processes) - cpu) * 1000,
        prompt_tokens=answer.usage.prompt_tokens,
        cached_tokens=answer.usage.cached_tokens,
    )


@cache
def tutorial(folder: str) -> Tutorial:
    """The tutorial pipeline with the folder's documents, warmed up."""
    from benchmarks.tutorial import Tutorial

    built = Tutorial(settings.load())
    built.ingest([admission.path for admission in gather([Path(folder)]).files])
    built.ask(WARMING)
    return built


def ask_tutorial(folder: str, text: str) -> Told:
    """Ask the tutorial pipeline."""
    pipeline = tutorial(folder)
    cpu, started = time.process_time(), time.perf_counter()
    reply = pipeline.ask(text)
    total = (time.perf_counter() - started) * 1000
    first = total if reply.first_token_s is None else reply.first_token_s * 1000
    spent = (time.process_time() - cpu) * 1000
    return Told(reply.text, text, None, first, None, first, total, spent)


def chunks_of(folder: str, text: str) -> tuple[tuple[str, str], ...]:
    """The chunks that the tutorial pipeline would show its model: (document, text)."""
    from benchmarks.tutorial import K

    found = tutorial(folder).search(text)[:K]
    return tuple((piece.document, piece.text) for piece in found)


def prompt_of(text: str, chunks: tuple[tuple[str, str], ...]) -> Messages:
    """Footnote's own prompt with these chunks as its sources."""
    prompt = footnote().voices.first.prompt
    sources = (
        prompt.source.substitute(number=number, name=name, page=1, headings="", text=shown)
        for number, (name, shown) in enumerate(chunks, 1)
    )
    user = prompt.user.substitute(sources="\n\n".join(sources), question=text)
    return ("system", prompt.system.substitute()), ("user", user)


def first_of_engine(messages: Messages) -> float:
    """Ms until Footnote's engine gives the first piece of an answer; the rest is not written."""
    started = time.perf_counter()
    stream = chat().stream(list(spoken(messages)))
    try:
        for chunk in stream:
            if chunk.text:
                break
    finally:
        took = (time.perf_counter() - started) * 1000
        stream.close()  # type: ignore[attr-defined]  # LangChain's is a generator
    return took


def first_of_bare(messages: Messages) -> float:
    """Ms until llama-cpp-python gives the first piece; the rest is not written."""
    started = time.perf_counter()
    replies = _llama().create_chat_completion(
        messages=[{"role": role, "content": text} for role, text in messages],
        max_tokens=settings.load().answer_tokens,
        temperature=0.0,
        stream=True,
    )
    for reply in replies:
        if reply["choices"][0]["delta"].get("content"):
            break
    took = (time.perf_counter() - started) * 1000
    replies.close()
    return took


def spoken(messages: Messages) -> tuple[BaseMessage, ...]:
    """The messages as LangChain has them."""
    kinds: dict[str, type[BaseMessage]] = {"system": SystemMessage, "user": HumanMessage}
    return tuple(kinds[role](content=text) for role, text in messages)


def apart(messages: Messages, number: int) -> Messages:
    """The same messages with a beginning of their own, so that nothing is known of them."""
    (role, text), *rest = messages
    return (role, f"{number}. {text}"), *rest


@cache
def _llama() -> Any:
    """llama-cpp-python's own class with the packaged model, as the tutorial pipeline opens it."""
    from llama_cpp import Llama

    from app.models import default_model_path

    chosen = settings.load()
    return Llama(
        model_path=chosen.model or str(default_model_path()),
        n_ctx=chosen.context_tokens,
        n_threads=chosen.threads or None,
        n_gpu_layers=chosen.gpu_layers,
        seed=chosen.seed,
        verbose=False,
    )
