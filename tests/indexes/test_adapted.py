from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from torch import nn

from indexes.adapted import BATCH_TOKENS, filled, in_batches, weights_of
from indexes.errors import ModelError


def test_results_come_in_the_order_of_what_was_given() -> None:
    sizes = [BATCH_TOKENS, 3, BATCH_TOKENS // 2, 7, 1, BATCH_TOKENS]
    batches: list[Sequence[int]] = []

    def run(batch: Sequence[int]) -> list[int]:
        batches.append(batch)
        return [sizes[at] for at in batch]

    with ThreadPoolExecutor(2) as workers:
        assert in_batches(workers, sizes, run) == sizes
        assert in_batches(workers, [], run) == []
    assert len(batches) > 1


@pytest.mark.parametrize("content", [None, b"", b"no weights"])
def test_file_that_cannot_be_read_is_named_with_the_remedy(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "own.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=r"reader's adapter .*own.*anew, or do without\."):
        weights_of(path, "reader's adapter", ", or do without")


def test_module_takes_the_weights_of_its_prefix_alone() -> None:
    weights = {
        "own.weight": torch.ones(1, 2).half(),
        "own.bias": torch.zeros(1),
        "other": torch.ones(9),
    }
    module = filled(nn.Linear(2, 1), "own.", weights)
    assert module(torch.ones(2)).item() == 2.0
    with pytest.raises(RuntimeError):
        filled(nn.Linear(3, 1), "own.", weights)
