"""The client's side of a worker: started when it is needed, and again when it was lost."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Generator
from pathlib import Path

from app.engine import wire
from app.engine.process import HANG_S, Process, Pulse, Replies
from app.engine.turns import SIGN_OF_LIFE_S, Turns
from app.engine.types import Again, Event, Order, Piece, Read, Spec
from app.engine.wire import Reply
from indexes.errors import EngineError, ModelError

log = logging.getLogger(__name__)

SERVER = "app.engine.server"
LOAD_S = 600.0
"""Longest wall time of loading a model, which may come from a slow disk."""

GRACE_S = 10.0
"""A worker that is silent for so much longer than it should is ended."""


class Worker:
    """One model in a process of its own. May be shared between threads; they take turns."""

    def __init__(self, spec: Spec, most_waiting: int = 64, server: str = SERVER) -> None:
        """server: the module that is run."""
        self.spec = spec
        self._server = server
        self._turns = Turns(1, most_waiting)
        self._lock = threading.Lock()
        self._process: Process | None = None

    def start(self) -> None:
        """Load the model, if it is not; returns when it is ready. Raises ModelError."""
        self._running()

    @property
    def pid(self) -> int:
        """The process's id; 0 while there is none."""
        process = self._process
        return process.pid if process else 0

    @property
    def waiting(self) -> int:
        """How many orders wait for their turn."""
        return self._turns.waiting()

    def tokens(self, text: str) -> int:
        """How many tokens a text has; also while an answer is written. Raises as `ask` does."""
        for _ in (1, 2):
            process = self._running()
            number, replies = process.begin()
            process.send(wire.count_request(number, text))
            try:
                reply = replies.get(timeout=HANG_S)
            except queue.Empty:
                log.warning("The chat model's process hangs; it is ended.")
                process.end()
                reply = None
            process.forget(number)
            if reply is not None:
                wire.event_of(reply)
                return reply["count"]
        raise EngineError(self._given_up())

    def ask(self, order: Order, asker: str = "") -> Generator[Event]:
        """Write an answer when its turn has come. Closing the generator stops the model at once.

        Events come at least every SIGN_OF_LIFE_S seconds, so that whoever listens can close it.
        Again is followed by the whole answer anew: the process was lost and is there again. Raises
        BusyError when too many wait, PromptError, ModelError when the model cannot be loaded, and
        EngineError when the process is lost twice or the answer takes too long.
        """
        with self._turns.take(asker) as turn:
            for _ in turn.waits():
                yield Read(0, 0)
            if (yield from self._written(order)):
                return
            log.warning("The process of the chat model was lost; the question is asked again.")
            yield Again()
            if not (yield from self._written(order)):
                raise EngineError(self._given_up())

    def close(self) -> None:
        """End the process; the next order starts another."""
        with self._lock:
            if self._process:
                self._process.end()
                self._process = None

    def _written(self, order: Order) -> Generator[Event, None, bool]:
        """One attempt; returns whether the answer came to its end."""
        process = self._running()
        number, replies = process.begin()
        process.send(wire.ask_request(number, order))
        deadline, late = time.monotonic() + order.seconds, False
        alive: Event = Read(0, 0)
        pulse = Pulse(process)
        is_open = True
        try:
            while is_open:
                if not late and time.monotonic() > deadline:
                    late = True
                    process.send(wire.stop_request(number))
                try:
                    reply = replies.get(timeout=SIGN_OF_LIFE_S)
                except queue.Empty:
                    if time.monotonic() > deadline + GRACE_S or not pulse.is_felt():
                        log.warning("The chat model's process hangs; it is ended.")
                        process.end()
                    yield alive
                    continue
                pulse.rest()
                is_open = reply is not None and not ("done" in reply or "failed" in reply)
                if late and (reply is None or "failed" in reply):
                    raise EngineError(_too_late(order))
                if reply is None:
                    return False
                if event := _told(reply, process):
                    alive = Piece("") if isinstance(event, Piece) else event
                    yield event
            return True
        finally:
            if is_open:
                self._stop(process, number, replies)
            pulse.rest()
            process.forget(number)

    def _stop(self, process: Process, number: int, replies: Replies) -> None:
        """Stop an order and wait until the worker has let go of it."""
        process.send(wire.stop_request(number))
        end = time.monotonic() + GRACE_S
        while True:
            try:
                reply = replies.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                log.warning("The chat model did not stop; its process is ended.")
                process.end()
                return
            if reply is None or "failed" in reply or "done" in reply:
                return

    def _running(self) -> Process:
        """The process, with the model loaded."""
        with self._lock:
            if self._process and self._process.lost:
                self._process.end()
                self._process = None
            if self._process is None:
                process = Process(self._server)
                try:
                    self._load(process)
                except BaseException:
                    process.end()
                    raise
                self._process = process
            return self._process

    def _load(self, process: Process) -> None:
        number, replies = process.begin()
        process.send(wire.load_request(number, self.spec))
        name = Path(self.spec.model).name
        try:
            reply = replies.get(timeout=LOAD_S)
        except queue.Empty:
            raise ModelError(
                f"{name} was not loaded within {LOAD_S:.0f} s; put it on a faster disk or choose a "
                "smaller model."
            ) from None
        process.forget(number)
        if reply is None:
            raise ModelError(
                f"llama.cpp {process.death()} while it loaded {name}: the file is damaged, or "
                "needs more memory than there is; run `footnote doctor`."
            )
        wire.event_of(reply)
        log.info("%s runs %s.", name, reply["loaded"])

    def _given_up(self) -> str:
        return (
            f"The process of {Path(self.spec.model).stem} ended twice during this question, "
            "probably for want of memory; ask again, or run `footnote doctor`."
        )


def _told(reply: Reply, process: Process) -> Event | None:
    """The event in a message. A process that tells that its model is no good is ended: files may
    be mended until the next order.
    """
    try:
        return wire.event_of(reply)
    except ModelError:
        process.end()
        raise


def _too_late(order: Order) -> str:
    return (
        f"The model did not finish within {order.seconds:.0f} s; ask for less, choose a smaller "
        "model, or raise FOOTNOTE_ANSWER_SECONDS."
    )
