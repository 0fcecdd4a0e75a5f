"""The options and command lines that the trainings share."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TypeVar


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


@dataclass(frozen=True, slots=True)
class LongOptions(Options):
    """processes: that share each batch, on CPU; batch must be a multiple of it. start: a checkpoint
    to go on from.
    """

    processes: int = 1
    start: Path | None = None


Chosen = TypeVar("Chosen", bound=Options)


def parser(program: str, about: str | None) -> argparse.ArgumentParser:
    """One that tells its defaults. program: a module. about: its docstring."""
    return argparse.ArgumentParser(
        prog=f"python -m {program}",
        description=about,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )


def export_parser(
    program: str, about: str | None, checkpoint: str, adapter: Path
) -> argparse.ArgumentParser:
    """Of an export. checkpoint: its usual name. adapter: the file that is written by default."""
    made = parser(program, about)
    made.add_argument("checkpoint", type=Path, help=f"such as DIR/{checkpoint}")
    made.add_argument("--adapter", type=Path, default=adapter, help="file to write")
    return made


def training_parser(program: str, about: str | None, plain: Options) -> argparse.ArgumentParser:
    """Of a training: the folders, and all of Options or LongOptions. plain: the defaults."""
    made = parser(program, about)
    add = made.add_argument
    add("folder", type=Path, help="what training.rerank.mine wrote")
    add("--out", type=Path, help="folder for checkpoints; None: that folder")
    add("--epochs", type=float, default=plain.epochs, help="passes over the questions")
    add("--lr", dest="rate", type=float, default=plain.rate, help="highest learning rate")
    add("--rank", type=int, default=plain.rank, help="rank of the updates")
    add("--batch", type=int, default=plain.batch, help="questions in a step")
    add("--steps", type=int, default=plain.steps, help="stop after so many, for a quick try")
    add("--device", choices=("cpu", "cuda"), default=plain.device, help="where to compute")
    add("--seed", type=int, default=plain.seed, help="of all chance")
    if isinstance(plain, LongOptions):
        add("--processes", type=int, default=plain.processes, help="that share each batch, on CPU")
        add("--start", type=Path, help="checkpoint to go on from, of the same rank")
    return made


def chosen(
    parser: argparse.ArgumentParser, plain: Chosen, argv: Sequence[str] | None
) -> tuple[Path, Path, Chosen]:
    """The mined folder, the folder for checkpoints, and the options that `argv` gives."""
    given = parser.parse_args(argv)
    values = {each.name: getattr(given, each.name) for each in fields(plain)}
    return given.folder, given.out or given.folder, replace(plain, **values)
