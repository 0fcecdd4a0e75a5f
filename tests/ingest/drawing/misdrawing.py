"""A server whose drawing processes misbehave as the file's name tells them."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from indexes.errors import ReadError
from ingest.drawing.types import Request
from ingest.sandbox.limits import Limits
from ingest.sandbox.server import main

HEAD = b'{"width": 10, "height": 10, "places": []}\n'
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
ANSWERS = {
    "good": HEAD + PNG + b"\x00\x00\x00\x05\x00\x00\x00\x05",
    "script": HEAD + b"<svg onload='alert(1)'>",
    "huge": HEAD + PNG + b"\x00\xff\xff\xff\x00\x00\x00\x05",
    "lie": json.dumps({"width": "wide"}).encode() + b"\n" + PNG,
    "nowhere": b'{"width": 10, "height": 10, "places": [null]}\n' + PNG + b"\x00" * 8,
    "empty": b"",
}


def work(request: Request, begin: Callable[[int, int], None], limits: Limits) -> bytes:
    deed = Path(request["path"]).name
    if deed == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if deed == "hang":
        time.sleep(60)
    if deed == "spin":
        while True:
            pass
    if deed == "hoard":
        return bytes(10**10)
    if deed == "refuse":
        raise ReadError("the file is damaged")
    return ANSWERS[deed]


if __name__ == "__main__":
    main(work)
