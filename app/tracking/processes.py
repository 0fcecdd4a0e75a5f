"""Which process keeps a run, so that one that has gone is known."""

from __future__ import annotations

import os
from pathlib import Path

_STARTED = 19
"""Place of the start, in ticks since boot, after the name in `/proc/PID/stat` (proc(5))."""


def identity(pid: int) -> str:
    """Names a process, on Linux also after its number has gone to another one."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return f"{pid} "
    return f"{pid} {stat.rpartition(')')[2].split()[_STARTED]}"


def lives(process: str) -> bool:
    """Whether the process of this identity is still there."""
    pid = int(process.partition(" ")[0])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is there, and somebody else's
    return identity(pid) == process
