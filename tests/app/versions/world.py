"""A home with model files that are GGUF by their first bytes alone, and settings in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.settings import Settings

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class Clock:
    """Goes on by a minute at each look."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


def gguf(path: Path, content: str = "weights") -> Path:
    """A file that begins as a GGUF does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"GGUF" + bytes(20) + content.encode())
    return path


def settings(home: Path, **values: object) -> Settings:
    """Settings of a home with a model of its own."""
    model = gguf(home / "models" / "tiny.gguf")
    whole = replace(Settings(), home=home, model=str(model))
    return replace(whole, **values)  # type: ignore[arg-type]  # of fields that tests name
