"""From mined contexts to an entailment head that Footnote loads, by the commands themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.checking.entailment import EntailmentHead
from tests.training.checking.made import CORPUS, QUESTIONS
from training.checking import evaluate, export, train
from training.rerank import data
from training.rerank.data import Corpus

SMALL = ["--steps", "2", "--batch", "4", "--rank", "2"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data.save(tmp_path / "mined", CORPUS, QUESTIONS)
    return tmp_path / "mined"


@pytest.mark.model
@pytest.mark.parametrize("processes", ["1", "2"])
def test_two_steps_make_a_head_that_footnote_loads(
    folder: Path, processes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train.main([str(folder), *SMALL, "--processes", processes]) == 0
    adapter = folder / "head.safetensors"
    assert export.main([str(folder / "entailment.pt"), "--adapter", str(adapter)]) == 0
    assert len(EntailmentHead(adapter=adapter).logits([("Kelp grows.", "Kelp grows here.")])) == 1
    if processes == "1":
        assert train.main([str(folder), *SMALL, "--start", str(folder / "entailment.pt")]) == 0
        assert evaluate.main([str(folder), "--adapter", str(adapter)]) == 0
        assert "limit by the first half" in capsys.readouterr().out


def test_nothing_to_learn_from_is_an_error(tmp_path: Path) -> None:
    data.save(tmp_path, Corpus(("Kelp grows.",), (0, 1), (0,), frozenset({0})), [])
    with pytest.raises(ValueError, match="too few to learn from"):
        train.train(tmp_path, tmp_path, train.Options())


def test_a_batch_that_cannot_be_shared_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="multiple of --processes"):
        train.train(tmp_path, tmp_path, train.Options(batch=3, processes=2))


@pytest.mark.parametrize("module", [train, export, evaluate])
def test_help_is_there(module: object, capsys: pytest.CaptureFixture[str]) -> None:
    main = getattr(module, "main")  # noqa: B009  # mypy knows no attribute of `object`
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    assert "usage: python -m training.checking." in capsys.readouterr().out
