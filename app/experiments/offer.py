"""What an arm can be given: prompts and models that are here."""

from __future__ import annotations

from pathlib import Path

from app.models.listing import listing
from app.prompts import FOLDER
from app.prompts import load as load_prompt
from app.settings import Settings
from indexes.errors import PromptError


def prompts(folder: Path = FOLDER) -> list[str]:
    """The prompts that ask for an answer, as `name@version`, sorted."""
    found = sorted(path.stem for path in folder.glob("*@*.toml"))
    return [each for each in found if _asks(each, folder)]


def models(settings: Settings) -> list[str]:
    """Values of the setting `model`: files on this machine, then the remote ones that are set.

    Raises ModelError where what is known of a model cannot be read.
    """
    rows = [each for each in listing(settings.home, settings.model, None) if each.path is not None]
    remote = (each for each in (settings.model, settings.larger_model) if ":" in each)
    return list(dict.fromkeys([*(each.name for each in rows), *remote]))


def _asks(label: str, folder: Path) -> bool:
    try:
        load_prompt(label, folder)
    except PromptError:  # a summary's, or one that is being written
        return False
    return True
