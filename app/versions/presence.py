"""Whether what settings name is here, so that a question can be answered under them."""

from __future__ import annotations

from pathlib import Path

from app.models import check_gguf, prompt_name
from app.models.names import resolve
from app.prompts import load as load_prompt
from app.settings import Settings
from app.versions.describe import adapter_of

NAMING = frozenset({"model", "larger_model", "lora", "prompt"})
"""Settings that name what has to be here."""


def require(settings: Settings) -> None:
    """See that the models, the adapter and the prompt that settings name are here.

    Raises ModelError or PromptError, which names what is not. Loads nothing.
    """
    for name, setting in ((settings.model, "model"), (settings.larger_model, "larger_model")):
        path = resolve(name, settings.home).path
        if path is not None and (name or setting == "model"):
            check_gguf(path, f"the setting {setting}")
    lora = adapter_of(settings)
    if lora:
        check_gguf(Path(lora).expanduser(), "the setting lora")
    load_prompt(prompt_name(settings.prompt, lora))
