"""What is asked of the engine, and what it tells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spec:
    """What a worker loads.

    model, lora: paths of GGUF files; lora '' for none. context_tokens: of one prompt with its
    answer. gpu_layers: -1 for as many as fit. read_threads, write_threads: for prompts and for
    single tokens, which differ in what is fastest. named_by: the setting that named the model.
    layout: the model as it was prepared for this CPU, '' where it was not; merged: it holds the
    adapter.
    """

    model: str
    lora: str = ""
    context_tokens: int = 4096
    gpu_layers: int = -1
    read_threads: int = 1
    write_threads: int = 1
    named_by: str = "FOOTNOTE_MODEL"
    layout: str = ""
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One answer that is wanted.

    messages: (role, text) with the roles of chat templates: system, user, assistant.
    answer_tokens: most of them. temperature: 0 takes the likeliest token. stop: texts that end the
    answer and are left out. grammar: in llama.cpp's GBNF; '' for none. seconds: most wall time.
    looks_up: whether tokens that stand in the prompt are guessed ahead, which changes no answer.
    """

    messages: tuple[tuple[str, str], ...]
    answer_tokens: int
    temperature: float = 0.0
    seed: int = 0
    stop: tuple[str, ...] = ()
    grammar: str = ""
    seconds: float = 600.0
    looks_up: bool = True


@dataclass(frozen=True, slots=True)
class Again:
    """The worker was lost and the order is begun anew: pieces that came before are void."""


@dataclass(frozen=True, slots=True)
class Read:
    """How much of the prompt is read, in tokens. Comes again as a sign of life while it is."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of the answer, whole characters; may be '' as a sign of life."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The end of an answer. cached_tokens: of the prompt, those that were still known.

    guessed_tokens: of the answer, those that were looked up in the prompt. read_ms, write_ms: wall
    time of reading and writing. cpu_ms: processor time of the worker's process for both.
    """

    prompt_tokens: int
    cached_tokens: int
    answer_tokens: int
    guessed_tokens: int
    read_ms: float
    write_ms: float
    cpu_ms: float = 0.0


Event = Again | Read | Piece | Done
