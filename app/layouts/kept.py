"""The preparations that are kept: home/models/prepared/<key>/ with record.json and the GGUF.

A folder appears there whole or not at all. A record that is damaged counts as none.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from app.layouts import identity
from app.layouts.identity import File, Machine
from app.layouts.types import Faith, Prepared, Speed, Trial
from indexes.builds import flush

log = logging.getLogger(__name__)
RECORD = "record.json"
_FORMAT = 1
"""Raised when preparing changes so that older preparations should not be used."""


@dataclass(frozen=True, slots=True)
class Record:
    """A preparation. file: the GGUF beside the record; '' when the model's own is the best.

    model, adapter: what it was made from; adapter None: there was none. size: of `file`, bytes.
    source: where the model was, to know later whose preparation this is. trials: all measured.
    """

    file: str
    size: int
    merged: bool
    layout: str
    decode_threads: int
    source: str
    model: File
    adapter: File | None
    machine: Machine
    trials: tuple[Trial, ...]


def folder(home: Path) -> Path:
    """Where preparations lie."""
    return home / "models" / "prepared"


def key(model: Path, lora: Path | None) -> str:
    """The name of the folder for this model and adapter; raises OSError."""
    parts = [identity.ends(path) for path in (model, lora) if path]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def prepared(model: Path, lora: Path | None, home: Path) -> Prepared | None:
    """What was prepared earlier for this model and adapter, if it still fits; else None.

    Takes milliseconds and does not load llama.cpp. It fits while model and adapter, llama.cpp and
    the processor are the same.
    """
    try:
        place = folder(home) / key(model, lora)
    except OSError:
        return None  # no model, hence nothing prepared for it; whoever loads it says so
    record = read(place)
    if (
        record is None
        or record.machine != identity.machine()
        or not _made_from(record, model, lora)
    ):
        return None
    if not record.file:
        return Prepared(model, record.merged, record.layout, record.decode_threads)
    path = place / record.file
    if not path.is_file() or path.stat().st_size != record.size:
        return None
    return Prepared(path, record.merged, record.layout, record.decode_threads)


def trials(model: Path, lora: Path | None, home: Path) -> tuple[Trial, ...]:
    """What was measured when this model and adapter were last prepared; empty when never."""
    record = read(folder(home) / key(model, lora)) if model.is_file() else None
    return record.trials if record else ()


def _made_from(record: Record, model: Path, lora: Path | None) -> bool:
    if (lora is None) != (record.adapter is None):
        return False
    pairs = ((model, record.model), (lora, record.adapter))
    return all(identity.is_same(path, file) for path, file in pairs if path and file)


def read(place: Path) -> Record | None:
    """The record in a folder; None where there is none, or a damaged one."""
    try:
        text = (place / RECORD).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        log.warning("%s cannot be read (%s); the model is prepared anew.", place / RECORD, error)
        return None
    try:
        return _parsed(text)
    except (ValueError, KeyError, TypeError) as error:
        log.warning("%s is damaged (%r); the model is prepared anew.", place / RECORD, error)
        return None


def _parsed(text: str) -> Record:
    told = json.loads(text)
    if not isinstance(told, dict) or told.pop("format") != _FORMAT:
        raise ValueError("another format")
    told["model"] = File(**told["model"])
    told["adapter"] = File(**told["adapter"]) if told["adapter"] else None
    told["machine"] = Machine(**told["machine"])
    told["trials"] = tuple(
        Trial(
            each["layout"],
            each["size"],
            _speed(each["speed"]["prompt"], each["speed"]["generated"]) if each["speed"] else None,
            Faith(**each["faith"]) if each["faith"] else None,
            each["failure"],
        )
        for each in told["trials"]
    )
    record = Record(**told)
    if record.decode_threads < 1 or Path(record.file).name != record.file:
        raise ValueError("values out of range")
    return record


def _speed(prompt: float, generated: list[list[float]]) -> Speed:
    return Speed(prompt, tuple((int(count), speed) for count, speed in generated))


def keep(making: Path, record: Record, home: Path, name: str) -> None:
    """Put the folder `making`, which holds record.file, in its place as `name`.

    Whatever else was prepared from the same model file and does not fit it any more goes. Raises
    OSError.
    """
    text = json.dumps({"format": _FORMAT} | asdict(record), indent=1)
    (making / RECORD).write_text(text, encoding="utf-8")
    for path in making.iterdir():
        flush(path)
    place = folder(home) / name
    for stale in _stale(home, record):
        shutil.rmtree(stale)
    if place.exists():
        shutil.rmtree(place)
    os.replace(making, place)
    flush(place.parent)


def _stale(home: Path, record: Record) -> list[Path]:
    """Folders of the same model file as it was, and damaged ones."""
    found = []
    for path in folder(home).iterdir():
        if not path.is_dir() or path.name.startswith("."):
            continue
        other = read(path)
        if other is None or (
            other.source == record.source and other.model.whole != record.model.whole
        ):
            found.append(path)
    return found
