"""The larger model, as people see it named."""

from __future__ import annotations

from app.models.names import resolve
from app.settings import Settings
from app.types import Answer
from indexes.errors import ModelError


def larger_label(settings: Settings) -> str:
    """The larger model's name as answers show it; '' where none is set.

    A name that means nothing is shown as it is: asking that model tells what is wrong.
    """
    if not settings.larger_model:
        return ""
    try:
        return resolve(settings.larger_model, settings.home).label
    except ModelError:
        return settings.larger_model


def wrote(settings: Settings, answer: Answer) -> bool:
    """Whether the larger model wrote the answer, with an adapter or without."""
    label = larger_label(settings)
    return bool(label) and (answer.model == label or answer.model.startswith(f"{label}+"))
