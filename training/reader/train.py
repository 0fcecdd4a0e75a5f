"""Train the reader on what `python -m training.rerank.mine` found.

Writes reader-last.pt every so often and reader.pt at the end. On two CPU cores an epoch takes half
an hour or more with `--processes 2`; `--steps 20` shows whether everything works.

To the questions found it adds, the same for the same seed, questions about made-up tables and
clauses; and to what counts as wrong for a question the likeliest chunks of the texts beside its
own. None of that is held out. `--start` goes on from a checkpoint, with a new warm-up.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from training.common import Steps, endless, first_process, in_processes, resume, run
from training.options import LongOptions, chosen, training_parser
from training.reader.answers import Located, located
from training.reader.clauses import with_clauses
from training.reader.evaluate import evaluated
from training.reader.groups import Groups
from training.reader.model import Scorer, read
from training.reader.neighbours import with_neighbours
from training.reader.tables import with_tables
from training.reader.targets import loss
from training.rerank import data
from training.rerank.data import Corpus, Question
from training.rerank.train import usable

NEGATIVES = 3
"""Hard negatives that a question must have."""

NAMES_SHARE = 1 / 3
"""Of all questions, the share whose names and numbers are put into others."""

WARM_UP = 80
SAVE_STEPS = 600


@dataclass(frozen=True, slots=True)
class Options(LongOptions):
    """With the reader's defaults."""

    rate: float = 6e-4
    rank: int = 64


def train(folder: Path, out: Path, options: Options) -> Path:
    """Train on the mined folder; returns the path of the last checkpoint, reader.pt in `out`.

    Raises OSError when the folder was not mined, ValueError when it holds too few questions, the
    processes cannot share a batch evenly, or `start` is of another rank.
    """
    in_processes(partial(_train, folder, out, options), options.processes, options.batch)
    return out / "reader.pt"


def _train(folder: Path, out: Path, options: Options, rank: int) -> None:
    corpus, learning, held = material(*data.load(folder), options.seed)
    if len(learning) < options.batch:
        raise ValueError(f"{len(learning)} questions in {folder} do not fill one batch")
    if first_process():
        print(f"{len(learning)} questions to learn from, {len(held)} held out", flush=True)
    out.mkdir(parents=True, exist_ok=True)
    trainer = _Trainer(corpus, learning, held, options, rank)
    run(trainer, SAVE_STEPS, out / "reader-last.pt", out / "reader.pt")


def material(
    corpus: Corpus, questions: Sequence[Question], seed: int
) -> tuple[Corpus, list[Located], list[Located]]:
    """All texts with made-up tables and clauses, questions to learn from, questions held out."""
    learning, held = questions_of(corpus, questions)
    learning = with_neighbours(corpus, learning)
    corpus, about_tables = with_tables(corpus, seed=seed)
    corpus, about_clauses = with_clauses(corpus, seed=seed)
    return corpus, learning + about_tables + about_clauses, held


def questions_of(
    corpus: Corpus, questions: Sequence[Question]
) -> tuple[list[Located], list[Located]]:
    """Those to learn from, and those held out, as far as their answers are found."""
    learning, held = (usable(part, NEGATIVES) for part in data.split(corpus, questions))
    return _located(learning, corpus), _located(held, corpus)


def _located(questions: Sequence[Question], corpus: Corpus) -> list[Located]:
    found = [located(question, corpus) for question in questions]
    return [each for each in found if each is not None]


class _Trainer:
    """The model with its optimiser and the questions in their order."""

    def __init__(
        self,
        corpus: Corpus,
        learning: Sequence[Located],
        held: Sequence[Located],
        options: Options,
        rank: int,
    ) -> None:
        """rank: of this process among all; each takes its part of every batch."""
        torch.manual_seed(options.seed)  # all start with the same weights
        self._held = held
        self._device = torch.device(options.device)
        self._model = Scorer(options.rank, torch.bfloat16).to(self._device).train()
        if options.start:
            resume(self._model, options.start)
        names = random.Random(options.seed).sample(learning, int(NAMES_SHARE * len(learning)))
        self._groups = Groups(corpus, [each.question.text for each in names])
        self._questions = endless(learning, options.batch, random.Random(options.seed))
        self._part = slice(rank, None, options.processes)
        torch.manual_seed(options.seed + rank)  # and each drops out its own
        self._rnd = random.Random(f"{options.seed} {rank}")
        self.steps = options.steps_over(len(learning))
        self._steps = Steps(self._model, options.rate, self.steps, WARM_UP)

    def step(self, step: int) -> None:
        """Learn from one batch."""
        mine = next(self._questions)[self._part]
        groups = [self._groups.any(each, self._rnd) for each in mine]
        scored = read(self._model, groups, self._device)
        total = torch.stack([loss(*each) for each in zip(scored, groups, strict=True)]).mean()
        self._steps.learn(step, total)

    def check(self, path: Path) -> None:
        """In the first process: keep it, and say how good it is on what it has not seen."""
        if not first_process():
            return
        torch.save(self._model.learned(), path)
        if self._held:
            print(f"{path.name}: {evaluated(self._model, self._groups, self._held, self._device)}")
        self._model.train()


def main(argv: Sequence[str] | None = None) -> int:
    """Train as the options say; argv: by default the process's."""
    plain = Options()
    parser = training_parser("training.reader.train", __doc__, plain)
    print(train(*chosen(parser, plain, argv)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
