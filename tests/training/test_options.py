from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from training.options import LongOptions, Options, chosen, export_parser, training_parser


@dataclass(frozen=True, slots=True)
class Short(Options):
    rank: int = 7
    negatives: int = 3


def read(plain: Options, *argv: str) -> tuple[Path, Path, Options]:
    return chosen(training_parser("training.some", "About.", plain), plain, argv)


def test_steps_are_those_asked_for_or_those_of_the_epochs() -> None:
    assert Options(epochs=1.5, batch=10).steps_over(100) == 15
    assert Options(batch=200).steps_over(100) == 1
    assert Options(steps=7).steps_over(100) == 7


def test_without_arguments_the_options_are_the_plain_ones() -> None:
    assert read(Options(rank=9), "mined") == (Path("mined"), Path("mined"), Options(rank=9))
    assert read(LongOptions(rate=0.5), "mined")[2] == LongOptions(rate=0.5)


def test_every_argument_has_its_place() -> None:
    given = (
        "mined --out out --epochs 1.5 --lr 0.25 --rank 5 --batch 6 --steps 7 --device cuda "
        "--seed 8 --processes 2 --start before.pt"
    )
    assert read(LongOptions(), *given.split()) == (
        Path("mined"),
        Path("out"),
        LongOptions(1.5, 0.25, 5, 6, 7, "cuda", 8, 2, Path("before.pt")),
    )


def test_what_a_training_adds_is_read_too() -> None:
    plain = Short()
    parser = training_parser("training.some", None, plain)
    parser.add_argument("--negatives", type=int, default=plain.negatives)
    assert chosen(parser, plain, ["mined", "--negatives", "1"])[2] == Short(negatives=1)


def test_short_trainings_know_no_processes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read(Options(), "mined", "--processes", "2")
    assert "unrecognized arguments: --processes 2" in capsys.readouterr().err


def test_an_export_writes_the_packaged_adapter_unless_told_otherwise() -> None:
    parser = export_parser("training.some", None, "some.pt", Path("packaged"))
    assert parser.parse_args(["some.pt"]).adapter == Path("packaged")
    assert parser.parse_args(["some.pt", "--adapter", "mine"]).adapter == Path("mine")
    assert "such as DIR/some.pt" in parser.format_help()
