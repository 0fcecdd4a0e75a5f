"""Train the reranker on what `python -m training.rerank.mine` found.

Writes last.pt every so often and final.pt at the end. On two CPU cores an epoch takes an hour or
more; `--steps 20` shows whether everything works.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from training import options as shared
from training.common import Steps, endless, run
from training.options import chosen, training_parser
from training.rerank import data
from training.rerank.data import Question
from training.rerank.evaluate import evaluated
from training.rerank.groups import DOUBTFUL, LOOSE, Group, Groups
from training.rerank.model import Scorer, score

WARM_UP = 60
"""Steps over which the learning rate rises."""

BINARY_WEIGHT = 0.5
TYPICAL_PASSAGES = 4
"""The binary loss is summed over chunks and shared among so many passages, then weighted."""

SAVE_STEPS = 200


@dataclass(frozen=True, slots=True)
class Options(shared.Options):
    """negatives: passages without the answer, for each question."""

    negatives: int = 3


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


def train(folder: Path, out: Path, options: Options) -> Path:
    """Train on the mined folder; returns the path of the last checkpoint, final.pt in `out`.

    Raises OSError when the folder was not mined, ValueError when it holds too few questions.
    """
    torch.manual_seed(options.seed)
    corpus, questions = data.load(folder)
    learning, held = (usable(part, options.negatives) for part in data.split(corpus, questions))
    if len(learning) < options.batch:
        raise ValueError(f"{len(learning)} questions in {folder} do not fill one batch")
    print(f"{len(learning)} questions to learn from, {len(held)} held out", flush=True)
    out.mkdir(parents=True, exist_ok=True)
    trainer = _Trainer(Groups(corpus), learning, held, options)
    return run(trainer, SAVE_STEPS, out / "last.pt", out / "final.pt")


class _Trainer:
    """The model with its optimiser and the questions in their order."""

    def __init__(
        self,
        groups: Groups,
        learning: Sequence[Question],
        held: Sequence[Question],
        options: Options,
    ) -> None:
        self._groups, self._held, self._options = groups, held, options
        self._device = torch.device(options.device)
        self._model = Scorer(options.rank, torch.bfloat16).to(self._device).train()
        self._rnd = random.Random(options.seed)
        self._questions = endless(learning, options.batch, self._rnd)
        self.steps = options.steps_over(len(learning))
        self._steps = Steps(self._model, options.rate, self.steps, WARM_UP)

    def step(self, step: int) -> None:
        """Learn from one batch."""
        groups = [
            self._groups.group(question, self._options.negatives, self._rnd)
            for question in next(self._questions)
        ]
        scored = score(self._model, groups, self._device)
        total = torch.stack([loss(*each) for each in zip(scored, groups, strict=True)]).mean()
        self._steps.learn(step, total)

    def check(self, path: Path) -> None:
        """Say how good it is on what it has not seen, and keep it."""
        torch.save(self._model.learned(), path)
        if self._held:
            print(f"{path.name}: {evaluated(self._model, self._groups, self._held, self._device)}")
        self._model.train()


def main(argv: Sequence[str] | None = None) -> int:
    """Train as the options say; argv: by default the process's."""
    plain = Options()
    parser = training_parser("training.rerank.train", __doc__, plain)
    parser.add_argument(
        "--negatives", type=int, default=plain.negatives, help="wrong passages for a question"
    )
    print(train(*chosen(parser, plain, argv)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
