"""Train the reranker on what `python -m training.rerank.mine` found.

Writes last.pt every so often and final.pt at the end. On two CPU cores an epoch takes an hour or
more; `--steps 20` shows whether everything works.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from training.rerank import data
from training.rerank.data import Question
from training.rerank.evaluate import evaluated
from training.rerank.groups import DOUBTFUL, LOOSE, Group, Groups
from training.rerank.model import Scorer, score

HELD_OUT = 29
"""One context in so many is not trained on."""

WARM_UP = 60
"""Steps over which the learning rate rises."""

LEAST_RATE = 0.02
"""Share of the learning rate to which it falls."""

BINARY_WEIGHT = 0.5
TYPICAL_PASSAGES = 4
"""The binary loss is summed over chunks and shared among so many passages, then weighted."""

REPORT_STEPS = 25
SAVE_STEPS = 200


@dataclass(frozen=True, slots=True)
class Options:
    """epochs: passes over the questions, also fractions. rate: highest learning rate. rank: of the
    updates. negatives: passages without the answer, for each question. batch: questions in a step.
    steps: end after so many; 0: after the epochs. device: `cpu` or `cuda`.
    """

    epochs: float = 1.0
    rate: float = 1e-3
    rank: int = 32
    negatives: int = 3
    batch: int = 24
    steps: int = 0
    device: str = "cpu"
    seed: int = 0


def loss(logits: Sequence[Tensor], group: Group) -> Tensor:
    """Cross entropy of the right chunks among all of a question's, plus each chunk's own."""
    scores = torch.cat(list(logits))
    labels = torch.tensor([label for passage in group for label in passage.labels])
    labels = labels.to(scores.device)
    counted = labels != DOUBTFUL
    scores, labels = scores[counted], labels[counted]
    listwise = torch.logsumexp(scores, 0) - torch.logsumexp(scores[labels > 0], 0)
    binary = nn.functional.binary_cross_entropy_with_logits(scores, labels, reduction="sum")
    return listwise + BINARY_WEIGHT / TYPICAL_PASSAGES * binary


def usable(questions: Sequence[Question], negatives: int) -> list[Question]:
    """Those with enough hard negatives, or that need none."""
    return [q for q in questions if q.source in LOOSE or len(q.negatives) >= negatives]


def share(step: int, steps: int) -> float:
    """Of the highest learning rate: rises over WARM_UP steps, falls in a line to LEAST_RATE."""
    return min(1.0, (step + 1) / WARM_UP) * max(LEAST_RATE, 1 - step / steps)


def train(folder: Path, out: Path, options: Options) -> Path:
    """Train on the mined folder; returns the path of the last checkpoint, final.pt in `out`.

    Raises OSError when the folder was not mined, ValueError when it holds too few questions.
    """
    torch.manual_seed(options.seed)
    corpus, questions = data.load(folder)
    questions = usable(questions, options.negatives)
    held = [question for question in questions if question.context % HELD_OUT == 0]
    learning = [question for question in questions if question.context % HELD_OUT]
    if len(learning) < options.batch:
        raise ValueError(f"{len(learning)} questions in {folder} do not fill one batch")
    print(f"{len(learning)} questions to learn from, {len(held)} held out", flush=True)
    out.mkdir(parents=True, exist_ok=True)
    trainer = _Trainer(Groups(corpus), learning, options)
    for step in range(trainer.steps):
        trainer.step(step)
        if step and step % SAVE_STEPS == 0:
            trainer.check(held, out / "last.pt")
    trainer.check(held, out / "final.pt")
    return out / "final.pt"


class _Trainer:
    """The model with its optimiser and the questions in their order."""

    def __init__(self, groups: Groups, learning: Sequence[Question], options: Options) -> None:
        self._groups, self._options = groups, options
        self._device = torch.device(options.device)
        self._model = Scorer(options.rank, torch.bfloat16).to(self._device).train()
        self._learning = [each for each in self._model.parameters() if each.requires_grad]
        self._optimizer = torch.optim.AdamW(self._learning, lr=options.rate, weight_decay=0.01)
        self._rnd = random.Random(options.seed)
        self._questions = _endless(learning, options.batch, self._rnd)
        self.steps = options.steps or max(1, int(options.epochs * len(learning) / options.batch))
        self._mean = 0.0
        self._started = time.monotonic()

    def step(self, step: int) -> None:
        """Learn from one batch."""
        groups = [
            self._groups.group(question, self._options.negatives, self._rnd)
            for question in next(self._questions)
        ]
        for settings in self._optimizer.param_groups:
            settings["lr"] = self._options.rate * share(step, self.steps)
        scored = score(self._model, groups, self._device)
        total = torch.stack([loss(*each) for each in zip(scored, groups, strict=True)]).mean()
        self._optimizer.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        nn.utils.clip_grad_norm_(self._learning, 1.0)
        self._optimizer.step()
        self._mean = 0.98 * self._mean + 0.02 * total.item() if step else total.item()
        if step % REPORT_STEPS == 0:
            took = time.monotonic() - self._started
            print(f"step {step} of {self.steps}: loss {self._mean:.3f}, {took:.0f} s", flush=True)

    def check(self, held: Sequence[Question], path: Path) -> None:
        """Say how good it is on what it has not seen, and keep it."""
        torch.save(self._model.learned(), path)
        if held:
            print(f"{path.name}: {evaluated(self._model, self._groups, held, self._device)}")
        self._model.train()


def _endless(
    questions: Sequence[Question], batch: int, rnd: random.Random
) -> Iterator[list[Question]]:
    """Full batches, in a new order each time round."""
    while True:
        order = rnd.sample(questions, len(questions))
        for first in range(0, len(order) - batch + 1, batch):
            yield order[first : first + batch]


def main(argv: Sequence[str] | None = None) -> int:
    """Train as the options say; argv: by default the process's."""
    given = _parser().parse_args(argv)
    options = Options(
        given.epochs, given.lr, given.rank, given.negatives, given.batch, given.steps,
        given.device, given.seed,
    )  # fmt: skip
    print(train(given.folder, given.out or given.folder, options))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.rerank.train",
        description=__doc__,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    plain = Options()
    add = parser.add_argument
    add("folder", type=Path, help="what training.rerank.mine wrote")
    add("--out", type=Path, help="folder for checkpoints; None: that folder")
    add("--epochs", type=float, default=plain.epochs, help="passes over the questions")
    add("--lr", type=float, default=plain.rate, help="highest learning rate")
    add("--rank", type=int, default=plain.rank, help="rank of the updates")
    add("--negatives", type=int, default=plain.negatives, help="wrong passages for a question")
    add("--batch", type=int, default=plain.batch, help="questions in a step")
    add("--steps", type=int, default=plain.steps, help="stop after so many, for a quick try")
    add("--device", choices=("cpu", "cuda"), default=plain.device, help="where to compute")
    add("--seed", type=int, default=plain.seed, help="of all chance")
    return parser


if __name__ == "__main__":
    sys.exit(main())
