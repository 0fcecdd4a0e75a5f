"""From a checkpoint to the file that Footnote loads, in float16.

The head learns on top of the reranker's adapter. Here both become one, relative to the packaged
model: with A1, B1 of the reranker and A2, B2 of the head, B1 A1 + B2 A2 = [B1 B2] [A1; A2].
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from indexes.rerank_models import ADAPTER as RERANKER
from training.options import export_parser

ENTAILMENT = Path(__file__).parents[2] / "app" / "checking" / "adapter" / "entailment.safetensors"

_LAYERS = "m.encoder."


def export(checkpoint: Path, adapter: Path = ENTAILMENT, below: Path = RERANKER) -> Path:
    """Write the adapter, and return its path.

    checkpoint: of `Scorer.learned`. below: the reranker's adapter on which it was trained. Raises
    ValueError when the checkpoint holds anything else, or other layers than the reranker's adapter;
    OSError when a file cannot be read.
    """
    learned: dict[str, Tensor] = torch.load(checkpoint, map_location="cpu", weights_only=True)
    base = load_file(below)
    weights: dict[str, Tensor] = {}
    for name, each in learned.items():
        if name.startswith("head."):
            weights[name] = each
        elif name.startswith(_LAYERS):
            layer = name.removeprefix(_LAYERS)
            if layer not in base:
                raise ValueError(f"{layer} is not in {below}; give the reranker trained on")
            weights[layer] = torch.cat([base[layer].float(), each.float()], _across(layer))
        else:
            raise ValueError(f"{name} is no part of an entailment checkpoint")
    adapter.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: each.half().contiguous() for name, each in weights.items()}, adapter)
    return adapter


def _across(layer: str) -> int:
    """The rank's axis: `.a` has shape (rank, in), `.b` (out, rank)."""
    return 0 if layer.endswith(".a") else 1


def main(argv: Sequence[str] | None = None) -> int:
    """Export; argv: by default the process's."""
    parser = export_parser("training.checking.export", __doc__, "entailment.pt", ENTAILMENT)
    parser.add_argument(
        "--below", type=Path, default=RERANKER, help="the reranker's adapter it was trained on"
    )
    options = parser.parse_args(argv)
    path = export(options.checkpoint, options.adapter, options.below)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
