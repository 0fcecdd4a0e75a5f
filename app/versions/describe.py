"""Settings -> the set of versions that they stand for."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from app.models import adapter_path, prompt_name
from app.models.names import resolve
from app.prompts import FOLDER
from app.settings import Settings
from app.versions.sets import PLAIN, UNTOLD, VersionSet, answering
from indexes.errors import ModelError
from indexes.minilm import DEFAULT_NAME, default_embedding_path

Checksum = Callable[[Path], str]
Part = tuple[str, str]

SHA256 = "sha256"
ABSENT = "not here"
_APP = Path(__file__).resolve().parent.parent
CHECKER = _APP / "checking" / "adapter" / "entailment.safetensors"
READER = _APP / "reading" / "adapter" / "reader.safetensors"
RERANKER = _APP.parent / "indexes" / "adapter" / "reranker.safetensors"
"""Files of what comes with Footnote, named here so that no model has to be imported."""


def describe(settings: Settings, checksum: Checksum, precision: str) -> VersionSet:
    """The set of versions of these settings.

    checksum: SHA-256 of a file or folder in hex, '' where there is none. precision: in which the
    embedding model runs where the setting is `auto`. A file that is not here has the checksum
    ABSENT: such a set gives no answers, but can be compared. Raises OSError when a file cannot be
    read.
    """
    parts = [
        *_chat(settings, checksum),
        *_larger(settings, checksum),
        *_small(settings, checksum, precision),
        ("Footnote", own_version()),
        *((name, str(getattr(settings, name))) for name in PLAIN if name not in UNTOLD),
    ]
    return VersionSet(tuple(parts), tuple(answering(settings)))


def own_version() -> str:
    """Footnote's own, '' where it is run without being installed."""
    try:
        return metadata.version("footnote-rag")
    except metadata.PackageNotFoundError:
        return ""


def adapter_of(settings: Settings) -> str:
    """Path of the adapter that goes with the setting `model`, '' for none."""
    chosen = resolve(settings.model, settings.home)
    if chosen.kind == "remote":
        return ""
    return adapter_path("" if chosen.kind == "packaged" else str(chosen.path), settings.lora)


def _chat(settings: Settings, checksum: Checksum) -> Iterator[Part]:
    yield from _model("model", settings.model, settings.home, checksum)
    try:
        lora = adapter_of(settings)
    except ModelError:  # a model that is not here: its own part says so
        lora = "" if settings.lora == "none" else settings.lora
    if lora:
        yield "adapter", Path(lora).stem
        yield f"adapter {SHA256}", checksum(Path(lora).expanduser()) or ABSENT
    label = prompt_name(settings.prompt, lora)
    yield "prompt", label
    yield f"prompt {SHA256}", prompt_checksum(label) or ABSENT


def _larger(settings: Settings, checksum: Checksum) -> Iterator[Part]:
    if settings.larger_model:
        yield from _model("larger model", settings.larger_model, settings.home, checksum)


def _model(part: str, name: str, home: Path, checksum: Checksum) -> Iterator[Part]:
    """Its file's name and checksum; of a remote one, provider and name."""
    try:
        chosen = resolve(name, home)
    except ModelError:
        yield part, name
        yield f"{part} {SHA256}", ABSENT
        return
    if chosen.path is None:
        yield part, chosen.label
        return
    yield part, chosen.path.name
    yield f"{part} {SHA256}", checksum(chosen.path) or ABSENT


def _small(settings: Settings, checksum: Checksum, precision: str) -> Iterator[Part]:
    """The models that find, read and check; those that come with Footnote by their files."""
    chosen = settings.embedding_model
    yield "embedding model", Path(chosen).name if chosen else DEFAULT_NAME
    folder = Path(chosen) if chosen else default_embedding_path()
    if found := checksum(folder):
        yield f"embedding model {SHA256}", found
    set_to = settings.embedding_precision
    yield "embedding precision", precision if set_to == "auto" and precision else set_to
    packaged = settings.reranker == "packaged"
    yield "reranker", Path(settings.reranker).name
    own = Path(settings.reranker)
    if found := checksum(RERANKER if packaged else own) if packaged or own.is_absolute() else "":
        yield f"reranker {SHA256}", found
    if settings.reader == "packaged" and not chosen:
        yield f"reader {SHA256}", checksum(READER)
    if not chosen:
        yield f"checker {SHA256}", checksum(CHECKER)


def prompt_checksum(label: str, folder: Path = FOLDER) -> str:
    """Of the template's texts, in hex; comments and line ends beside them do not count.

    '' where there is no such template or it cannot be read.
    """
    try:
        data = tomllib.loads((folder / f"{label}.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):  # loading the prompt tells what is wrong with it
        return ""
    told = "".join(f"{name}\0{str(value).strip()}\0" for name, value in sorted(data.items()))
    return sha256(told.encode()).hexdigest()
