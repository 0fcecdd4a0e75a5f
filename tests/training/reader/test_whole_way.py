"""From rows to a reader that Footnote loads, by the commands themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from app.reading.model import Reader
from tests.training.commands import Main, helped, mined
from training.reader import export, tables, train
from training.reader.model import Scorer
from training.rerank import data

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Mined from fifteen rows; all questions have as many negatives as are wanted."""
    return mined(tmp_path_factory.mktemp("reader"))


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


def test_tables_are_learnt_from_behind_the_texts_and_never_held_out(folder: Path) -> None:
    corpus, questions = data.load(folder)
    learning, held = train.questions_of(corpus, questions)
    larger, with_tables, still_held = train.material(corpus, questions, 0)
    assert larger.texts[: len(corpus.texts)] == corpus.texts
    texts = [each.question.text for each in with_tables[: len(learning)]]
    assert texts == [each.question.text for each in learning]
    made_up = {each.question.source for each in with_tables[len(learning) :]}
    assert tables.SOURCE in made_up
    assert "made-up" not in made_up
    assert still_held == held
    assert {each.question.source for each in held} == {"made-up"}


def test_texts_beside_a_question_are_learnt_from_as_wrong(folder: Path) -> None:
    corpus, questions = data.load(folder)
    learning, _ = train.questions_of(corpus, questions)
    _, learnt, _ = train.material(corpus, questions, 0)
    for each in learnt[: len(learning)]:
        own = each.question.context
        beside = {at for at in range(own - 2, own + 3) if 0 < at < 5} - {own}
        assert beside <= {corpus.contexts[at] for at in each.question.negatives}


def test_a_training_goes_on_from_a_checkpoint_of_its_rank(folder: Path) -> None:
    checkpoint = folder / "before.pt"
    arguments = [str(folder), "--out", str(folder / "on"), "--steps", "1", "--batch", "2"]
    before = {name: torch.full_like(each, 0.01) for name, each in Scorer(2).learned().items()}
    torch.save(before, checkpoint)
    assert train.main([*arguments, "--rank", "2", "--start", str(checkpoint)]) == 0
    after = torch.load(folder / "on" / "reader.pt", weights_only=True)
    assert all(torch.allclose(each, before[name], atol=1e-3) for name, each in after.items())
    with pytest.raises(ValueError, match=r"before\.pt .* --rank"):
        train.main([*arguments, "--rank", "3", "--start", str(checkpoint)])


def test_too_few_questions_are_an_error(folder: Path) -> None:
    with pytest.raises(ValueError, match="do not fill one batch"):
        train.train(folder, folder, train.Options(batch=10_000))


def test_a_batch_that_cannot_be_shared_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="multiple of --processes"):
        train.train(tmp_path, tmp_path, train.Options(batch=3, processes=2))


@pytest.mark.parametrize("main", [train.main, export.main])
def test_help_is_there(main: Main, capsys: pytest.CaptureFixture[str]) -> None:
    assert "usage: python -m training.reader." in helped(main, capsys)
