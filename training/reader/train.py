"""Train the reader on what `python -m training.rerank.mine` found.

Writes reader-last.pt every so often and reader.pt at the end. On two CPU cores an epoch takes half
an hour or more with `--processes 2`; `--steps 20` shows whether everything works.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.distributed as dist
from torch.multiprocessing.spawn import spawn

from training import common
from training.common import Steps, add_options, endless, first_process
from training.reader.answers import Located, located
from training.reader.evaluate import evaluated
from training.reader.groups import Groups
from training.reader.model import Scorer, read
from training.reader.targets import loss
from training.rerank import data
from training.rerank.data import Corpus, Question
from training.rerank.train import usable

NEGATIVES = 3
"""Hard negatives that a question must have."""

NAMES_SHARE = 1 / 3
"""Of all questions, the share whose names and numbers are put into others."""

WARM_UP = 80
SAVE_STEPS = 250


@dataclass(frozen=True, slots=True)
class Options(common.Options):
    """processes: that share each batch, on CPU; batch must be a multiple of it."""

    rate: float = 6e-4
    rank: int = 64
    processes: int = 1


def train(folder: Path, out: Path, options: Options) -> Path:
    """Train on the mined folder; returns the path of the last checkpoint, reader.pt in `out`.

    Raises OSError when the folder was not mined, ValueError when it holds too few questions or the
    processes cannot share a batch evenly.
    """
    if options.batch % options.processes:
        raise ValueError(
            f"{options.batch} questions in a step cannot be shared by {options.processes} "
            "processes; choose --batch a multiple of --processes"
        )
    out.mkdir(parents=True, exist_ok=True)
    if options.processes == 1:
        return _train(folder, out, options, 0)
    with tempfile.TemporaryDirectory() as meeting:
        given = (f"file://{meeting}/meet", folder, out, options)
        spawn(_joined, given, nprocs=options.processes)  # type: ignore[no-untyped-call]  # torch's
    return out / "reader.pt"


def _joined(rank: int, meeting: str, folder: Path, out: Path, options: Options) -> None:
    """One of several processes, which each have their part of the cores."""
    torch.set_num_threads(max(1, (os.cpu_count() or 1) // options.processes))
    dist.init_process_group("gloo", meeting, rank=rank, world_size=options.processes)
    _train(folder, out, options, rank)
    dist.destroy_process_group()


def _train(folder: Path, out: Path, options: Options, rank: int) -> Path:
    corpus, questions = data.load(folder)
    learning, held = questions_of(corpus, questions)
    if len(learning) < options.batch:
        raise ValueError(f"{len(learning)} questions in {folder} do not fill one batch")
    if first_process():
        print(f"{len(learning)} questions to learn from, {len(held)} held out", flush=True)
    trainer = _Trainer(corpus, learning, options, rank)
    for step in range(trainer.steps):
        trainer.step(step)
        if step and step % SAVE_STEPS == 0:
            trainer.check(held, out / "reader-last.pt")
    trainer.check(held, out / "reader.pt")
    return out / "reader.pt"


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
        self, corpus: Corpus, learning: Sequence[Located], options: Options, rank: int
    ) -> None:
        """rank: of this process among all; each takes its part of every batch."""
        torch.manual_seed(options.seed)  # all start with the same weights
        self._device = torch.device(options.device)
        self._model = Scorer(options.rank, torch.bfloat16).to(self._device).train()
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

    def check(self, held: Sequence[Located], path: Path) -> None:
        """In the first process: keep it, and say how good it is on what it has not seen."""
        if not first_process():
            return
        torch.save(self._model.learned(), path)
        if held:
            print(f"{path.name}: {evaluated(self._model, self._groups, held, self._device)}")
        self._model.train()


def main(argv: Sequence[str] | None = None) -> int:
    """Train as the options say; argv: by default the process's."""
    given = _parser().parse_args(argv)
    options = Options(
        given.epochs, given.rate, given.rank, given.batch, given.steps, given.device, given.seed,
        given.processes,
    )  # fmt: skip
    print(train(given.folder, given.out or given.folder, options))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.reader.train",
        description=__doc__,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    plain = Options()
    add_options(parser, plain)
    parser.add_argument(
        "--processes", type=int, default=plain.processes, help="that share each batch, on CPU"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
