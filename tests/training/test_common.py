from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch
import torch.distributed as dist
from torch import nn
from torch.multiprocessing.spawn import spawn

from training.common import (
    LEAST_RATE,
    LowRank,
    Options,
    Steps,
    average,
    endless,
    first_process,
    learned,
    share,
)


def test_a_low_rank_update_changes_nothing_at_first() -> None:
    base = nn.Linear(6, 4)
    states = torch.randn(3, 6)
    assert torch.equal(LowRank(base, 2)(states), base(states))


def test_a_low_rank_update_is_added() -> None:
    layer = LowRank(nn.Linear(6, 4), 2)
    nn.init.normal_(layer.b)
    states = torch.randn(3, 6)
    expected = states @ (layer.base.weight + layer.b @ layer.a).T + layer.base.bias
    assert torch.allclose(layer(states), expected, atol=1e-5)


def test_matrices_stay_in_float32_when_the_states_are_not() -> None:
    layer = LowRank(nn.Linear(6, 4).to(torch.bfloat16), 2)
    assert layer(torch.randn(3, 6, dtype=torch.bfloat16)).dtype == torch.bfloat16
    assert layer.a.dtype == torch.float32


def test_a_checkpoint_holds_what_learns_alone() -> None:
    layer = LowRank(nn.Linear(6, 4).requires_grad_(False), 2)
    assert learned(layer).keys() == {"a", "b"}


def test_rate_rises_then_falls_to_its_least() -> None:
    shares = [share(step, 1000, 60) for step in range(1000)]
    assert max(shares) == shares[59] < 1
    assert shares[-1] == LEAST_RATE
    assert min(shares) == 1 / 60


def test_every_item_comes_once_in_a_round_but_for_what_fills_no_batch() -> None:
    batches = endless(list(range(10)), 3, random.Random(0))
    first, second = ([next(batches) for _ in range(3)] for _ in range(2))
    assert len({item for batch in first for item in batch}) == 9
    assert first != second


def test_steps_are_those_asked_for_or_those_of_the_epochs() -> None:
    assert Options(epochs=1.5, batch=10).steps_over(100) == 15
    assert Options(batch=200).steps_over(100) == 1
    assert Options(steps=7).steps_over(100) == 7


def test_steps_go_down_and_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    layer = nn.Linear(2, 1)
    steps = Steps(layer, 0.1, 50, 5)
    states = torch.ones(1, 2)
    before = layer(states).pow(2).mean().item()
    for step in range(50):
        steps.learn(step, layer(states).pow(2).mean())
    assert layer(states).pow(2).mean().item() < before
    assert "step 25 of 50: loss " in capsys.readouterr().out


def test_a_single_process_averages_nothing_and_is_the_first() -> None:
    layer = nn.Linear(2, 1)
    average(list(layer.parameters()))
    assert layer.weight.grad is None
    assert first_process()


def _averaged(rank: int, folder: Path) -> None:
    dist.init_process_group("gloo", f"file://{folder / 'meet'}", rank=rank, world_size=2)
    layer = nn.Linear(2, 1)
    layer.weight.grad = torch.full_like(layer.weight, float(rank))
    average(list(layer.parameters()))
    assert layer.weight.grad.tolist() == [[0.5, 0.5]]
    assert layer.bias.grad is not None
    assert layer.bias.grad.tolist() == [0.0]
    if first_process():
        (folder / "first").write_text(str(rank), encoding="utf-8")
    dist.destroy_process_group()


def test_two_processes_share_the_mean_of_their_gradients(tmp_path: Path) -> None:
    spawn(_averaged, (tmp_path,), nprocs=2)  # type: ignore[no-untyped-call]  # torch leaves it so
    assert (tmp_path / "first").read_text(encoding="utf-8") == "0"
