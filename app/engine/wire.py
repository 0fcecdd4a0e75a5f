"""Messages between the engine's client and its worker: JSON objects, each behind its length.

To the worker go a `Request`'s, from it come a `Reply`'s; they are sent with `send_bytes`.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from dataclasses import asdict
from typing import Literal, NotRequired, TypedDict

from app.engine.types import Done, Event, Order, Piece, Read, Spec
from indexes.errors import EngineError, FootnoteError, ModelError, PromptError
from ingest.sandbox.wire import receive

MOST_BYTES = 64_000_000
"""Longest message: far more than any model's context."""

Kind = Literal["model", "prompt", "engine", "stopped"]
_ERRORS: dict[str, type[FootnoteError]] = {
    "model": ModelError,
    "prompt": PromptError,
    "engine": EngineError,
}


class SpecJson(TypedDict):
    """A `Spec` on its way."""

    model: str
    lora: str
    context_tokens: int
    gpu_layers: int
    read_threads: int
    write_threads: int
    named_by: str
    layout: str
    merged: bool


class OrderJson(TypedDict):
    """An `Order` on its way."""

    messages: Sequence[tuple[str, str]]
    answer_tokens: int
    temperature: float
    seed: int
    stop: Sequence[str]
    grammar: str
    seconds: float
    looks_up: bool


class DoneJson(TypedDict):
    """A `Done` on its way."""

    prompt_tokens: int
    cached_tokens: int
    answer_tokens: int
    guessed_tokens: int
    read_ms: float
    write_ms: float
    cpu_ms: float


class Request(TypedDict):
    """One request. text: for `count`."""

    id: int
    verb: Literal["load", "ask", "count", "stop"]
    text: NotRequired[str]
    spec: NotRequired[SpecJson]
    order: NotRequired[OrderJson]


class Reply(TypedDict):
    """`read` (done, total), `piece`, `done`, `count`, `loaded` or `failed` (kind, sentence)."""

    id: int
    read: NotRequired[tuple[int, int]]
    piece: NotRequired[str]
    done: NotRequired[DoneJson]
    count: NotRequired[int]
    loaded: NotRequired[str]
    failed: NotRequired[tuple[Kind, str]]


def load_request(number: int, spec: Spec) -> bytes:
    """Load this; answered by `loaded`."""
    return _packed(number, verb="load", spec=asdict(spec))


def ask_request(number: int, order: Order) -> bytes:
    """Write this answer; answered by events."""
    return _packed(number, verb="ask", order=asdict(order))


def count_request(number: int, text: str) -> bytes:
    """Count the tokens of this; answered by `count`."""
    return _packed(number, verb="count", text=text)


def stop_request(number: int) -> bytes:
    """Stop the request of this number, which then ends with `failed`."""
    return _packed(number, verb="stop")


def spec_of(request: Request) -> Spec:
    """What `load_request` was given."""
    return Spec(**request["spec"])


def order_of(request: Request) -> Order:
    """What `ask_request` was given."""
    order = request["order"]
    return Order(
        messages=tuple((role, text) for role, text in order["messages"]),
        answer_tokens=order["answer_tokens"],
        temperature=order["temperature"],
        seed=order["seed"],
        stop=tuple(order["stop"]),
        grammar=order["grammar"],
        seconds=order["seconds"],
        looks_up=order["looks_up"],
    )


def told(number: int, event: Read | Piece | Done) -> bytes:
    """The message that tells an event."""
    if isinstance(event, Read):
        return _packed(number, read=(event.done, event.total))
    if isinstance(event, Piece):
        return _packed(number, piece=event.text)
    return _packed(number, done=asdict(event))


def counted(number: int, count: int) -> bytes:
    """The answer to `count`."""
    return _packed(number, count=count)


def loaded(number: int, placed: str) -> bytes:
    """The answer to `load`. placed: where the model runs, as a part of a sentence."""
    return _packed(number, loaded=placed)


def failed(number: int, kind: Kind, sentence: str) -> bytes:
    """What ends a request that was not fulfilled."""
    return _packed(number, failed=(kind, sentence))


def event_of(reply: Reply) -> Event | None:
    """The event in a message; None for one that holds none. Raises the failure that it tells."""
    if "failed" in reply:
        kind, sentence = reply["failed"]
        raise _ERRORS.get(kind, EngineError)(sentence)
    if "read" in reply:
        return Read(*reply["read"])
    if "piece" in reply:
        return Piece(reply["piece"])
    if "done" in reply:
        return Done(**reply["done"])
    return None


def received(source: socket.socket) -> bytes | None:
    """The next message's JSON, None when the other side is gone. Raises ValueError."""
    return receive(source, MOST_BYTES)


def _packed(number: int, **what: object) -> bytes:
    """One message; the TypedDicts say what `what` may be."""
    return json.dumps({"id": number, **what}, separators=(",", ":")).encode("ascii")
