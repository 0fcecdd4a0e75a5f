"""What the process of a tracker is told: one line of JSON for each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from app.tracking.types import Setting


@dataclass(frozen=True, slots=True)
class Start:
    """The first: a run begins."""

    kind: str
    name: str
    settings: Mapping[str, Setting]
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Log:
    """Figures. step: None where they belong to the whole run."""

    figures: Mapping[str, float]
    step: int | None


@dataclass(frozen=True, slots=True)
class File:
    """A file to keep. path: absolute."""

    path: str


@dataclass(frozen=True, slots=True)
class End:
    """The last: the run is over."""

    status: str


Message = Start | Log | File | End

_TYPES: dict[str, type[Start] | type[Log] | type[File] | type[End]] = {
    each.__name__: each for each in (Start, Log, File, End)
}


def encoded(message: Message) -> bytes:
    """One line, with its end."""
    return json.dumps({type(message).__name__: asdict(message)}).encode() + b"\n"


def decoded(line: bytes) -> Message:
    """The message of a line. Raises ValueError, KeyError or TypeError for what is none."""
    ((name, fields),) = json.loads(line).items()
    return _TYPES[name](**fields)
