"""What a preparation was made from and for: files by size, time and digest, and this machine."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from app import cpu

_END = 1 << 20
"""Bytes at each end of a file that are looked at every time."""


@dataclass(frozen=True, slots=True)
class File:
    """A file's identity. ends, whole: SHA-256 of its first and last MB with its size, and of all.

    modified: nanoseconds, as the file system has it.
    """

    size: int
    modified: int
    ends: str
    whole: str


@dataclass(frozen=True, slots=True)
class Machine:
    """What the speeds were measured with. llama: version of llama-cpp-python. build: SHA-256 of
    the sizes and times of its libraries. cpu: of the processor's name and features.
    """

    llama: str
    build: str
    cpu: str
    cores: int


def ends(path: Path) -> str:
    """SHA-256 of size, first and last MB: a few milliseconds. Raises OSError."""
    with path.open("rb") as handle:
        size = path.stat().st_size
        digest = hashlib.sha256(f"{size}\n".encode())
        digest.update(handle.read(_END))
        handle.seek(max(0, size - _END))
        digest.update(handle.read(_END))
    return digest.hexdigest()


def whole(path: Path) -> str:
    """SHA-256 of a file: about a second for each GB. Raises OSError."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def of_file(path: Path) -> File:
    """The identity of a file; raises OSError."""
    status = path.stat()
    return File(status.st_size, status.st_mtime_ns, ends(path), whole(path))


def is_same(path: Path, known: File) -> bool:
    """Whether `path` still is that file; reads all of it only where its time alone has changed."""
    try:
        status = path.stat()
        if status.st_size != known.size or ends(path) != known.ends:
            return False
        return status.st_mtime_ns == known.modified or whole(path) == known.whole
    except OSError:
        return False  # gone, or not ours to read: not that file


def machine() -> Machine:
    """This machine, told without loading llama.cpp."""
    processor = cpu.read()
    told = [processor.name, processor.system, processor.machine, *sorted(processor.features)]
    return Machine(_version(), _build(), _digest(told), processor.cores)


def _version() -> str:
    try:
        return metadata.version("llama-cpp-python")
    except metadata.PackageNotFoundError:
        return ""


def _build() -> str:
    spec = importlib.util.find_spec("llama_cpp")
    if spec is None or not spec.origin:
        return ""
    libraries = sorted((Path(spec.origin).parent / "lib").glob("*"))
    states = [(path.name, path.stat()) for path in libraries if path.is_file()]
    return _digest([f"{name} {state.st_size} {state.st_mtime_ns}" for name, state in states])


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
