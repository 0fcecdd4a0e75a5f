"""What the chat model is trained on, as a stream that does not end; printed for reading.

Most examples are questions of the mined folder, each once before any comes again; the others are
tables, two questions in one, questions about reviews and posts, and simple ones.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.chat.compose import Composer
from training.chat.sources import Example, packaged_prompt
from training.chat.tables import about_a_row
from training.options import parser
from training.reader.answers import Located
from training.reader.evaluate import SIMPLE
from training.reader.train import questions_of
from training.rerank import data
from training.rerank.data import Corpus
from training.rerank.groups import LOOSE

TABLES, BOTH, LOOSE_SHARE, SIMPLE_SHARE = 0.05, 0.04, 0.08, 0.04
"""Shares of examples about tables, of two questions in one, about reviews and posts, and of simple
ones, before those that cannot be made are left out; the rest are core questions. What a folder does
not hold falls to these."""

CORE = 1 - TABLES - BOTH - LOOSE_SHARE - SIMPLE_SHARE

TRIES = 1000
"""Questions in a row of which no example can be made before that is an error."""


class Questions:
    """The questions by what they are good for. core: all but loose and simple ones. texts: core
    questions of one text, at least two.
    """

    def __init__(self, questions: Sequence[Located]) -> None:
        self.loose = [each for each in questions if each.question.source in LOOSE]
        self.simple = [each for each in questions if each.question.source.startswith(SIMPLE)]
        self.core = [
            each
            for each in questions
            if each.question.source not in LOOSE and not each.question.source.startswith(SIMPLE)
        ]
        texts: dict[int, list[Located]] = {}
        for each in self.core:
            texts.setdefault(each.question.context, []).append(each)
        self.texts = [each for each in texts.values() if len(each) > 1]


def stream(
    corpus: Corpus,
    learning: Sequence[Located],
    seed: int = 0,
    rank: int = 0,
    processes: int = 1,
) -> Iterator[Example]:
    """Examples of these questions. Of several processes each gets its part of the core questions.

    Raises ValueError where there are no core questions, or no example can be made of them.
    """
    questions, composer = Questions(learning), Composer(corpus, learning)
    if not questions.core:
        raise ValueError("there are no questions to make examples of")
    core = _endless(questions.core, random.Random(seed), rank, processes)
    rnd = random.Random(f"{seed} {rank}")
    failed = 0
    while failed < TRIES:
        example = _drawn(questions, core, composer, rnd)
        if example:
            yield example
        if example is None or example.kind != "table":  # a table can always be made
            failed = 0 if example else failed + 1
    raise ValueError(f"of {TRIES} questions in a row no example can be made")


def _drawn(
    questions: Questions, core: Iterator[Located], composer: Composer, rnd: random.Random
) -> Example | None:
    (what,) = rnd.choices(
        ("table", "both", "loose", "simple", "core"),
        (TABLES, BOTH, LOOSE_SHARE, SIMPLE_SHARE, CORE),
    )
    if what == "table":
        return about_a_row(rnd)
    if what == "both" and questions.texts:
        one, other = rnd.sample(rnd.choice(questions.texts), 2)
        return composer.both(one, other, rnd)
    if what == "loose" and questions.loose:
        return composer.one(rnd.choice(questions.loose), rnd)
    if what == "simple" and questions.simple:
        return composer.one(rnd.choice(questions.simple), rnd)
    return composer.one(next(core), rnd)


def _endless(
    items: Sequence[Located], rnd: random.Random, rank: int, processes: int
) -> Iterator[Located]:
    """All items in a new order each time round; every process has a part of that order."""
    while True:
        order = rnd.sample(items, len(items))
        yield from order[rank % len(order) :: processes]


def shown(example: Example) -> str:
    """The user's message and the answer, for reading."""
    _, user = example.messages(packaged_prompt())
    return (
        f"--- {example.kind}{', refused' if example.refused else ''}\n{user}\n> {example.answer}\n"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Print examples; argv: by default the process's."""
    made = parser("training.chat.examples", __doc__)
    add = made.add_argument
    add("folder", type=Path, help="what training.rerank.mine wrote")
    add("-n", dest="number", type=int, default=10, help="how many")
    add("--held-out", action="store_true", help="of questions that are not trained on")
    add("--seed", type=int, default=0, help="of all chance")
    options = made.parse_args(argv)
    learning, held = questions_of(*(mined := data.load(options.folder)))
    examples = stream(mined[0], held if options.held_out else learning, options.seed)
    for _ in range(options.number):
        print(shown(next(examples)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
