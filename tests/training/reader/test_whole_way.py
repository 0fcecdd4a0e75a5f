"""From rows to a reader that Footnote loads, by the commands themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.reading.model import Reader
from tests.training.rerank.rows import write
from training.reader import export, train
from training.rerank import data, mine

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Mined from fifteen rows; all questions have as many negatives as are wanted."""
    folder = tmp_path_factory.mktemp("reader")
    rows = write(folder / "rows.jsonl.gz")
    assert mine.main(["--data", str(rows), "--out", str(folder), "--precision", "float32"]) == 0
    return folder


def test_mined_questions_keep_their_answers(folder: Path) -> None:
    _, questions = data.load(folder)
    assert ("Ilse Brandt",) in [question.answers for question in questions]


@pytest.mark.parametrize("processes", ["1", "2"])
def test_two_steps_make_a_reader_that_footnote_loads(folder: Path, processes: str) -> None:
    out = folder / processes
    arguments = [str(folder), "--out", str(out), "--steps", "2", "--batch", "2", "--rank", "2"]
    assert train.main([*arguments, "--processes", processes]) == 0
    adapter = out / "reader.safetensors"
    assert export.main([str(out / "reader.pt"), "--adapter", str(adapter)]) == 0
    (found,) = Reader(adapter=adapter).read("Who kept it?", [["Ilse did.", "It rains."]])
    assert len(found.chunks) == 2
    assert found.spans


def test_questions_of_a_context_are_learnt_from_or_held_out(folder: Path) -> None:
    learning, held = train.questions_of(*data.load(folder))
    assert {each.question.context for each in held} == {0}
    assert {each.question.context for each in learning} == {1, 2, 3, 4}


def test_too_few_questions_are_an_error(folder: Path) -> None:
    with pytest.raises(ValueError, match="do not fill one batch"):
        train.train(folder, folder, train.Options(batch=1000))


def test_a_batch_that_cannot_be_shared_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="multiple of --processes"):
        train.train(tmp_path, tmp_path, train.Options(batch=3, processes=2))


@pytest.mark.parametrize("module", [train, export])
def test_help_is_there(module: object, capsys: pytest.CaptureFixture[str]) -> None:
    main = getattr(module, "main")  # noqa: B009  # mypy knows no attribute of `object`
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    assert "usage: python -m training.reader." in capsys.readouterr().out
