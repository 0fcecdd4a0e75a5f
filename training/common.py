"""What the trainings of all adapters for MiniLM share: low-rank updates, rates, steps, processes.

LoRA after E. Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, 2021, without its
scaling factor: the learning rate stands for it.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
import torch.distributed as dist
from torch import Tensor, nn
from transformers import BertModel

from indexes.rerank_models import LAYERS

LEAST_RATE = 0.02
"""Share of the learning rate to which it falls."""

REPORT_STEPS = 25

Item = TypeVar("Item")


class LowRank(nn.Module):
    """A linear layer, frozen, plus the product of two small matrices that learn.

    a: shape (rank, in), random. b: shape (out, rank), zeros, so that nothing changes at first. Both
    are kept in float32 and multiplied in the precision of the states.
    """

    def __init__(self, base: nn.Linear, rank: int) -> None:
        super().__init__()
        self.base = base
        scale = 1 / math.sqrt(base.in_features)
        self.a = nn.Parameter(torch.randn(rank, base.in_features) * scale)
        self.b = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, states: Tensor) -> Tensor:
        inner = nn.functional.linear(states, self.a.to(states.dtype))
        return torch.as_tensor(
            self.base(states) + nn.functional.linear(inner, self.b.to(inner.dtype))
        )


def adapt(model: BertModel, rank: int, frozen: torch.dtype) -> None:
    """Freeze the model and put a LowRank on each of its LAYERS, which become `frozen`."""
    model.requires_grad_(False)
    for layer in model.encoder.layer:
        for name in LAYERS:
            base = layer.get_submodule(name)
            assert isinstance(base, nn.Linear)
            layer.set_submodule(name, LowRank(base.to(frozen), rank))


def learned(module: nn.Module) -> dict[str, Tensor]:
    """What a checkpoint holds: all that learns, by name."""
    return {
        name: each.detach().cpu() for name, each in module.named_parameters() if each.requires_grad
    }


@dataclass(frozen=True, slots=True)
class Options:
    """epochs: passes over the questions, also fractions. rate: highest learning rate. rank: of the
    updates. batch: questions in a step. steps: end after so many; 0: after the epochs. device:
    `cpu` or `cuda`.
    """

    epochs: float = 1.0
    rate: float = 1e-3
    rank: int = 32
    batch: int = 24
    steps: int = 0
    device: str = "cpu"
    seed: int = 0

    def steps_over(self, questions: int) -> int:
        """How many steps there are with so many questions."""
        return self.steps or max(1, int(self.epochs * questions / self.batch))


def add_options(parser: argparse.ArgumentParser, plain: Options) -> None:
    """The folders, and all of Options. plain: the defaults."""
    add = parser.add_argument
    add("folder", type=Path, help="what training.rerank.mine wrote")
    add("--out", type=Path, help="folder for checkpoints; None: that folder")
    add("--epochs", type=float, default=plain.epochs, help="passes over the questions")
    add("--lr", dest="rate", type=float, default=plain.rate, help="highest learning rate")
    add("--rank", type=int, default=plain.rank, help="rank of the updates")
    add("--batch", type=int, default=plain.batch, help="questions in a step")
    add("--steps", type=int, default=plain.steps, help="stop after so many, for a quick try")
    add("--device", choices=("cpu", "cuda"), default=plain.device, help="where to compute")
    add("--seed", type=int, default=plain.seed, help="of all chance")


def share(step: int, steps: int, warm_up: int) -> float:
    """Of the highest learning rate: rises over the warm-up, falls in a line to LEAST_RATE."""
    return min(1.0, (step + 1) / warm_up) * max(LEAST_RATE, 1 - step / steps)


def endless(items: Sequence[Item], batch: int, rnd: random.Random) -> Iterator[list[Item]]:
    """Full batches, in a new order each time round."""
    while True:
        order = rnd.sample(items, len(items))
        for first in range(0, len(order) - batch + 1, batch):
            yield order[first : first + batch]


class Steps:
    """AdamW with its learning rate, step by step; says how the loss goes."""

    def __init__(self, module: nn.Module, rate: float, steps: int, warm_up: int) -> None:
        self._learning = [each for each in module.parameters() if each.requires_grad]
        self._optimizer = torch.optim.AdamW(self._learning, lr=rate, weight_decay=0.01)
        self._rate, self._steps, self._warm_up = rate, steps, warm_up
        self._mean = 0.0
        self._started = time.monotonic()

    def learn(self, step: int, loss: Tensor) -> None:
        """One step down the loss, together with the other processes if there are any."""
        for settings in self._optimizer.param_groups:
            settings["lr"] = self._rate * share(step, self._steps, self._warm_up)
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        average(self._learning)
        nn.utils.clip_grad_norm_(self._learning, 1.0)
        self._optimizer.step()
        self._mean = 0.98 * self._mean + 0.02 * loss.item() if step else loss.item()
        if step % REPORT_STEPS == 0 and first_process():
            took = time.monotonic() - self._started
            print(f"step {step} of {self._steps}: loss {self._mean:.3f}, {took:.0f} s", flush=True)


def average(parameters: Sequence[nn.Parameter]) -> None:
    """Give each process the mean of all processes' gradients; where there is one, do nothing.

    A parameter without a gradient counts as one with zeros.
    """
    if not dist.is_initialized():
        return
    gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters]
    flat = torch.cat([each.reshape(-1) for each in gradients])
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    parts = torch.split(flat, [each.numel() for each in gradients])
    for parameter, part in zip(parameters, parts, strict=True):
        parameter.grad = part.view_as(parameter)


def first_process() -> bool:
    """Whether this is the one that reports and saves."""
    return not dist.is_initialized() or dist.get_rank() == 0
