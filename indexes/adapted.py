"""What models of the packaged MiniLM with an adapter share: reading the file, running batches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from indexes.errors import ModelError
from indexes.pairs import batches

if TYPE_CHECKING:
    import torch
    from torch import nn

BATCH_TOKENS = 1024
"""Most padded tokens of a batch: what one thread takes well."""

T = TypeVar("T")


def weights_of(adapter: Path, called: str, remedy: str = "") -> dict[str, torch.Tensor]:
    """What the file holds. Raises ModelError when it cannot be read.

    called: what the error says the file is, such as `reader's adapter`. remedy: what it adds to
    `install Footnote anew`.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return load_file(adapter)
    except (OSError, ValueError, SafetensorError) as error:
        raise ModelError(
            f"The {called} {adapter} cannot be read ({error}); install Footnote anew{remedy}."
        ) from error


def filled(module: nn.Module, prefix: str, weights: Mapping[str, torch.Tensor]) -> nn.Module:
    """The module with the weights whose names begin so; raises RuntimeError unless they fit."""
    own = {
        name.removeprefix(prefix): each.float()
        for name, each in weights.items()
        if name.startswith(prefix)
    }
    module.load_state_dict(own)
    return module


def in_batches(
    workers: Executor, sizes: Sequence[int], run: Callable[[Sequence[int]], Sequence[T]]
) -> list[T]:
    """What `run` gives for each number, in order. sizes: tokens of each.

    run: is called in the workers with numbers that are of about one size.
    """
    order = list(batches(sizes, BATCH_TOKENS))
    found = {
        at: each
        for batch, results in zip(order, workers.map(run, order), strict=True)
        for at, each in zip(batch, results, strict=True)
    }
    return [found[at] for at in range(len(sizes))]
