"""Rules of settings that hold several values, with commas between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from app.setting_rules import Value
from indexes.weights import MOST, NAMES, weights

TRACKERS = ("mlflow", "wandb", "clearml")


@dataclass(frozen=True, slots=True)
class Price:
    """Of a million tokens, in one currency for all. read: of prompts. written: of answers."""

    read: float
    written: float


def prices(text: str) -> dict[str, Price]:
    """What the setting `prices` says, by the model's label. Raises ValueError for what is none."""
    found = {}
    for name, value in pairs(text):
        read, written = (float(each) for each in value.split("/"))
        if not (isfinite(read) and isfinite(written) and read >= 0 and written >= 0):
            raise ValueError(f"{value!r} is no price")
        found[name] = Price(read, written)
    return found


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """`name=value` parts in order. Raises ValueError for a part without a name or a value."""
    for part in filter(None, map(str.strip, text.split(","))):
        name, equals, value = part.rpartition("=")
        if not (equals and name.strip() and value.strip()):
            raise ValueError(f"{part!r} is not name=value")
        yield name.strip(), value.strip()


@dataclass(frozen=True, slots=True)
class Prices:
    """`model=read/written` parts, or empty."""

    @property
    def allowed(self) -> str:
        return "parts such as `openai:gpt-4o-mini=0.15/0.60` with commas between, or empty"

    def parsed(self, text: str) -> object:
        return text

    def typed(self, value: object, folder: Path) -> Value | None:
        if not isinstance(value, str):
            return None
        try:
            prices(value)
        except ValueError:
            return None
        return value.strip()


@dataclass(frozen=True, slots=True)
class Headers:
    """`name=value` parts, or empty."""

    @property
    def allowed(self) -> str:
        return "parts such as `authorization=Basic abc` with commas between, or empty"

    def parsed(self, text: str) -> object:
        return text

    def typed(self, value: object, folder: Path) -> Value | None:
        if not isinstance(value, str) or not value.isprintable():
            return None
        try:
            headers(value)
        except ValueError:
            return None
        return value.strip()


def headers(text: str) -> dict[str, str]:
    """What the setting `otlp_headers` says. Raises ValueError for a part that is no header.

    A value may hold `=`, as those in base64 do; a name cannot.
    """
    found = {}
    for part in filter(None, map(str.strip, text.split(","))):
        name, equals, value = part.partition("=")
        if not (equals and name.strip() and value.strip()):
            raise ValueError(f"{part!r} is not name=value")
        found[name.strip()] = value.strip()
    return found


@dataclass(frozen=True, slots=True)
class Trackers:
    """Names of trackers, or empty."""

    @property
    def allowed(self) -> str:
        return f"some of {', '.join(TRACKERS)} with commas between, or empty"

    def parsed(self, text: str) -> object:
        return text

    def typed(self, value: object, folder: Path) -> Value | None:
        if not isinstance(value, str):
            return None
        names = [each.strip().lower() for each in value.split(",") if each.strip()]
        return ",".join(names) if set(names) <= set(TRACKERS) else None


@dataclass(frozen=True, slots=True)
class Fusion:
    """Weights of the searches, or empty."""

    @property
    def allowed(self) -> str:
        return f"some of {', '.join(NAMES)} as `name=value`, 0 to {MOST:g}, or empty"

    def parsed(self, text: str) -> object:
        return text

    def typed(self, value: object, folder: Path) -> Value | None:
        if not isinstance(value, str):
            return None
        try:
            weights(value)
        except ValueError:
            return None
        return value.strip()
