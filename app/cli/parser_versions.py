"""The words behind `footnote versions`."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Words = _SubParsersAction[ArgumentParser]

Adder = Callable[["Words", str, str, list[str]], ArgumentParser]
"""Adds a word by its name, summary and examples."""

IN_FORCE = "in-force"
"""Names, in the place of an id, the version that answers now."""

EXAMPLES = [
    "footnote versions list",
    "footnote versions compare 3f2a in-force",
    "footnote versions use 3f2a",
    "footnote versions back",
]

_ID_HELP = f"an id of `footnote versions list` or the beginning of it, or {IN_FORCE}"


def add_versions(verbs: Words, add: Adder) -> None:
    """Add the verb `versions` with its words."""
    summary = "see which versions gave answers, compare them, bring one back"
    words = add(verbs, "versions", summary, EXAMPLES).add_subparsers(
        dest="word",
        metavar="WORD",
        required=True,
        title="words",
        description="`footnote versions WORD -h` tells more.",
        prog="footnote versions",
    )
    _json(add(words, "list", "list the versions that gave answers", ["footnote versions list"]))
    show = add(words, "show", "show all parts of a version", ["footnote versions show 3f2a"])
    show.add_argument("id", metavar="ID", help=_ID_HELP)
    _json(show)
    _add_compare(words, add)
    _add_use(words, add)
    summary = "take back what was put in force last, in one step"
    add(words, "back", summary, ["footnote versions back"])
    summary = "show what is in force now, since when and why"
    _json(add(words, IN_FORCE, summary, [f"footnote versions {IN_FORCE}"]))
    summary = "list the adapters that were made here, with their figures"
    _json(add(words, "adapters", summary, ["footnote versions adapters"]))


def _add_compare(words: Words, add: Adder) -> None:
    examples = ["footnote versions compare 3f2a 9bc1", "footnote versions compare 3f2a in-force"]
    word = add(words, "compare", "say what parts two versions", examples)
    word.add_argument("before", metavar="ID", help=_ID_HELP)
    word.add_argument("after", metavar="ID", help="the same")
    _json(word)


def _add_use(words: Words, add: Adder) -> None:
    word = add(
        words,
        "use",
        "bring a version back, or put an adapter in force; a page that runs follows at once",
        ["footnote versions use 3f2a", "footnote versions use feedback-1"],
    )
    word.add_argument("id", metavar="ID_OR_ADAPTER", help="an id, or the name of an adapter")


def _json(word: ArgumentParser) -> None:
    word.add_argument("--json", action="store_true", help="print JSON alone")
