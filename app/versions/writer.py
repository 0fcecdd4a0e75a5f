"""The settings under which a model that a person chose for one question is asked by default."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.models.catalogue import DEFAULT_NAME
from app.models.files import ADAPTER
from app.models.listing import listing
from app.models.names import resolve
from app.settings import Settings
from app.versions.describe import adapter_of
from indexes.errors import ModelError


def written_by(settings: Settings, label: str) -> Settings:
    """`settings` with the model of this label as the one that is asked by default.

    label: as `Question.model` names it. That model comes with what suits it, not with the adapter
    and the prompt that are set for another. `settings` itself where no model has that label.
    """
    if not label or label == _label(settings.model, settings):
        return settings
    if settings.larger_model and label == _label(settings.larger_model, settings, adapted=False):
        return _alone(settings, settings.larger_model)
    for row in listing(settings.home, settings.model, None):
        if row.path is None:
            continue
        packaged = row.name == DEFAULT_NAME
        shown = f"{row.path.stem}+{ADAPTER.stem}" if packaged else row.path.stem
        if shown == label:
            return _alone(settings, "" if packaged else str(row.path))
    return settings


def _label(name: str, settings: Settings, adapted: bool = True) -> str:
    """As the voice of a model is named; '' for one that is not here."""
    try:
        chosen = resolve(name, settings.home)
        lora = adapter_of(settings) if adapted else ""
    except ModelError:
        return ""
    if chosen.path is None:
        return chosen.label
    return chosen.path.stem + (f"+{Path(lora).stem}" if lora else "")


def _alone(settings: Settings, model: str) -> Settings:
    return replace(settings, model=model, larger_model="", lora="", prompt="auto")
