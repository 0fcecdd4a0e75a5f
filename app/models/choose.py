"""Makes a model the one that answers, by writing it into footnote.toml, or takes one away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.models.catalogue import DEFAULT_NAME, entry
from app.models.files import check_gguf
from app.models.memory import GB, needed_bytes
from app.models.names import ModelName, resolve
from app.models.pull import parts
from app.models.records import NAME, model_path, record_path
from app.setting_lines import put
from indexes.errors import ModelError


@dataclass(frozen=True, slots=True)
class Chosen:
    """What `use` did. written: the value of the setting. file: where it stands now.

    needed: bytes of memory, None for a remote model.
    """

    model: ModelName
    written: str
    file: Path
    needed: int | None


def choose(text: str, home: Path, file: Path) -> Chosen:
    """Make the model that `text` names the one that answers. file: footnote.toml.

    text: as the setting `model`; a relative path starts from the working directory. Raises
    ModelError when it is not here, SettingsError when the file cannot be changed.
    """
    model = resolve(text, home)
    if model.path is not None:
        check_gguf(model.path, "the name")
    written = _written(model, home)
    put(file, {"model": written})
    return Chosen(model, written, file, needed_memory(model))


def needed_memory(model: ModelName) -> int | None:
    """Bytes that Footnote needs in all with this model; None for a remote one."""
    if model.path is None:
        return None
    listed = entry(model.name)
    return round(listed.memory_gb * GB) if listed else needed_bytes(model.path.stat().st_size)


def remove(name: str, home: Path, used: str, forget: Callable[[Path], int] | None = None) -> int:
    """Delete a model under FOOTNOTE_HOME with all that belongs to it; gives the bytes freed.

    used: the setting `model`. forget: removes what was prepared from the file, and gives the bytes
    of that. Raises ModelError for the packaged model, the one in use, and one that is not here.
    """
    listed = entry(name)
    name = listed.name if listed else name
    if name == DEFAULT_NAME:
        raise ModelError(f"{name} is packaged with Footnote and stays; nothing was removed.")
    path = model_path(home, name)
    left = parts(home, name)
    if not NAME.fullmatch(name) or not (path.is_file() or left):
        raise ModelError(
            f"There is no model {name!r} under {path.parent}; `footnote models list` shows those "
            "that are here."
        )
    if _is(path, used, home):
        raise ModelError(
            f"{name} is the model in use; choose another first, such as "
            f"`footnote models use {DEFAULT_NAME}`."
        )
    gone = [each for each in (path, record_path(path), *left) if each.is_file()]
    freed = sum(each.stat().st_size for each in gone)
    if forget is not None and path.is_file():
        freed += forget(path)
    for each in gone:
        each.unlink()
    return freed


def in_use(used: str, home: Path) -> Path | None:
    """The file of the model in use; None when that is remote, or names nothing that is here."""
    try:
        return resolve(used, home).path
    except ModelError:
        return None


def _is(path: Path, used: str, home: Path) -> bool:
    current = in_use(used, home)
    return current is not None and current.resolve() == path.resolve()


def _written(model: ModelName, home: Path) -> str:
    """The setting's value for a model: as short as it can be and still be the same everywhere."""
    if model.kind == "packaged":
        return ""
    if model.path is None:
        return model.label
    if model.path == model_path(home, model.name):
        return model.name
    return str(model.path.absolute())
