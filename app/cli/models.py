"""The verb that lists, fetches, chooses, prepares and removes chat models."""

from __future__ import annotations

import os
import shutil
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app import cpu
from app.cli.output import columns, counted, note, one_line, print_json
from app.cli.progress import Bar
from app.contract_models import models_json
from app.models import adapter_path
from app.models.choose import Chosen, choose, in_use, remove
from app.models.listing import Listed, listing
from app.models.memory import in_gb, machine_bytes
from app.models.names import ModelName, resolve
from app.models.pull import pull
from app.settings import Settings, settings_file

if TYPE_CHECKING:
    from app.layouts import Step
    from app.layouts.types import Trial

VARIABLE = "FOOTNOTE_MODEL"
_HEADS = ("NAME", "SIZE", "MEMORY", "LICENCE", "STATE", "WHAT IT IS")
WIDTH = 100


def models(arguments: Namespace, settings: Settings) -> int:
    """Run one word of `footnote models`."""
    if arguments.word == "list":
        return list_models(settings, arguments.json)
    if arguments.word == "pull":
        return pull_model(arguments.name, settings.home)
    if arguments.word == "use":
        return use_model(arguments.name, settings)
    if arguments.word == "prepare":
        return prepare_model(arguments.name, settings)
    return remove_model(arguments.name, settings)


def list_models(settings: Settings, as_json: bool) -> int:
    """Print every model that can be chosen here, with what it needs."""
    machine = machine_bytes()
    rows = listing(settings.home, settings.model, machine)
    if as_json:
        print_json(models_json(rows, machine))
        return 0
    lines = columns([_HEADS, *map(_row, rows)], right=(1, 2))
    print("\n".join(line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…" for line in lines))
    here = f"This machine has {in_gb(machine)}. " if machine else ""
    print(f"\n{here}MEMORY is what Footnote takes in all with the model. Next:")
    print("footnote models pull NAME, then footnote models use NAME")
    return 0


def pull_model(name: str, home: Path) -> int:
    """Fetch a model with progress; say where it lies and under which licence."""
    try:
        with Bar("B") as bar:
            pulled = pull(name, home, bar.show)
    except KeyboardInterrupt:
        note("What has come so far is kept; the same command goes on from there.")
        raise
    record = pulled.record
    if not pulled.fresh:
        print(f"{record.name} is here already: {pulled.path}")
        return 0
    licence = record.licence or "not stated; look at its page on the hub before you use it"
    print(f"pulled {record.name} ({in_gb(record.size)}) and verified its checksum: {pulled.path}")
    print(f"licence: {one_line(licence)}")
    print(f"footnote models use {record.name} lets it answer from now on.")
    return 0


def use_model(name: str, settings: Settings) -> int:
    """Write the model into footnote.toml, and say what follows from it."""
    chosen = choose(name, settings.home, settings_file())
    print(f"{chosen.model.label} answers from now on: {chosen.file} says")
    print(f'  model = "{chosen.written}"')
    for line in _consequences(chosen, settings):
        note(line)
    return 0


def prepare_model(name: str | None, settings: Settings) -> int:
    """Make the layout that this processor runs fastest, with progress; print what was measured."""
    from app.layouts import prepare
    from app.layouts.kept import trials

    text = settings.model if name is None else name
    model = resolve(text, settings.home)
    if model.path is None:
        print(f"{model.label} runs elsewhere: there is nothing to prepare.")
        return 0
    lora = _adapter(model, settings)
    with Bar("step") as bar:

        def tell(step: Step) -> None:
            bar.show(step.done, step.total, step.text)

        made = prepare(model.path, lora, settings.home, settings.threads or cpu.read().cores, tell)
    for line in _measured(trials(model.path, lora, settings.home)):
        print(line)
    merged = ", its adapter merged" if made.merged else ""
    print(f"{model.label} is ready, {made.layout}{merged}: {made.path}")
    print(f"It generates with {counted(made.decode_threads, 'thread')}.")
    return 0


def remove_model(name: str, settings: Settings) -> int:
    """Delete a pulled model, with what was prepared from it."""
    home = settings.home
    freed = remove(name, home, settings.model, lambda model: _forget(model, home))
    print(f"removed {one_line(name)}: {in_gb(freed)} freed")
    return 0


def _adapter(model: ModelName, settings: Settings) -> Path | None:
    """The adapter that goes with the model: setting lora belongs to the model in use alone."""
    current = in_use(settings.model, settings.home)
    lora = settings.lora if model.path == current else ""
    path = adapter_path("" if model.kind == "packaged" else str(model.path), lora)
    return Path(path) if path else None


def _measured(tried: Sequence[Trial]) -> list[str]:
    """A line for each layout that was measured, or why it cannot be used."""
    rows = [("LAYOUT", "READS, TOKENS/S", "WRITES, TOKENS/S", "SAME FIRST TOKEN")]
    for each in tried:
        faith = f"{each.faith.same_first:.1%}" if each.faith else ""
        reads, writes = one_line(each.failure) or "not measured", ""
        if each.speed is not None:
            reads, writes = f"{each.speed.prompt:.0f}", f"{each.speed.generates:.0f}"
        rows.append((each.layout, reads, writes, faith))
    return columns(rows, right=(1, 2, 3)) if tried else []


def _forget(model: Path, home: Path) -> int:
    """Delete what was prepared from the model's file; gives the bytes freed."""
    from app.layouts import kept

    freed = 0
    for place in kept.folder(home).glob("*/"):
        record = kept.read(place)
        if record is not None and record.source == str(model.absolute()):
            freed += sum(path.stat().st_size for path in place.iterdir())
            shutil.rmtree(place)
    return freed


def _row(listed: Listed) -> tuple[str, ...]:
    licence = listed.licence or ("" if listed.size == 0 else "unknown")
    return (
        one_line(listed.name),
        in_gb(listed.size) if listed.size else "",
        in_gb(listed.needed) if listed.needed else "",
        licence,
        listed.state,
        one_line(listed.about),
    )


def _consequences(chosen: Chosen, settings: Settings) -> list[str]:
    """What people should know after a change of model, a sentence each."""
    said, model = [], chosen.model
    if os.environ.get(VARIABLE):
        said.append(f"The variable {VARIABLE} is set and wins over the file; unset it.")
    machine = machine_bytes()
    if chosen.needed is not None and machine is not None:
        fits = "enough" if chosen.needed <= machine else "too little: it will be slow or stop"
        said.append(
            f"Footnote takes about {in_gb(chosen.needed)} of memory with it; this machine has "
            f"{in_gb(machine)}, which is {fits}."
        )
    if model.kind == "remote":
        said.append(f"Questions and the evidence for them go to {model.provider} from now on.")
    elif model.kind == "file" and not settings.lora:
        said.append("Footnote's own adapter is made for the packaged model; it is not used.")
    if model.kind == "file" and settings.lora not in ("", "none"):
        said.append(f"The setting lora still names {settings.lora}; it must fit the new model.")
    return said
