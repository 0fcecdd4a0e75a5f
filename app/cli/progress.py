"""The progress bar of the slow verbs."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from tqdm import tqdm  # type: ignore[import-untyped]

from app.cli.output import one_line

NAME_CHARS = 32


class Bar:
    """A progress bar on stderr with rate and remaining time; silent unless that is a terminal."""

    def __init__(self, unit: str) -> None:
        """unit: `B` counts bytes, with prefixes; any other is counted one by one."""
        self._unit = unit
        self._bar: tqdm | None = None  # made when the total is known

    def show(self, done: float, total: float, label: str) -> None:
        """Move to `done` of `total`."""
        if self._bar is None:
            self._bar = tqdm(
                total=total,
                unit=self._unit if self._unit == "B" else f" {self._unit}",
                unit_scale=self._unit == "B",
                disable=None,
                file=sys.stderr,
                leave=False,
                dynamic_ncols=True,
            )
        if self._bar.disable:
            return
        name = one_line(label)
        name = name if len(name) <= NAME_CHARS else "…" + name[1 - NAME_CHARS :]
        self._bar.total = total
        self._bar.set_description_str(name, refresh=False)
        self._bar.update(done - self._bar.n)
        self._bar.refresh()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()
