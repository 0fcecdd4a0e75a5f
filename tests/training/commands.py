"""What the tests of all trainings do with their commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import torch
from torch import nn

from tests.training.rerank.rows import write
from training.rerank import mine

Main = Callable[[Sequence[str] | None], int]


def mined(folder: Path) -> Path:
    """The folder, mined from fifteen rows."""
    rows = write(folder / "rows.jsonl.gz")
    assert mine.main(["--data", str(rows), "--out", str(folder), "--precision", "float32"]) == 0
    return folder


def helped(main: Main, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command says to --help."""
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    return capsys.readouterr().out


def as_trained(model: nn.Module) -> None:
    """Give the updates values that are not zero, as after training."""
    with torch.no_grad():
        for name, each in model.named_parameters():
            if name.endswith(".b"):
                each.copy_(0.02 * torch.randn_like(each))
