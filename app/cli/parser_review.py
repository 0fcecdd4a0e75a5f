"""The words of `footnote review`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.values import positive

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Verbs = _SubParsersAction[argparse.ArgumentParser]
    Verb = Callable[[Verbs, str, str, list[str]], argparse.ArgumentParser]

KINDS = ("right", "wrong retrieval", "wrong answer", "wrong document")
"""As in `app.review.types`, which help need not wait for."""

LISTED = 20

_EXAMPLES = [
    "footnote review list",
    "footnote review show 3f0c9a1b",
    'footnote review mark 3f0c9a1b "wrong answer" --answer "30 days"',
    "footnote review export reviewed.jsonl && footnote eval reviewed.jsonl",
    "footnote review rows rows.jsonl",
]


def add_review(verbs: Verbs, verb: Verb) -> None:
    """`review` with its words. verb: makes a verb with its help."""
    summary = "go through the worst answers, and make questions and training rows of them"
    words = verb(verbs, "review", summary, _EXAMPLES).add_subparsers(
        dest="word", metavar="WORD", required=True, title="words"
    )
    listing = verb(words, "list", "list the answers that wait, the worst first", _EXAMPLES[:1])
    listing.add_argument(
        "-n", type=positive, default=LISTED, dest="limit", metavar="N", help=f"default: {LISTED}"
    )
    _add_json(listing)
    showing = verb(
        words, "show", "show one: question, answer, opinions, what was found", _EXAMPLES[1:2]
    )
    _add_trace(showing)
    _add_json(showing)
    _add_mark(verb(words, "mark", "say what an answer is worth", _EXAMPLES[2:3]))
    exporting = verb(
        words, "export", "write the reviewed items as questions for `footnote eval`", _EXAMPLES[3:4]
    )
    exporting.add_argument("file", type=Path, metavar="FILE", help="JSON lines; replaced")
    exporting.add_argument(
        "--all",
        action="store_true",
        help="also those that `footnote train` may learn from; without it only those held out",
    )
    rows = verb(words, "rows", "write the reviewed items as training rows", _EXAMPLES[4:])
    rows.add_argument("file", type=Path, metavar="FILE", help="JSON lines; replaced")


def _add_mark(verb: argparse.ArgumentParser) -> None:
    _add_trace(verb)
    verb.add_argument("kind", choices=KINDS, help="the judgement, in quotes if it has two words")
    verb.add_argument(
        "--answer",
        action="append",
        metavar="TEXT",
        help="the right answer; again for another wording of it",
    )
    verb.add_argument("--absent", action="store_true", help="the library does not hold the answer")
    verb.add_argument(
        "--gold",
        action="append",
        metavar="DOCUMENT:START:END",
        help="the place that the answer rests on, in characters of the document's text; again for "
        "another one",
    )
    verb.add_argument("--reviewer", metavar="NAME", help="who judges; default: setting owner")


def _add_trace(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("trace", metavar="ID", help="the answer's trace id, or how it begins")


def _add_json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="print JSON alone")
