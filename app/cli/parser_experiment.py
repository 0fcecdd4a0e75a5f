"""The words behind `footnote experiment`."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Words = _SubParsersAction[ArgumentParser]

Adder = Callable[["Words", str, str, list[str]], ArgumentParser]
"""Adds a word by its name, summary and examples."""

EXAMPLES = [
    'footnote experiment start shorter --arm control --arm "short=prompt=brief@1,hits=6"',
    "footnote experiment show shorter",
    "footnote experiment roll-out shorter",
    "footnote experiment roll-back shorter",
]

_ARM_HELP = (
    "an arm: its name alone leaves all as set, NAME=SETTING=VALUE,... changes settings; the first "
    "arm is the control, and where one alone is given, the settings as they are; again for each arm"
)
_UNIT_HELP = (
    "what keeps its arm and counts once: a user for a day (user), or a visit (session), for an "
    "installation with few users; default: user"
)


def add_experiment(verbs: Words, add: Adder) -> None:
    """Add the verb `experiment` with its words."""
    summary = "try prompts, models or settings side by side, and roll the better one out"
    words = add(verbs, "experiment", summary, EXAMPLES).add_subparsers(
        dest="word",
        metavar="WORD",
        required=True,
        title="words",
        description="`footnote experiment WORD -h` tells more.",
        prog="footnote experiment",
    )
    _add_start(words, add)
    _json(add(words, "list", "list all experiments", ["footnote experiment list"]))
    summary = "show each arm's figures, and whether one has won"
    show = add(words, "show", summary, ["footnote experiment show shorter"])
    show.add_argument("name", metavar="NAME", nargs="?", help="default: the newest")
    _json(show)
    summary = "end an experiment without a winner"
    stop = add(words, "stop", summary, ["footnote experiment stop shorter"])
    stop.add_argument("name", metavar="NAME", help="the experiment")
    _add_roll_out(words, add)
    summary = "take back what was rolled out, in one step"
    back = add(words, "roll-back", summary, ["footnote experiment roll-back shorter"])
    back.add_argument("name", metavar="NAME", help="the experiment")


def _add_start(words: Words, add: Adder) -> None:
    start = add(words, "start", "begin an experiment; one runs at a time", EXAMPLES[:1])
    start.add_argument("name", metavar="NAME", help="what to call it; answers carry it")
    start.add_argument("--arm", metavar="ARM", action="append", required=True, help=_ARM_HELP)
    start.add_argument("--unit", choices=("user", "session"), default="user", help=_UNIT_HELP)


def _add_roll_out(words: Words, add: Adder) -> None:
    examples = ["footnote experiment roll-out shorter"]
    summary = "put the winner's settings in force for everybody, in one step"
    word = add(words, "roll-out", summary, examples)
    word.add_argument("name", metavar="NAME", help="the experiment")
    word.add_argument("--arm", metavar="ARM", default="", help="an arm; default: the winner")


def _json(word: ArgumentParser) -> None:
    word.add_argument("--json", action="store_true", help="print JSON alone")
