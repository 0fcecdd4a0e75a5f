"""The words of `footnote operations`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli.values import positive

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Verbs = _SubParsersAction[argparse.ArgumentParser]
    Verb = Callable[[Verbs, str, str, list[str]], argparse.ArgumentParser]

HOURS = 24
MOST_HOURS = 24 * 3650
"""As far back as the setting `trace_days` reaches."""

_EXAMPLES = ["footnote operations", "footnote operations --hours 168 --json"]


def add_operations(verbs: Verbs, verb: Verb) -> None:
    """`operations` with its words. verb: makes a verb with its help."""
    summary = "how fast, how right, how liked and how costly the answers were"
    words = verb(verbs, "operations", summary, _EXAMPLES)
    words.add_argument(
        "--hours",
        type=_hours,
        default=HOURS,
        metavar="N",
        help=f"look back so many hours; default: {HOURS}",
    )
    words.add_argument("--json", action="store_true", help="print JSON alone")


def _hours(text: str) -> int:
    """A whole number from 1 to MOST_HOURS."""
    number = positive(text)
    if number > MOST_HOURS:
        raise argparse.ArgumentTypeError(f"at most {MOST_HOURS:,}")
    return number
