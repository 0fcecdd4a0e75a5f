"""How much memory this machine has, and how much a model needs."""

from __future__ import annotations

import os
from pathlib import Path

from indexes.errors import ModelError

GB = 10**9
REST_BYTES = GB
"""For the page, the embedding model and the engine's own buffers."""

CONTEXT_SHARE = 0.1
"""Of a file's size, for the context of a model that is not in the catalogue: an estimate."""

_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def machine_bytes() -> int | None:
    """The memory that this machine, or the container round us, has; None where it is not told."""
    try:
        installed = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return None
    return min([installed, *(limit for limit in map(_limit, _LIMITS) if limit)])


def needed_bytes(size: int) -> int:
    """What Footnote needs in all with a model file of `size` bytes; an estimate."""
    return round(size * (1 + CONTEXT_SHARE)) + REST_BYTES


def in_gb(count: float) -> str:
    """Bytes as `4.7 GB`, small ones as `98 MB`; both decimal."""
    return f"{count / GB:.1f} GB" if count >= GB else f"{count / 10**6:.0f} MB"


def _limit(path: Path) -> int:
    """The limit in the file in bytes; 0 when there is none."""
    try:
        text = path.read_text(encoding="ascii").strip()
    except OSError:
        return 0
    return int(text) if text.isdecimal() else 0  # `max`: no limit


def require_memory(path: Path, named_by: str, total: int | None = None) -> None:
    """Raise ModelError for a file larger than what this machine could ever give it, before it is
    loaded and everything stands still. named_by: the setting that named it. total: bytes of
    memory; None asks the system.
    """
    total = machine_bytes() if total is None else total
    size = path.stat().st_size
    if total and needed_bytes(size) > total:
        raise ModelError(
            f"{path.name} needs about {in_gb(needed_bytes(size))} of memory and this machine has "
            f"{in_gb(total)}; set {named_by} to a smaller model: `footnote models list` shows some."
        )
