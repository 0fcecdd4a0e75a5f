"""One pipeline in a process of its own: a line of JSON in, a line of JSON out.

`python -m benchmarks.worker tutorial` or `footnote`; `benchmarks.process` starts it. Settings come
from the environment. Whatever a library prints goes to stderr, so that stdout holds replies alone.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import TextIO

from app import settings
from benchmarks.engine_machine import cpu_s, family, peak_bytes
from benchmarks.messages import Pipeline, Request, Response

NAMES = ("tutorial", "footnote")


def opened(name: str) -> Pipeline:
    """Return the pipeline called `name`; only its own libraries are imported."""
    if name == "tutorial":
        from benchmarks.tutorial import Tutorial

        return Tutorial(settings.load())
    from benchmarks.footnote import FootnotePipeline

    return FootnotePipeline(settings.load())


def answered(pipeline: Pipeline, request: Request) -> Response:
    """Do what `request` asks; `serve` fills in what it cost."""
    response = Response(
        cpu_s=0.0,
        wall_s=0.0,
        peak_bytes=0,
        characters=0,
        pieces=[],
        text="",
        abstained=False,
        first_token_s=None,
    )
    if request["verb"] == "warm":
        pipeline.warm()
    elif request["verb"] == "ingest":
        response["characters"] = pipeline.ingest([Path(file) for file in request["files"]])
    elif request["verb"] == "search":
        found = pipeline.search(request["text"])
        response["pieces"] = [{"document": p.document, "text": p.text} for p in found]
    elif request["verb"] == "ask":
        reply = pipeline.ask(request["text"])
        response["text"], response["abstained"] = reply.text, reply.abstained
        response["first_token_s"] = reply.first_token_s
    return response


def serve(name: str, requests: TextIO, replies: TextIO) -> None:
    """Answer requests until one says `end`. The first also pays for opening the pipeline."""
    pipeline: Pipeline | None = None
    for line in requests:
        request: Request = json.loads(line)
        cpu, wall = _cpu_seconds(), time.perf_counter()
        pipeline = pipeline or opened(name)
        response = answered(pipeline, request)
        response["wall_s"] = time.perf_counter() - wall
        response["cpu_s"] = _cpu_seconds() - cpu
        response["peak_bytes"] = _peak_bytes()
        replies.write(json.dumps(response) + "\n")
        replies.flush()
        if request["verb"] == "end":
            return


def _cpu_seconds() -> float:
    """Of this process and its children, those that still run included."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return cpu_s(family(os.getpid())) + children.ru_utime + children.ru_stime


def _peak_bytes() -> int:
    """Largest resident memory, this process's and its children's added up."""
    return sum(peak_bytes(each) for each in family(os.getpid()))


def main() -> None:
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(sys.argv[1], sys.stdin, replies)


if __name__ == "__main__":
    main()
