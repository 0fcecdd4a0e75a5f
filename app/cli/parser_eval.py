"""The words behind `footnote eval`: a file of questions, or what to do with saved evaluations."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.values import name, positive

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Words = _SubParsersAction[ArgumentParser]

Adder = Callable[["Words", str, str, list[str]], ArgumentParser]
"""Adds a word by its name, summary and examples."""

RUN = "run"
"""Stands before a file of questions; may be left out."""

WORDS = (RUN, "list", "show", "compare", "hellaswag")

EXAMPLES = [
    "footnote eval data/eval/samples.jsonl",
    "footnote eval data/eval/samples.jsonl --retrieval --limit 20",
    "footnote eval list",
    "footnote eval compare previous latest",
    "footnote eval hellaswag hellaswag_val.txt -n 400",
]

_USAGE = """footnote eval [-h] [run] QUESTIONS.jsonl ...
       footnote eval {list,show,compare,hellaswag} ..."""

_RUN_HELP = "a saved run: its name, the beginning of it, a path, `latest` or `previous`"


def spelled_out(words: Sequence[str]) -> list[str]:
    """`words` with the `run` that may be left out between `eval` and a file of questions.

    A file that is called like one of WORDS is reached by `./list`.
    """
    if len(words) > 1 and words[0] == "eval" and words[1] not in (*WORDS, "-h", "--help"):
        return [words[0], RUN, *words[1:]]
    return list(words)


def add_words(verb: ArgumentParser, add: Adder) -> None:
    """Give the verb `eval` its words."""
    verb.usage = _USAGE
    words = verb.add_subparsers(
        dest="word",
        metavar="WORD",
        required=True,
        title="words",
        description="`footnote eval WORD -h` tells more.",
        prog="footnote eval",
    )
    _add_run(words, add)
    _add_list(words, add)
    _add_show(words, add)
    _add_compare(words, add)
    _add_hellaswag(words, add)


def _add_run(words: Words, add: Adder) -> None:
    summary = "measure answers to questions whose right answers are known; the word may be left out"
    word = add(words, RUN, summary, [*EXAMPLES[:2], "footnote eval mine.jsonl --judge qwen.gguf"])
    word.prog = "footnote eval"
    word.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl", help="the questions")
    word.add_argument("--limit", "-n", type=positive, metavar="N", help="only N, evenly spread")
    word.add_argument("--retrieval", action="store_true", help="measure the search alone")
    word.add_argument("--collection", type=name, metavar="NAME", help="look only in this one")
    word.add_argument(
        "--judge",
        type=Path,
        metavar="MODEL.gguf",
        help="let this chat model judge each answer too; a small one judges badly",
    )
    word.add_argument(
        "--version", metavar="ID", help="answer as this version did; see `footnote versions list`"
    )
    _add_json(word)


def _add_list(words: Words, add: Adder) -> None:
    word = add(words, "list", "list the saved runs, the newest first", ["footnote eval list"])
    _add_json(word)


def _add_show(words: Words, add: Adder) -> None:
    examples = ["footnote eval show", "footnote eval show 20260102T12"]
    word = add(words, "show", "show the figures of a saved run", examples)
    word.add_argument("run", nargs="?", default="latest", metavar="RUN", help=_RUN_HELP)
    _add_json(word)


def _add_compare(words: Words, add: Adder) -> None:
    word = add(
        words,
        "compare",
        "say what changed between two saved runs, question by question",
        ["footnote eval compare", "footnote eval compare 20260102T12 latest --json"],
    )
    word.add_argument(
        "before", nargs="?", default="previous", metavar="BEFORE", help=f"{_RUN_HELP} (previous)"
    )
    word.add_argument(
        "after", nargs="?", default="latest", metavar="AFTER", help="the same (latest)"
    )
    _add_json(word)


def _add_hellaswag(words: Words, add: Adder) -> None:
    word = add(
        words,
        "hellaswag",
        "measure how often a model finds the right one of four endings likeliest",
        [
            "footnote eval hellaswag hellaswag_val.txt.gz -n 400",
            "footnote eval hellaswag hellaswag_val.txt --model qwen.gguf",
        ],
    )
    word.add_argument(
        "tasks", type=Path, metavar="FILE", help="tasks as llama.cpp reads them: six lines for each"
    )
    word.add_argument("--limit", "-n", type=positive, metavar="N", help="only N, evenly spread")
    word.add_argument(
        "--model", type=Path, metavar="MODEL.gguf", help="by default the one of setting model"
    )
    _add_json(word)


def _add_json(word: ArgumentParser) -> None:
    word.add_argument("--json", action="store_true", help="print JSON alone")
