"""What the setting `model` names: the packaged model, a file, or one of LangChain's providers."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.models.catalogue import DEFAULT_NAME, catalogue, entry
from app.models.files import default_model_path
from app.models.records import NAME, kept, model_path
from indexes.errors import ModelError

PROVIDERS = (
    "anthropic", "anthropic_bedrock", "azure_ai", "azure_openai", "bedrock", "bedrock_converse",
    "cohere", "deepseek", "fireworks", "google_anthropic_vertex", "google_genai",
    "google_vertexai", "groq", "huggingface", "ibm", "litellm", "mistralai", "nvidia", "ollama",
    "openai", "openrouter", "perplexity", "together", "upstage", "xai",
)  # fmt: skip
"""What may stand before the colon of a remote model: the names that LangChain gives them."""

ALIASES = {"azure": "azure_openai"}
"""Other spellings of providers."""

SUFFIX = ".gguf"
_PROVIDER = re.compile(r"[A-Za-z][\w-]+:")  # two letters at least: one is a drive of Windows

Form = Literal["packaged", "remote", "name", "path"]


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model that can be used. path: of a packaged or other file, None for a remote one.

    provider: LangChain's name of it, '' for a file. name: the model as its provider or the
    catalogue calls it, or the file's name. label: for people, such as `openai:gpt-4o-mini`.
    """

    kind: Literal["packaged", "file", "remote"]
    path: Path | None
    provider: str
    name: str
    label: str


def form(text: str) -> Form:
    """What kind of name `text` is, by its looks alone.

    `word:rest` with a word that is no provider counts as a name: a mistyped one.
    """
    if text.lower() in ("", DEFAULT_NAME):
        return "packaged"
    if _provider(text) in PROVIDERS:
        return "remote"
    if text.lower().endswith(SUFFIX):
        return "path"
    return "name" if NAME.fullmatch(text) or _PROVIDER.match(text) else "path"


def resolve(text: str, home: Path) -> ModelName:
    """The model that `text` names. text: the setting `model`. home: setting home.

    Raises ModelError when nothing has that name, or what has it is not here yet. A path is taken
    as it is: `check_gguf` looks whether a model lies there.
    """
    kind = form(text)
    if kind == "packaged":
        path = default_model_path()
        return ModelName("packaged", path, "", DEFAULT_NAME, path.stem)
    if kind == "remote":
        return _remote(text)
    if kind == "path":
        path = Path(text).expanduser()
        return ModelName("file", path, "", path.name, path.stem)
    return _kept(text, home)


def nearest(text: str, known: Iterable[str]) -> str:
    """The known name that looks most like `text`."""
    return difflib.get_close_matches(text.lower(), list(known), 1, 0.0)[0]


def known_names(home: Path) -> list[str]:
    """Every name of the catalogue, and of the files under FOOTNOTE_HOME."""
    names = [each.name for each in catalogue()]
    return [*names, *(path.stem for path in kept(home) if path.stem not in names)]


def _remote(text: str) -> ModelName:
    provider, name = _provider(text), text.partition(":")[2].strip()
    if not name:
        raise ModelError(
            f"The model {text} lacks its name; write it after the colon, such as {provider}:NAME."
        )
    return ModelName("remote", None, provider, name, f"{provider}:{name}")


def _kept(text: str, home: Path) -> ModelName:
    listed = entry(text)
    name = listed.name if listed else text
    path = model_path(home, name)
    if NAME.fullmatch(text) and path.is_file():
        return ModelName("file", path, "", name, name)
    if listed:
        raise ModelError(f"The model {name} is not here yet; run `footnote models pull {name}`.")
    if _PROVIDER.match(text):
        word = text.partition(":")[0]
        raise ModelError(
            f"{word!r} in the model {text!r} is no provider of models; "
            f"the nearest one is {nearest(word, PROVIDERS)}."
        )
    raise ModelError(
        f"There is no model called {text!r}; the nearest one is "
        f"{nearest(text, known_names(home))}, and `footnote models list` shows all."
    )


def _provider(text: str) -> str:
    """The provider before the colon, by LangChain's name; '' when there is no colon."""
    word, colon, _ = text.partition(":")
    word = word.strip().lower().replace("-", "_") if colon else ""
    return ALIASES.get(word, word)
