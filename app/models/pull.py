"""Fetches a model from the hub into FOOTNOTE_HOME/models and verifies it."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.catalogue import DEFAULT_NAME, entry
from app.models.files import check_gguf
from app.models.memory import in_gb
from app.models.names import SUFFIX, known_names, nearest
from app.models.records import NAME, Record, folder, model_path, read_record, write_record
from indexes.errors import ModelError

if TYPE_CHECKING:
    from app.models.hub import Stated

SPARE_BYTES = 100 * 10**6
"""Left free on the disk besides the file."""

BLOCK_BYTES = 1 << 22
_SPLIT = re.compile(r"-\d{5}-of-\d{5}\.gguf$", re.IGNORECASE)

Tell = Callable[[int, int, str], None]
"""Hears done and total in bytes, and what is being done: `fetching NAME` or `checking NAME`."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file on the hub, and what it is called here."""

    name: str
    repository: str
    file: str


@dataclass(frozen=True, slots=True)
class Pulled:
    """A model that is here. fresh: it was not before."""

    path: Path
    record: Record
    fresh: bool


def source(text: str, home: Path) -> Source:
    """Where `text` lies: a name of the catalogue, or OWNER/REPOSITORY/FILE.gguf on the hub.

    Raises ModelError when it is neither, or is the packaged model.
    """
    listed = entry(text)
    if listed is not None and listed.repository:
        return Source(listed.name, listed.repository, listed.file)
    if listed is not None:
        raise ModelError(f"{DEFAULT_NAME} is packaged with Footnote: it is here already.")
    owner, _, rest = text.partition("/")
    repository, _, file = rest.partition("/")
    if not (owner and repository and file.lower().endswith(SUFFIX)):
        raise ModelError(
            f"{text!r} is not in the catalogue; the nearest one is "
            f"{nearest(text, known_names(home))}. Anything else is pulled as "
            "OWNER/REPOSITORY/FILE.gguf."
        )
    if _SPLIT.search(file):
        raise ModelError(f"{file} is one of several parts; choose a file that is in one piece.")
    name = Path(file).stem
    if not NAME.fullmatch(name) or ".." in file:
        raise ModelError(f"{file!r} is no name that a file can have here; download it by hand.")
    return Source(name, f"{owner}/{repository}", file)


def pull(text: str, home: Path, tell: Tell) -> Pulled:
    """Fetch the model that `text` names, or find it here. home: setting home.

    What came before an interruption is gone on with. Raises ModelError with a remedy when it cannot
    be had; KeyboardInterrupt passes, and leaves the part.
    """
    from app.models.hub import stated  # a second of imports, which other verbs need not pay

    wanted = source(text, home)
    path = model_path(home, wanted.name)
    if path.is_file():
        return _found(path, wanted)
    told = stated(wanted.repository, wanted.file)
    folder(home).mkdir(parents=True, exist_ok=True)
    part = folder(home) / f"{wanted.name}.{told.sha256[:12]}.part"
    with _alone(part, wanted.name):
        _fetch(told, wanted.name, part, tell)
        _verify(part, told.sha256, wanted.name, tell)
        record = Record(
            name=wanted.name,
            repository=told.repository,
            file=told.file,
            revision=told.revision,
            sha256=told.sha256,
            size=told.size,
            licence=told.licence,
            pulled_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        write_record(path, record)
        part.replace(path)
    for stale in parts(home, wanted.name):  # of revisions that the hub no longer offers
        stale.unlink()
    return Pulled(path, record, fresh=True)


def parts(home: Path, name: str) -> list[Path]:
    """What was left of interrupted pulls of this model."""
    pattern = re.compile(rf"{re.escape(name)}\.[0-9a-f]{{12}}\.part")
    return [path for path in folder(home).glob("*.part") if pattern.fullmatch(path.name)]


def _found(path: Path, wanted: Source) -> Pulled:
    record = read_record(path)
    if record is None or (record.repository, record.file) != (wanted.repository, wanted.file):
        raise ModelError(
            f"There is another model called {wanted.name} here ({path}); remove it with "
            f"`footnote models remove {wanted.name}`, then pull."
        )
    check_gguf(path, "model")
    return Pulled(path, record, fresh=False)


def _fetch(told: Stated, name: str, part: Path, tell: Tell) -> None:
    from app.models.hub import fetch

    have = part.stat().st_size
    if have > told.size:
        part.write_bytes(b"")
        have = 0
    free = shutil.disk_usage(part.parent).free
    if free < told.size - have + SPARE_BYTES:
        raise ModelError(
            f"{name} needs {in_gb(told.size - have + SPARE_BYTES)} more on the disk of "
            f"{part.parent}, which has {in_gb(free)} free; make room and run the same again."
        )
    tell(have, told.size, f"fetching {name}")
    try:
        fetch(told, part, lambda done: tell(done, told.size, f"fetching {name}"))
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = "the disk is full" if full else error.strerror or "the stream ended early"
        raise ModelError(
            f"{name} could not be fetched to the end ({reason}); "
            f"{'make room and ' if full else ''}run the same again. What has come so far is kept."
        ) from error


def _verify(part: Path, sha256: str, name: str, tell: Tell) -> None:
    """Raise ModelError, and delete the part, when it is not the file that the hub states."""
    total, done, digest = part.stat().st_size, 0, hashlib.sha256()
    with part.open("rb") as handle:
        while block := handle.read(BLOCK_BYTES):
            digest.update(block)
            done += len(block)
            tell(done, total, f"checking {name}")
    if digest.hexdigest() != sha256:
        part.unlink()
        raise ModelError(
            f"What came as {name} is not the file that the hub states (its SHA-256 differs), and "
            "was deleted; pull it again."
        )
    try:
        check_gguf(part, "model")
    except ModelError:
        part.unlink()
        raise


@contextmanager
def _alone(part: Path, name: str) -> Iterator[None]:
    """Hold the part against other processes; the lock goes with the process."""
    with part.open("ab") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ModelError(f"{name} is being pulled by another process; wait for it.") from error
        yield
