"""The models under FOOTNOTE_HOME: where each lies, and what is known of where it came from."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from indexes.errors import ModelError

FOLDER = "models"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""What a model kept under FOOTNOTE_HOME may be called."""


@dataclass(frozen=True, slots=True)
class Record:
    """Where a pulled model came from. size: bytes. licence: '' when its card states none.

    revision: the commit on the hub. pulled_at: ISO 8601 with its zone.
    """

    name: str
    repository: str
    file: str
    revision: str
    sha256: str
    size: int
    licence: str
    pulled_at: str


def folder(home: Path) -> Path:
    """Where pulled models lie; it need not exist."""
    return home / FOLDER


def model_path(home: Path, name: str) -> Path:
    """Where the model of this name lies once it is here."""
    return folder(home) / f"{name}.gguf"


def kept(home: Path) -> Iterator[Path]:
    """The model files here, pulled or copied in by hand, by name."""
    if folder(home).is_dir():
        yield from sorted(path for path in folder(home).glob("*.gguf") if path.is_file())


def read_record(model: Path) -> Record | None:
    """What is known of a model file; None for one that was not pulled.

    Raises ModelError when the record beside it is damaged.
    """
    path = record_path(model)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Record(**{each.name: content[each.name] for each in fields(Record)})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{path} cannot be read ({error}); delete it, and pull the model again."
        ) from error


def write_record(model: Path, record: Record) -> None:
    """Keep a record beside its model file; it is there whole or not at all."""
    path = record_path(model)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(json.dumps(asdict(record), indent=2) + "\n", encoding="utf-8")
    beside.replace(path)


def record_path(model: Path) -> Path:
    """Where the record of a model file lies."""
    return model.with_suffix(".json")
