"""Train the entailment head on claims made of what `python -m training.rerank.mine` found.

Writes entailment-last.pt every so often and entailment.pt at the end, each with the limit that fits
it. `--steps 20` shows whether everything works.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import torch

from training.checking.evaluate import held_out, limit_for, table
from training.checking.model import Scorer
from training.checking.pairs import SENTENCES, Shelf
from training.checking.wording import words
from training.common import Steps, first_process, in_processes, resume, run
from training.options import LongOptions, chosen, training_parser
from training.rerank import data
from training.rerank.data import Corpus, Question

CHECKPOINT, LAST = "entailment.pt", "entailment-last.pt"

WARM_UP = 60
SAVE_STEPS = 400
QUICK = 400
"""Claims of each half that are looked at before the end."""


@dataclass(frozen=True, slots=True)
class Options(LongOptions):
    """With the head's defaults. epochs: passes over the contexts. batch: claims in a step."""

    rank: int = 16
    batch: int = 48


def train(folder: Path, out: Path, options: Options) -> Path:
    """Train on the mined folder; returns the path of the last checkpoint, CHECKPOINT in `out`.

    Raises OSError when the folder was not mined, ValueError when no context is left to learn from,
    the processes cannot share a batch evenly, or `start` is of another rank.
    """
    in_processes(partial(_train, folder, out, options), options.processes, options.batch)
    return out / CHECKPOINT


def _train(folder: Path, out: Path, options: Options, rank: int) -> None:
    corpus, questions = data.load(folder)
    out.mkdir(parents=True, exist_ok=True)
    trainer = _Trainer(corpus, questions, options, rank)
    run(trainer, SAVE_STEPS, out / LAST, out / CHECKPOINT)


class _Trainer:
    """The model with its optimiser and the claims as they come."""

    def __init__(
        self, corpus: Corpus, questions: Sequence[Question], options: Options, rank: int
    ) -> None:
        """rank: of this process among all; each makes claims of its part of the contexts."""
        contexts = [at for at in range(len(corpus.first) - 1) if at not in corpus.held]
        mine = contexts[rank :: options.processes]
        if not mine:
            raise ValueError(f"{len(contexts)} contexts are too few to learn from")
        torch.manual_seed(options.seed)  # all start with the same weights
        self._model = Scorer(options.rank, torch.bfloat16).to(options.device)
        if options.start:
            resume(self._model, options.start)
        rnd = random.Random(f"{options.seed} {rank}")
        self._pairs = Shelf(corpus, questions, words(unseen=False)).endless(mine, rnd)
        self._batch = options.batch // options.processes
        torch.manual_seed(options.seed + rank)  # and each drops out its own
        self.steps = options.steps_over(len(contexts) * 2 * SENTENCES)
        self._held = held_out(corpus, questions)
        self._steps = Steps(self._model, options.rate, self.steps, WARM_UP)
        if first_process():
            print(f"{len(contexts)} contexts to learn from, {self.steps} steps", flush=True)

    def step(self, step: int) -> None:
        """Learn from one batch."""
        self._model.train()
        self._steps.learn(step, self._model.loss(list(islice(self._pairs, self._batch))))

    def check(self, path: Path) -> None:
        """In the first process: set the limit, keep the model, and say how good it is."""
        if not first_process():
            return
        held = self._held if path.name == CHECKPOINT else self._held.first(QUICK)
        limit = limit_for(self._model, held.limiting)
        torch.save(self._model.learned(limit), path)
        print(f"{path.name}: limit {limit:.3f}", flush=True)
        print(table(self._model, held.measuring, limit), flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Train as the options say; argv: by default the process's."""
    plain = Options()
    parser = training_parser("training.checking.train", __doc__, plain)
    print(train(*chosen(parser, plain, argv)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
