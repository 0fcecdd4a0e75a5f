from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
import torch
from torch import nn

from training.common import (
    LEAST_RATE,
    LowRank,
    Steps,
    average,
    endless,
    first_process,
    in_processes,
    learned,
    resume,
    run,
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


@dataclass
class Noted:
    """A trainer that notes what it is told to do."""

    steps: int
    told: list[str] = field(default_factory=list)

    def step(self, step: int) -> None:
        self.told.append(str(step))

    def check(self, path: Path) -> None:
        self.told.append(path.name)


def test_a_run_keeps_checkpoints_on_the_way_and_at_the_end(tmp_path: Path) -> None:
    trainer = Noted(5)
    assert run(trainer, 2, tmp_path / "last.pt", tmp_path / "final.pt") == tmp_path / "final.pt"
    assert trainer.told == ["0", "1", "2", "last.pt", "3", "4", "last.pt", "final.pt"]


def test_a_checkpoint_comes_back_and_one_of_another_rank_is_refused(tmp_path: Path) -> None:
    before, after = LowRank(nn.Linear(6, 4), 2), LowRank(nn.Linear(6, 4), 2)
    nn.init.normal_(before.b)
    torch.save(learned(before), tmp_path / "made.pt")
    resume(after, tmp_path / "made.pt")
    assert all(torch.equal(each, learned(before)[name]) for name, each in learned(after).items())
    with pytest.raises(ValueError, match=r"made\.pt .* --rank"):
        resume(LowRank(nn.Linear(6, 4), 3), tmp_path / "made.pt")


def test_a_checkpoint_without_all_that_learns_is_refused(tmp_path: Path) -> None:
    layer = LowRank(nn.Linear(6, 4).requires_grad_(False), 2)
    torch.save({"a": learned(layer)["a"]}, tmp_path / "part.pt")
    with pytest.raises(ValueError, match=r"part\.pt is no checkpoint"):
        resume(layer, tmp_path / "part.pt")


def _averaged(folder: Path, rank: int) -> None:
    layer = nn.Linear(2, 1)
    layer.weight.grad = torch.full_like(layer.weight, float(rank))
    average(list(layer.parameters()))
    assert layer.weight.grad.tolist() == [[0.5, 0.5]]
    assert layer.bias.grad is not None
    assert layer.bias.grad.tolist() == [0.0]
    if first_process():
        (folder / "first").write_text(str(rank), encoding="utf-8")


def test_two_processes_share_the_mean_of_their_gradients(tmp_path: Path) -> None:
    in_processes(partial(_averaged, tmp_path), 2, 4)
    assert (tmp_path / "first").read_text(encoding="utf-8") == "0"


def test_one_process_is_this_very_one() -> None:
    called: list[int] = []
    in_processes(called.append, 1, 3)
    assert called == [0]


def test_a_batch_that_cannot_be_shared_is_an_error() -> None:
    called: list[int] = []
    with pytest.raises(ValueError, match="multiple of --processes"):
        in_processes(called.append, 2, 3)
    assert not called
