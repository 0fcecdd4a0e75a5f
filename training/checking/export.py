"""From a checkpoint to the file that Footnote loads, together with the reranker's adapter."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from indexes.rerank_models import ADAPTER as RERANKER
from training.options import export_parser
from training.stacked import write

ENTAILMENT = Path(__file__).parents[2] / "app" / "checking" / "adapter" / "entailment.safetensors"


def export(checkpoint: Path, adapter: Path = ENTAILMENT, below: Path = RERANKER) -> Path:
    """Write the adapter, and return its path.

    checkpoint: of `Scorer.learned`. below: the reranker's adapter on which it was trained. Raises
    as `training.stacked.write` does.
    """
    return write(checkpoint, adapter, below, ("head.",))


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
