from __future__ import annotations

import sys

import pytest
import torch

from training.chat.weights import gguf_package, gguf_rows, torch_rows


def test_rows_of_a_head_stand_in_pairs_in_a_gguf() -> None:
    halves = torch.tensor([[1.0], [2.0], [3.0], [-1.0], [-2.0], [-3.0]])
    assert gguf_rows(halves, 1).flatten().tolist() == [1, -1, 2, -2, 3, -3]


def test_both_orders_are_each_others_inverse() -> None:
    weight = torch.randn(48, 5)
    assert torch.equal(torch_rows(gguf_rows(weight, 3), 3), weight)
    assert torch.equal(gguf_rows(torch_rows(weight, 4), 4), weight)
    assert not torch.equal(gguf_rows(weight, 3), weight)


def test_a_missing_package_is_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gguf", None)
    with pytest.raises(ModuleNotFoundError, match=r"training/requirements\.txt"):
        gguf_package()
