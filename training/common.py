"""What the trainings of all adapters share: low-rank updates, rates, steps, processes.

LoRA after E. Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, 2021, without its
scaling factor: the learning rate stands for it.
"""

from __future__ import annotations

import math
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.multiprocessing.spawn import spawn
from transformers import BertModel

from indexes.minilm import LAYERS

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


def resume(model: nn.Module, checkpoint: Path) -> None:
    """Put a checkpoint's updates into an adapted model.

    Raises ValueError when it is of another model or rank, OSError when it cannot be read.
    """
    given: dict[str, Tensor] = torch.load(checkpoint, map_location="cpu", weights_only=True)
    learning = {name: each for name, each in model.named_parameters() if each.requires_grad}
    shapes = {name: each.shape for name, each in learning.items()}
    if {name: each.shape for name, each in given.items()} != shapes:
        raise ValueError(
            f"{checkpoint} is no checkpoint of this model with this rank; give the --rank that it "
            "was trained with"
        )
    with torch.no_grad():
        for name, each in learning.items():
            each.copy_(given[name])


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


class Trainer(Protocol):
    """A model while it learns. steps: how many there are."""

    steps: int

    def step(self, step: int) -> None:
        """Learn from one batch."""

    def check(self, path: Path) -> None:
        """Keep the model at `path`, and say how good it is."""


def run(trainer: Trainer, every: int, meanwhile: Path, final: Path) -> Path:
    """All steps, with a checkpoint after every so many of them; returns `final`, the last one."""
    for step in range(trainer.steps):
        trainer.step(step)
        if step and step % every == 0:
            trainer.check(meanwhile)
    trainer.check(final)
    return final


def in_processes(part: Callable[[int], object], processes: int, batch: int) -> None:
    """Call `part` in so many processes, each with its number, from 0 on; one: in this very process.

    part: pickled for several, so a function of a module or a partial of one. batch: questions in a
    step. Raises ValueError when the processes cannot share a batch evenly.
    """
    if batch % processes:
        raise ValueError(
            f"{batch} questions in a step cannot be shared by {processes} processes; "
            "choose --batch a multiple of --processes"
        )
    if processes == 1:
        part(0)
        return
    with tempfile.TemporaryDirectory() as meeting:
        given = (part, processes, f"file://{meeting}/meet")
        spawn(_joined, given, nprocs=processes)  # type: ignore[no-untyped-call]  # torch's


def _joined(rank: int, part: Callable[[int], object], processes: int, meeting: str) -> None:
    """One of several processes, which each have their part of the cores."""
    torch.set_num_threads(max(1, (os.cpu_count() or 1) // processes))
    dist.init_process_group("gloo", meeting, rank=rank, world_size=processes)
    part(rank)
    dist.destroy_process_group()


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
