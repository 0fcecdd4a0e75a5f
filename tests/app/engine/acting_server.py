"""A worker's process without a model: it does what the last message of an order says.

`python -m tests.app.engine.acting_server`. `say WORDS` says them; `die FILE` says one word and ends
if FILE exists, which it then removes, else says `back`; `die always` ends each time; `hang` is
silent until it is killed; `slow` says a word every 50 ms until it is stopped; `ponder SECONDS` is
silent but counts; `damaged` finds that of its model. The text `unheard` is never counted.
"""

from __future__ import annotations

import json
import os
import queue
import socket
import sys
import threading
from pathlib import Path

from app.engine import wire
from app.engine.types import Done, Piece, Read
from app.engine.wire import Request
from ingest.sandbox.wire import send_bytes

_DONE = Done(7, 3, 2, 0, 1.0, 2.0, 2.5)
_REFUSALS: dict[str, tuple[wire.Kind, str]] = {
    "refuse": ("prompt", "The prompt is too long; shorten it."),
    "damaged": ("model", "The model is damaged; download it again."),
}


class Acting:
    def __init__(self) -> None:
        self.link = socket.socket(fileno=os.dup(0))
        self.work: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self.stopped = threading.Event()
        self.ponders = False

    def listen(self) -> None:
        while data := wire.received(self.link):
            request: Request = json.loads(data)
            if request["verb"] == "stop":
                self.stopped.set()
            elif request["verb"] == "count" and self.ponders:
                self.send(wire.counted(request["id"], 0))
            else:
                self.work.put(request)
        os._exit(0)

    def act(self) -> None:
        while True:
            request = self.work.get()
            number = request["id"]
            if request["verb"] == "load":
                if "missing" in wire.spec_of(request).model:
                    self.send(wire.failed(number, "model", "There is no such model; choose one."))
                elif "crashing" in wire.spec_of(request).model:
                    os.abort()
                else:
                    self.send(wire.loaded(number, "on the stage"))
            elif request["verb"] == "count" and request["text"] == "unheard":
                pass
            elif request["verb"] == "count":
                self.send(wire.counted(number, len(request["text"].split())))
            else:
                self.stopped.clear()
                self.answer(number, wire.order_of(request).messages[-1][1])

    def answer(self, number: int, text: str) -> None:
        verb, _, rest = text.partition(" ")
        self.send(wire.told(number, Read(3, 7)))
        if verb == "say":
            for word in rest.split():
                self.send(wire.told(number, Piece(word)))
        elif verb == "die":
            self.die(number, rest)
        elif verb == "hang":
            threading.Event().wait()
        elif verb == "ponder":
            self.ponders = True
            threading.Event().wait(float(rest))
            self.send(wire.told(number, Piece("done")))
        elif verb == "slow":
            self.drawl(number)
            return
        elif verb in _REFUSALS:
            self.send(wire.failed(number, *_REFUSALS[verb]))
            return
        self.send(wire.told(number, _DONE))

    def drawl(self, number: int) -> None:
        while not self.stopped.wait(0.05):
            self.send(wire.told(number, Piece("word")))
        self.send(wire.failed(number, "stopped", "The answer was stopped."))

    def die(self, number: int, rest: str) -> None:
        self.send(wire.told(number, Piece("gone")))
        if rest == "always":
            os._exit(3)
        if Path(rest).exists():
            Path(rest).unlink()
            os._exit(3)
        self.send(wire.told(number, Piece("back")))

    def send(self, data: bytes) -> None:
        send_bytes(self.link, data)


if __name__ == "__main__":
    sys.stdout.flush()
    acting = Acting()
    threading.Thread(target=acting.listen, daemon=True).start()
    acting.act()
