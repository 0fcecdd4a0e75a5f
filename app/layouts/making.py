"""Makes the layouts of a model, has each measured, and keeps the best."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.layouts import adapter, gguf, identity, kept
from app.layouts.candidates import Task, measured
from app.layouts.choose import best
from app.layouts.types import AS_IT_IS, Made, Prepared, Step, Trial
from app.models import check_gguf
from indexes.errors import ModelError

LARGE = 1_000_000_000
"""Bytes of a model from which on only Q8_0 is tried, unless all are asked for."""
_BITS: dict[Made, float] = {"F16": 16.0, "Q8_0": 8.5, "Q4_0": 5.5}
"""Most bits a weight; llama.cpp keeps some matrices of a Q4_0 in more than 4.5."""
_SPARE = 300_000_000
"""Bytes for the original's logits, and so that the disk is not full afterwards."""
_MAKING = ".making"
"""The folder that is worked in, beside the finished ones."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """The files that all is made from."""

    model: identity.File
    adapter: identity.File | None


def prepare(
    model: Path,
    lora: Path | None,
    home: Path,
    threads: int,
    tell: Callable[[Step], None],
    *,
    every: bool = False,
) -> Prepared:
    """Prepare the fastest faithful layout of `model` for this CPU, and return it.

    lora: an adapter, which is merged. threads: those that prompts are read with. tell: hears of
    each step. every: try all layouts of a large model too. While another process prepares, this
    waits; what it prepared is returned. Raises ModelError when the model cannot be run, the adapter
    does not fit it, or the disk has no room.
    """
    check_gguf(model, "FOOTNOTE_MODEL")
    if lora:
        check_gguf(lora, "FOOTNOTE_LORA")
    try:
        with _alone(home):
            known = kept.prepared(model, lora, home)
            return known or _prepare(_task(model, lora, home, threads, every), home, tell)
    except OSError as error:
        raise ModelError(
            f"{model.name} cannot be prepared under {kept.folder(home)}: {error}."
        ) from error


def _task(model: Path, lora: Path | None, home: Path, threads: int, every: bool) -> Task:
    """Raises ModelError when the adapter is for another model, or the disk has no room."""
    directory = gguf.read(model)
    if lora:
        adapter.check(directory, gguf.read(lora))
    small = every or model.stat().st_size < LARGE
    tried: tuple[Made, ...] = ("F16", "Q8_0", "Q4_0") if small else ("Q8_0",)
    made = {*tried, "F16"} if lora else {*tried}
    needed = int(sum(bits * directory.count / 8 for kind, bits in _BITS.items() if kind in made))
    free = shutil.disk_usage(kept.folder(home)).free
    if free < needed + _SPARE:
        raise ModelError(
            f"Preparing {model.name} takes {(needed + _SPARE) / 1e9:.1f} GB for a while, and "
            f"{home} has {free / 1e9:.1f} GB free; make room there or set FOOTNOTE_HOME to a "
            "folder on another disk."
        )
    return Task(model, lora, max(1, threads), tried)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One preparation at a time; what a killed one left behind is removed."""
    place = kept.folder(home)
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if (place / _MAKING).exists():
            shutil.rmtree(place / _MAKING)
        yield


def _prepare(task: Task, home: Path, tell: Callable[[Step], None]) -> Prepared:
    place = kept.folder(home)
    name = kept.key(task.model, task.lora)
    # taken first: when a file changes meanwhile, what is made of it does not count
    origin = _Origin(
        identity.of_file(task.model), identity.of_file(task.lora) if task.lora else None
    )
    making = place / _MAKING
    making.mkdir()
    try:
        original, *others = measured(task, making, tell)
        chosen = best(original, others)
        record = _record(task, origin, chosen or original, (original, *others))
        for path in making.iterdir():
            if path.name != record.file:
                path.unlink()
        kept.keep(making, record, home, name)
    finally:
        shutil.rmtree(making, ignore_errors=True)  # it is gone when all went well
    path = place / name / record.file if record.file else task.model
    return Prepared(path, record.merged, record.layout, record.decode_threads)


def _record(task: Task, origin: _Origin, winner: Trial, trials: tuple[Trial, ...]) -> kept.Record:
    if winner.speed is None:
        raise ModelError(f"{task.label} was not measured; report this.")
    made = winner.layout != AS_IT_IS
    return kept.Record(
        file=task.file(winner.layout) if made else "",
        size=winner.size if made else 0,
        merged=made and task.lora is not None,
        layout=winner.layout,
        decode_threads=winner.speed.decode_threads,
        source=str(task.model.absolute()),
        model=origin.model,
        adapter=origin.adapter,
        machine=identity.machine(),
        trials=trials,
    )
