"""The JSON of `footnote models list --json`: keys change only with a version, for programs read it.

Sizes and memory are in bytes. Every function gives exactly the keys of its TypedDict.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from app.models.listing import Listed


class ModelJson(TypedDict):
    """One model. state: in use, here, not pulled or too large (and not pulled).

    memory: what Footnote takes in all with it. licence: '' when not known; commercial: whether
    commercial use is free, null when not known. path: '' when it is not here. context: tokens, null
    when not known.
    """

    name: str
    about: str
    state: str
    size: int
    memory: int
    licence: str
    commercial: bool | None
    context: int | None
    languages: str
    repository: str
    path: str


class ModelsJson(TypedDict):
    """memory: of this machine, null when not known."""

    memory: int | None
    models: list[ModelJson]


def models_json(listed: Sequence[Listed], machine: int | None) -> ModelsJson:
    """Every model that can be chosen here."""
    return {"memory": machine, "models": [model_json(each) for each in listed]}


def model_json(listed: Listed) -> ModelJson:
    """One model."""
    return {
        "name": listed.name,
        "about": listed.about,
        "state": listed.state,
        "size": listed.size,
        "memory": listed.needed,
        "licence": listed.licence,
        "commercial": listed.commercial,
        "context": listed.context,
        "languages": listed.languages,
        "repository": listed.repository,
        "path": str(listed.path) if listed.path else "",
    }
