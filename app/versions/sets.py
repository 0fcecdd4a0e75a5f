"""A set of versions: everything that makes an answer what it is, but for the library.

The index build is no part of a set: it changes with every document, an answer names it beside the
set (`Answer.build_id`), and a library cannot be brought back as a setting can. Which builds a set
has answered from is kept with the set (`app.versions.registry`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from app.settings import Settings

Setting = str | int | float

FILES = ("model", "lora", "larger_model", "embedding_model", "reranker")
"""Settings that name a file or a model. Their parts are its name and checksum, so that a set stays
the same one where the file lies elsewhere."""

PATHS = frozenset({"model", "lora", "larger_model", "embedding_model"})
"""Those that start from home where they are relative."""

PLAIN = (
    "prompt", "base_url", "long_question_words", "reader", "context_tokens", "evidence_tokens",
    "answer_tokens", "answer_seconds", "temperature", "seed", "embedding_precision",
    "embedding_backend", "fusion", "hits",
)  # fmt: skip
"""Other settings that change what is answered."""

UNTOLD = frozenset({"prompt", "embedding_precision"})
"""Of those, what parts of their own tell more exactly."""


@dataclass(frozen=True, slots=True)
class VersionSet:
    """parts: (name, value), in the order in which they are shown; settings: what brings it back, as
    written, paths below home relative to it.
    """

    parts: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, Setting], ...] = ()

    @property
    def id(self) -> str:
        """12 hex digits of SHA-256 over the parts as JSON."""
        return hashlib.sha256(json.dumps(self.parts).encode()).hexdigest()[:12]

    def part(self, name: str) -> str:
        """The part's value; '' where the set has none of that name."""
        return dict(self.parts).get(name, "")


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that two sets have otherwise; '' where a set has none of it."""

    name: str
    before: str
    after: str


def differences(before: VersionSet, after: VersionSet) -> tuple[Difference, ...]:
    """What parts two sets, in the order of their parts."""
    old, new = dict(before.parts), dict(after.parts)
    return tuple(
        Difference(name, old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys([*old, *new])
        if old.get(name, "") != new.get(name, "")
    )


def answering(settings: Settings) -> Iterator[tuple[str, Setting]]:
    """The settings that change answers, as a set keeps them."""
    known = {each.name for each in fields(Settings)}
    for name in (*FILES, *PLAIN):
        if name in known:
            value = getattr(settings, name)
            yield name, portable(value, settings.home) if name in PATHS else value


def portable(value: Setting, home: Path) -> Setting:
    """A path below home as a path from there, whatever else as it is."""
    if not isinstance(value, str) or not Path(value).is_absolute():
        return value
    path, root = Path(value), home.absolute()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else value
