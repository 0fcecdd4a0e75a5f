"""Goes on training an adapter on a few examples, for so many minutes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import LlamaForCausalLM

from training.chat.evaluate import Case, Evaluation, evaluated
from training.chat.export import write
from training.chat.model import logits, padded
from training.chat.tokens import Tokens
from training.chat.weights import heads
from training.common import learned
from training.feedback.lora import adapted

AT_ONCE = 4
"""Examples of one forward and backward pass: what memory takes."""

LOOKS = 4
"""Times that the model is looked at on the way; the best look is what is kept."""

LEAST_RATE = 0.05
"""Share of the learning rate to which it falls."""

Tell = Callable[[str], None]
Figures = Callable[[dict[str, float], int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """rate: highest learning rate, lower than a first training's: the adapter is trained already.
    batch: examples in a step. minutes: of wall time. passes: over all examples at most. warm_up:
    steps. threads: of torch; 0: its own choice.
    """

    rate: float = 3e-4
    batch: int = 8
    minutes: float = 20.0
    passes: float = 6.0
    warm_up: int = 8
    seed: int = 0
    threads: int = 0


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of it. file: the adapter. before, after: on the examples that were set aside, of
    the start and of what was kept. kept: the step after which it was taken, 0 where nothing was
    better than the start. steps, tokens, seconds: of the training.
    """

    file: Path
    before: Evaluation
    after: Evaluation
    kept: int
    steps: int
    tokens: int
    seconds: float


def train(
    learning: Sequence[Case],
    aside: Sequence[Case],
    start: Path,
    out: Path,
    options: Options,
    tell: Tell = print,
    figures: Figures = lambda values, step: None,
) -> Trained:
    """Train from the adapter `start`, and write the best look as the adapter `out`.

    learning, aside: at least one each; of the latter nothing is learnt. tell: hears of progress.
    figures: gets the figures of each look. Raises ValueError when `start` does not fit the packaged
    model, ModuleNotFoundError without gguf.
    """
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    trainer = _Trainer(adapted(start, dtype=torch.bfloat16), learning, options)
    before = trainer.look(aside)
    tell(f"before: {before}")
    figures(_told(before), 0)
    best, after, kept = trainer.updates(), before, 0
    for at in range(1, LOOKS + 1):
        trainer.learn(at / LOOKS, tell)
        found = trainer.look(aside)
        tell(f"after step {trainer.steps}: {found}")
        figures(_told(found) | {"training loss": trainer.loss}, trainer.steps)
        if found.loss < after.loss:
            best, after, kept = trainer.updates(), found, trainer.steps
    write(best, out, heads())
    return Trained(out, before, after, kept, trainer.steps, trainer.tokens, trainer.seconds)


def _told(found: Evaluation) -> dict[str, float]:
    named = {"loss": found.loss, "answers told whole": found.answered, "refusals": found.refused}
    return {name: value for name, value in named.items() if value == value}  # none is NaN


class _Trainer:
    """The model with its optimiser, and how long it has learnt.

    loss: of an answer's token, running mean, in nats. seconds: spent on learning alone.
    """

    def __init__(self, model: LlamaForCausalLM, learning: Sequence[Case], options: Options) -> None:
        self._model, self._options = model, options
        self._batches = _endless([each.tokens for each in learning], options)
        self._most = max(LOOKS, round(options.passes * len(learning) / options.batch))
        self._learning = [each for each in model.parameters() if each.requires_grad]
        self._optimizer = torch.optim.AdamW(
            self._learning, options.rate, betas=(0.9, 0.99), weight_decay=0.0
        )
        self.steps = self.tokens = 0
        self.seconds = self.loss = 0.0

    def updates(self) -> dict[str, Tensor]:
        return {name: each.clone() for name, each in learned(self._model).items()}

    def look(self, cases: Sequence[Case]) -> Evaluation:
        return evaluated(self._model, cases)

    def learn(self, until: float, tell: Tell) -> None:
        """Learn up to this share of the minutes, or of the steps if those end before."""
        nn.Module.train(self._model)
        began = time.monotonic() - self.seconds
        while max(self._share(), self.steps / self._most) < until:
            self._step()
            self.seconds = time.monotonic() - began
            if self.steps % 5 == 0:
                tell(
                    f"step {self.steps}: loss {self.loss:.3f} a token, {self.seconds:.0f} s, "
                    f"{self.tokens / self.seconds:.0f} tokens/s"
                )

    def _share(self) -> float:
        return self.seconds / (60 * self._options.minutes)

    def _step(self) -> None:
        done = max(self._share(), self.steps / self._most)
        warm = min(1.0, (self.steps + 1) / self._options.warm_up)
        for settings in self._optimizer.param_groups:
            settings["lr"] = self._options.rate * warm * max(LEAST_RATE, 1 - done)
        self._optimizer.zero_grad()
        loss = self._backward(next(self._batches))
        nn.utils.clip_grad_norm_(self._learning, 1.0)
        self._optimizer.step()
        self.steps += 1
        self.loss = 0.9 * self.loss + 0.1 * loss if self.steps > 1 else loss

    def _backward(self, part: list[Tokens]) -> float:
        """Gradients of a batch; returns the loss of an answer token."""
        part.sort(key=len)
        answers = sum(len(each.answer) for each in part)
        total = 0.0
        for first in range(0, len(part), AT_ONCE):
            batch = padded(part[first : first + AT_ONCE])
            found = logits(self._model, batch)
            loss = nn.functional.cross_entropy(found, batch.wanted, reduction="sum") / answers
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            total += loss.item()
        self.tokens += sum(map(len, part))
        return total


def _endless(items: Sequence[Tokens], options: Options) -> Iterator[list[Tokens]]:
    """Batches without end: all items once before any comes again, in a new order each time."""
    rnd, batch = random.Random(options.seed), []
    while True:
        for each in rnd.sample(items, len(items)):
            batch.append(each)
            if len(batch) == options.batch:
                yield batch
                batch = []
