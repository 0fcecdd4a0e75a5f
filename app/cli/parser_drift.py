"""The words of `footnote drift`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Verbs = _SubParsersAction[argparse.ArgumentParser]
    Verb = Callable[[Verbs, str, str, list[str]], argparse.ArgumentParser]

_EXAMPLES = ["footnote drift", "footnote drift --json"]


def add_drift(verbs: Verbs, verb: Verb) -> None:
    """`drift`. verb: makes a verb with its help."""
    summary = "see whether questions have changed, what the library lacks, and what is out of date"
    word = verb(verbs, "drift", summary, _EXAMPLES)
    word.add_argument("--json", action="store_true", help="print JSON alone")
