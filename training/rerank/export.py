"""From a checkpoint to the file that Footnote loads, in float16."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from indexes.rerank_models import ADAPTER
from training.options import export_parser

_PARTS = {"m.encoder.layer.": "layer.", "h.": "head."}


def export(checkpoint: Path, adapter: Path = ADAPTER) -> Path:
    """Write the adapter, and return its path.

    checkpoint: of `Scorer.learned`. Raises ValueError when it holds anything else, OSError when it
    cannot be read.
    """
    learned: dict[str, Tensor] = torch.load(checkpoint, map_location="cpu", weights_only=True)
    weights = {renamed(name): each.half().contiguous() for name, each in learned.items()}
    adapter.parent.mkdir(parents=True, exist_ok=True)
    save_file(weights, adapter)
    return adapter


def renamed(name: str) -> str:
    """Of a checkpoint's part, the name in the file; raises ValueError for another."""
    for ours, theirs in _PARTS.items():
        if name.startswith(ours):
            return theirs + name.removeprefix(ours)
    raise ValueError(f"{name} is no part of a reranker's checkpoint")


def main(argv: Sequence[str] | None = None) -> int:
    """Export; argv: by default the process's."""
    parser = export_parser("training.rerank.export", __doc__, "final.pt", ADAPTER)
    options = parser.parse_args(argv)
    path = export(options.checkpoint, options.adapter)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
