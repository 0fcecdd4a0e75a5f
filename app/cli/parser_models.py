"""The words behind `footnote models`."""

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
    "footnote models list",
    "footnote models pull qwen2.5-1.5b",
    "footnote models use qwen2.5-1.5b",
]


def add_models(verbs: Words, add: Adder) -> None:
    """Add the verb `models` with its words."""
    summary = "choose the model that answers: list, fetch, use, prepare, remove"
    words = add(verbs, "models", summary, EXAMPLES).add_subparsers(
        dest="word",
        metavar="WORD",
        required=True,
        title="words",
        description="`footnote models WORD -h` tells more.",
        prog="footnote models",
    )
    _add_list(words, add)
    _add_pull(words, add)
    _add_use(words, add)
    _add_prepare(words, add)
    _add_remove(words, add)


def _add_list(words: Words, add: Adder) -> None:
    summary = "list the models that can be chosen: size, memory, licence, whether they are here"
    word = add(words, "list", summary, ["footnote models list", "footnote models list --json"])
    word.add_argument("--json", action="store_true", help="print JSON alone")


def _add_pull(words: Words, add: Adder) -> None:
    word = add(
        words,
        "pull",
        "fetch a model from the Hugging Face hub and verify it; goes on after an interruption",
        [
            "footnote models pull qwen2.5-1.5b",
            "footnote models pull bartowski/gemma-2-2b-it-GGUF/gemma-2-2b-it-Q4_K_M.gguf",
        ],
    )
    word.add_argument(
        "name",
        metavar="NAME",
        help="a name of the list, or OWNER/REPOSITORY/FILE.gguf for any other model of the hub",
    )


def _add_use(words: Words, add: Adder) -> None:
    word = add(
        words,
        "use",
        "let a model answer from now on, by writing it into footnote.toml",
        [
            "footnote models use qwen2.5-1.5b",
            "footnote models use ~/models/mine.gguf",
            "footnote models use smollm2-135m",
        ],
    )
    word.add_argument(
        "name", metavar="NAME", help="a name of the list, the path of a GGUF file, provider:model"
    )


def _add_prepare(words: Words, add: Adder) -> None:
    word = add(
        words,
        "prepare",
        "bring a model into the layout that this processor runs fastest, and keep that",
        ["footnote models prepare", "footnote models prepare qwen2.5-1.5b"],
    )
    word.add_argument("name", nargs="?", metavar="NAME", help="by default the model in use")


def _add_remove(words: Words, add: Adder) -> None:
    word = add(
        words,
        "remove",
        "delete a model that was pulled, and what was prepared from it",
        ["footnote models remove qwen2.5-1.5b"],
    )
    word.add_argument("name", metavar="NAME", help="a name of the list")
