"""The words of `footnote runs`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Verbs = _SubParsersAction[argparse.ArgumentParser]
    Verb = Callable[[Verbs, str, str, list[str]], argparse.ArgumentParser]


def add_runs(verbs: Verbs, verb: Verb) -> None:
    """`runs`. verb: makes a verb with its help."""
    summary = "list the runs of evaluation and training, with their main figures"
    added = verb(verbs, "runs", summary, ["footnote runs", "footnote runs --json"])
    added.add_argument("--json", action="store_true", help="print JSON alone, with every figure")
