"""The progress bar of the slow verbs."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import Self

from tqdm import tqdm  # type: ignore[import-untyped]

from app.cli.output import one_line

NAME_CHARS = 32
TICK_S = 1.0

FORETOLD_FROM = 0.02
"""Share of the whole from which on the time that is left is told: before, it would be a guess."""

_UNKNOWN = "{desc}: {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} [{elapsed}{postfix}]"


class Bar:
    """A progress bar on stderr with rate and remaining time; silent unless that is a terminal.

    Its clock goes on while nothing else does: a large file may take a minute.
    """

    def __init__(self, unit: str) -> None:
        """unit: `B` counts bytes, with prefixes; any other is counted one by one."""
        self._unit = unit
        self._bar: tqdm | None = None  # made when the total is known
        self._closed = threading.Event()
        self._clock = threading.Thread(target=self._tick, name="progress", daemon=True)

    def show(self, done: float, total: float, label: str, aside: str = "") -> None:
        """Move to `done` of `total`. label: stands in front, shortened; aside: behind the rate."""
        if self._bar is None:
            self._bar = self._made(total)
        if self._bar.disable:
            return
        name = one_line(label)
        name = name if len(name) <= NAME_CHARS else "…" + name[1 - NAME_CHARS :]
        self._bar.total = total
        self._bar.bar_format = _UNKNOWN if done < FORETOLD_FROM * total else None
        self._bar.set_description_str(name, refresh=False)
        self._bar.set_postfix_str(aside, refresh=False)
        self._bar.update(done - self._bar.n)
        self._bar.refresh()

    def say(self, line: str) -> None:
        """Write a line to stderr, above the bar."""
        tqdm.write(one_line(line), file=sys.stderr)

    def _made(self, total: float) -> tqdm:
        bar = tqdm(
            total=total,
            unit=self._unit if self._unit == "B" else f" {self._unit}",
            unit_scale=self._unit == "B",
            disable=None,
            file=sys.stderr,
            leave=False,
            dynamic_ncols=True,
            smoothing=0.1,  # files go in by the dozen, not one by one
            bar_format=_UNKNOWN,
        )
        if not bar.disable:
            self._clock.start()
        return bar

    def _tick(self) -> None:
        while not self._closed.wait(TICK_S):
            if self._bar is not None:
                self._bar.refresh()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closed.set()
        if self._clock.is_alive():
            self._clock.join()
        if self._bar is not None:
            self._bar.close()
