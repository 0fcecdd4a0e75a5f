"""The engine's process with too little memory: `python -m tests.bad_days.cramped`."""

from __future__ import annotations

import resource

from app.engine.server import main

ROOM = 180_000_000
"""Bytes of addresses beyond those of the interpreter: llama.cpp itself fits, a model does not."""

if __name__ == "__main__":
    import llama_cpp  # noqa: F401  loaded while there is room

    with open("/proc/self/statm", encoding="ascii") as told:
        used = int(told.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + ROOM, used + ROOM))
    main()
