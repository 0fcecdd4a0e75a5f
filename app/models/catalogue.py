"""The catalogue: a few good instruct models, from the packaged one to 14 billion parameters."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("catalogue.toml")

DEFAULT_NAME = "smollm2-135m"
"""The packaged model, which is always there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One model of the catalogue.

    repository: on the hub, as `owner/repository`; '' for the packaged one. file: its path in the
    repository. size: bytes. memory_gb: what Footnote needs in all with this model and 4,096 tokens
    of context, in 10^9 bytes. licence: its SPDX name in lower case. commercial: whether commercial
    use is free. context: tokens. approximate: the size is rounded.
    """

    name: str
    about: str
    repository: str
    file: str
    size: int
    memory_gb: float
    licence: str
    commercial: bool
    context: int
    languages: str
    approximate: bool = False


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every entry, the one that needs least memory first."""
    with FILE.open("rb") as file:
        return tuple(Entry(name=name, **fields) for name, fields in tomllib.load(file).items())


def entry(name: str) -> Entry | None:
    """The entry of this name, in upper or lower case."""
    return next((each for each in catalogue() if each.name == name.lower()), None)
