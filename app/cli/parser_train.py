"""The words of `footnote train`."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.values import name, positive

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Verbs = _SubParsersAction[ArgumentParser]

Adder = Callable[["Verbs", str, str, list[str]], ArgumentParser]
"""Adds a verb by its name, summary and examples."""

PARTS = ("chat", "fusion", "reranker")
"""What can learn."""

MINUTES = 20.0
SYNTHETIC = 150

_SUMMARY = "learn from reviewed answers, and put what was learnt in force where it wins"
_EXAMPLES = [
    "footnote train --dry-run",
    "footnote train --minutes 15",
    "footnote train --part fusion",
    "footnote train --name leave-rules --no-swap",
]


def add_train(verbs: Verbs, add: Adder) -> None:
    """The verb, with what it learns and for how long."""
    verb = add(verbs, "train", _SUMMARY, _EXAMPLES)
    verb.add_argument(
        "--part",
        choices=PARTS,
        default=PARTS[0],
        help="the chat model's adapter (chat), the weights of the searches (fusion), or the "
        "reranker; default: chat",
    )
    verb.add_argument(
        "--minutes",
        type=minutes,
        default=MINUTES,
        metavar="N",
        help=f"of learning, at most; the evaluation comes on top; default: {MINUTES:g}",
    )
    verb.add_argument(
        "--synthetic",
        type=whole,
        default=SYNTHETIC,
        metavar="N",
        help="questions made from the documents' own sentences, marked as such; "
        f"default: {SYNTHETIC}",
    )
    _add_what(verb)
    verb.add_argument(
        "--dry-run", action="store_true", help="make the data set, print its size, and stop"
    )
    verb.add_argument("--no-swap", action="store_true", help="put nothing in force")


def _add_what(verb: ArgumentParser) -> None:
    verb.add_argument(
        "--name", type=name, metavar="NAME", help="of what is made; default: the next free one"
    )
    verb.add_argument(
        "--guard",
        type=Path,
        metavar="QUESTIONS.jsonl",
        help="questions as for `footnote eval` that must not become worse; default: synthetic ones",
    )
    verb.add_argument(
        "--threads", type=positive, metavar="N", help="of the training; default: all cores"
    )


def minutes(text: str) -> float:
    """A number above 0."""
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not (isfinite(found) and found > 0):
        raise ArgumentTypeError(f"{text!r} is not a number of minutes above 0")
    return found


def whole(text: str) -> int:
    """A whole number from 0 on."""
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} is not a whole number from 0 on")
    return int(text)
