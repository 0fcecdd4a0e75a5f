"""What a setting may be: one small rule for each kind of value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from app.models.names import form

Value = str | int | float | Path


class Rule(Protocol):
    """Decides whether a value will do, and brings it into its setting's type."""

    @property
    def allowed(self) -> str:
        """What may be set, in words that follow "it must be"."""
        ...

    def parsed(self, text: str) -> object:
        """What a variable's text stands for; text that cannot be read is returned as it is."""
        ...

    def typed(self, value: object, folder: Path) -> Value | None:
        """`value` in the setting's type, or None when it will not do.

        folder: where a relative path starts.
        """
        ...


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from low to high, both included."""

    low: int
    high: int

    @property
    def allowed(self) -> str:
        return f"a whole number from {self.low} to {self.high}"

    def parsed(self, text: str) -> object:
        try:
            return int(text)
        except ValueError:
            return text

    def typed(self, value: object, folder: Path) -> Value | None:
        if (
            isinstance(value, int)
            and not isinstance(value, bool)
            and self.low <= value <= self.high
        ):
            return value
        return None


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number from low to high, both included."""

    low: float
    high: float

    @property
    def allowed(self) -> str:
        return f"a number from {self.low:g} to {self.high:g}"

    def parsed(self, text: str) -> object:
        try:
            return float(text)
        except ValueError:
            return text

    def typed(self, value: object, folder: Path) -> Value | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value) if self.low <= value <= self.high else None  # NaN is in no range


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words, in upper or lower case."""

    words: tuple[str, ...]

    @property
    def allowed(self) -> str:
        return f"one of {', '.join(self.words)}"

    def parsed(self, text: str) -> object:
        return text

    def typed(self, value: object, folder: Path) -> Value | None:
        if not isinstance(value, str):
            return None
        return next((word for word in self.words if word.lower() == value.lower()), None)


@dataclass(frozen=True, slots=True)
class Text:
    """Text that is not blank."""

    @property
    def allowed(self) -> str:
        return "text that is not blank"

    def parsed(self, text: str) -> object:
        return text

    def typed(self, value: object, folder: Path) -> Value | None:
        return value.strip() or None if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Folder:
    """The path of a folder that exists or can be made."""

    @property
    def allowed(self) -> str:
        return "the path of a folder"

    def parsed(self, text: str) -> object:
        return text

    def typed(self, value: object, folder: Path) -> Value | None:
        if not isinstance(value, str | Path) or not str(value):
            return None
        path = folder / Path(value).expanduser()
        return None if path.is_file() else path


@dataclass(frozen=True, slots=True)
class Model:
    """The path of a model, or empty for the default. named: may also be a model's public name.

    words: what else it may be, word for word.
    """

    named: bool = False
    words: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        choices = ["a path", *(["a name"] if self.named else []), *self.words]
        return f"{', '.join(choices)} or empty"

    def parsed(self, text: str) -> object:
        return text

    def typed(self, value: object, folder: Path) -> Value | None:
        if not isinstance(value, str):
            return None
        if value in self.words:
            return value
        path = folder / Path(value).expanduser()
        return value if not value or (self.named and not path.exists()) else str(path)


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A chat model: a name that `footnote models` knows, a path, `provider:model`, or empty."""

    @property
    def allowed(self) -> str:
        return "a name of `footnote models list`, a path, `provider:model` or empty"

    def parsed(self, text: str) -> object:
        return text

    def typed(self, value: object, folder: Path) -> Value | None:
        if not isinstance(value, str):
            return None
        text = value.strip()
        match form(text):
            case "packaged":
                return ""
            case "remote":
                return text
            case "name" if not (folder / text).is_file():
                return text
            case _:
                return str(folder / Path(text).expanduser())


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a server on the web, or empty; without user and password, which no file may
    hold.
    """

    @property
    def allowed(self) -> str:
        return "an address such as http://127.0.0.1:8000/v1, without a key, or empty"

    def parsed(self, text: str) -> object:
        return text

    def typed(self, value: object, folder: Path) -> Value | None:
        if not isinstance(value, str):
            return None
        text = value.strip()
        try:
            parts = urlsplit(text)
            fit = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
            _ = parts.port  # raises for one that is no number
        except ValueError:
            return None
        return text if not text or (fit and not parts.query) else None
