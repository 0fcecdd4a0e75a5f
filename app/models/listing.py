"""Every model that can be chosen here, with what it needs and how far it is from answering."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.models.catalogue import DEFAULT_NAME, Entry, catalogue
from app.models.choose import in_use
from app.models.files import default_model_path
from app.models.memory import GB, needed_bytes
from app.models.names import form, resolve
from app.models.records import kept, model_path, read_record
from indexes.errors import ModelError

State = Literal["in use", "here", "not pulled", "too large"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One model. path: of its file, None when it is not here. size: bytes, 0 for a remote one.

    needed: bytes of memory that Footnote takes in all with it, 0 for a remote one. commercial:
    whether commercial use is free; None when that is not known. licence: '' when not known.
    state: `too large` is for models that are not here.
    """

    name: str
    about: str
    path: Path | None
    size: int
    needed: int
    licence: str
    commercial: bool | None
    context: int | None
    languages: str
    repository: str
    state: State


def listing(home: Path, used: str, machine: int | None) -> list[Listed]:
    """The catalogue, then the other files under FOOTNOTE_HOME, then what is in use from elsewhere.

    used: the setting `model`. machine: bytes of its memory, None when that is not known.
    """
    current = in_use(used, home)
    current = current.resolve() if current else None
    names = {each.name for each in catalogue()}
    rows = [_from_catalogue(each, home, current, machine) for each in catalogue()]
    rows += [_from_file(path, current) for path in kept(home) if path.stem not in names]
    if not any(row.state == "in use" for row in rows):
        rows += _elsewhere(used, home)
    return rows


def _from_catalogue(each: Entry, home: Path, current: Path | None, machine: int | None) -> Listed:
    path = _place(each, home)
    needed = round(each.memory_gb * GB)
    state: State = "not pulled"
    if path is not None:
        state = "in use" if path.resolve() == current else "here"
    elif machine is not None and needed > machine:
        state = "too large"
    return Listed(
        name=each.name,
        about=each.about,
        path=path,
        size=path.stat().st_size if path else each.size,
        needed=needed,
        licence=each.licence,
        commercial=each.commercial,
        context=each.context,
        languages=each.languages,
        repository=each.repository,
        state=state,
    )


def _place(each: Entry, home: Path) -> Path | None:
    if each.name == DEFAULT_NAME:
        try:
            return default_model_path()
        except ModelError:  # its package is not installed: it is not here
            return None
    path = model_path(home, each.name)
    return path if path.is_file() else None


def _from_file(path: Path, current: Path | None) -> Listed:
    record, size = read_record(path), path.stat().st_size
    return Listed(
        name=path.stem,
        about=f"pulled from {record.repository}" if record else "a file of your own",
        path=path,
        size=size,
        needed=needed_bytes(size),
        licence=record.licence if record else "",
        commercial=None,
        context=None,
        languages="",
        repository=record.repository if record else "",
        state="in use" if path.resolve() == current else "here",
    )


def _elsewhere(used: str, home: Path) -> list[Listed]:
    """The row of a model in use that is remote, or whose file lies outside FOOTNOTE_HOME."""
    if form(used) not in ("remote", "path"):
        return []
    model = resolve(used, home)
    if model.path is None:
        size, about = 0, f"asked over the network, through {model.provider}"
    else:
        size = model.path.stat().st_size if model.path.is_file() else 0
        about = str(model.path) if size else f"missing: {model.path}"
    needed = needed_bytes(size) if size else 0
    return [Listed(model.label, about, model.path, size, needed, "", None, None, "", "", "in use")]
