"""Has the original and each layout of it made and measured, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.layouts import children
from app.layouts.children import Job
from app.layouts.choose import seconds
from app.layouts.types import AS_IT_IS, Made, Step, Trial
from indexes.errors import ModelError


@dataclass(frozen=True, slots=True)
class Task:
    """What is prepared. lora: to be merged. tried: the layouts to measure, in this order."""

    model: Path
    lora: Path | None
    threads: int
    tried: tuple[Made, ...]

    @property
    def label(self) -> str:
        return self.model.stem + (f"+{self.lora.stem}" if self.lora else "")

    def file(self, layout: str) -> str:
        """The name of the file in this layout."""
        return f"{self.label}.{layout}.gguf"


def measured(task: Task, making: Path, tell: Callable[[Step], None]) -> tuple[Trial, ...]:
    """The trial of the original, then those of `task.tried`; leaves their files in `making`.

    Raises ModelError when the original cannot be run, or the adapter not be merged. A layout that
    cannot be made or run only has its failure told.
    """
    bench = _Bench(task, making, tell)
    original = bench.trial(AS_IT_IS, task.model, None)
    if original.failure:
        raise ModelError(f"llama.cpp cannot run {task.label} here: {original.failure}.")
    trials = [original]
    source = task.model
    if task.lora:
        # all others are made of the merged one, measured or not
        merged = bench.trial("F16", source, "F16", measured="F16" in task.tried)
        if merged.failure and not bench.has("F16"):
            raise ModelError(f"The adapter of {task.label} was not merged: {merged.failure}.")
        source = making / task.file("F16")
        trials += [merged] if "F16" in task.tried else []
    for layout in task.tried:
        if layout != "F16" or not task.lora:
            trials.append(bench.trial(layout, source, layout))
    bench.done()
    return tuple(trials)


class _Bench:
    """Runs one child process after the other, and tells how far it is."""

    def __init__(self, task: Task, making: Path, tell: Callable[[Step], None]) -> None:
        self._task = task
        self._making = making
        self._tell = tell
        self._done = 0
        self._total = 1 + len({*task.tried, *(("F16",) if task.lora else ())})
        self._found = ""

    def has(self, layout: str) -> bool:
        """Whether this layout's file was written."""
        return (self._making / self._task.file(layout)).is_file()

    def trial(
        self, name: str, source: Path, layout: Made | None, *, measured: bool = True
    ) -> Trial:
        """Make `layout` of `source`, unless it is None, and measure it."""
        task = self._task
        self._say(f"{self._found}trying {task.label} {name}")
        merges = layout is not None and source == task.model
        trial = children.run(
            Job(
                source,
                self._making / task.file(name),
                layout,
                task.lora if merges else None,
                None if layout else task.lora,
                self._making / "reference.f32",
                task.threads,
                measured,
            )
        )
        self._done += 1
        self._found = f"{told(trial)}; " if measured else ""
        return trial

    def done(self) -> None:
        """Tell what the last one achieved."""
        self._say(self._found.removesuffix("; "))

    def _say(self, text: str) -> None:
        self._tell(Step(self._done, self._total, text))


def told(trial: Trial) -> str:
    """A trial in one line."""
    speed, faith = trial.speed, trial.faith
    same = f"{faith.same_first:.1%} the same tokens" if faith else ""
    if speed is None:
        return f"{trial.layout}: {trial.failure or f'only {same}'}"
    threads = "1 thread" if speed.decode_threads == 1 else f"{speed.decode_threads} threads"
    line = (
        f"{trial.layout}: reads {speed.prompt:.0f} and writes {speed.generates:.0f} tokens a "
        f"second ({threads}), {seconds(speed):.2f} s for a typical answer"
    )
    return f"{line}, {same}" if same else line
