"""From rows to a reranker that Footnote loads, by the commands themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexes.rerank_models import AdapterReranker
from tests.training.commands import Main, helped, mined
from training.rerank import data, export, mine, train

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Mined from fifteen rows."""
    return mined(tmp_path_factory.mktemp("rerank"))


def test_every_question_has_its_answer_and_chunks_of_all_other_contexts(folder: Path) -> None:
    corpus, questions = data.load(folder)
    assert len(questions) == 15
    for question in questions:
        assert {corpus.contexts[chunk] for chunk in question.good} == {question.context}
        others = [corpus.contexts[chunk] for chunk in question.negatives]
        assert sorted([*others, question.context]) == [0, 1, 2, 3, 4]


def test_hard_negatives_are_about_the_same(folder: Path) -> None:
    corpus, questions = data.load(folder)
    first = next(question for question in questions if "keeper" in question.text)
    assert "keeper" in " ".join(corpus.texts[at] for at in corpus.near(first.negatives[0], 1))


def test_two_steps_make_a_reranker_that_footnote_loads(folder: Path) -> None:
    arguments = [str(folder), "--steps", "2", "--batch", "2", "--rank", "2", "--negatives", "2"]
    assert train.main(arguments) == 0
    adapter = folder / "reranker.safetensors"
    assert export.main([str(folder / "final.pt"), "--adapter", str(adapter)]) == 0
    (scores,) = AdapterReranker(adapter=adapter).scores(
        "Who kept it?", [["Ilse did.", "It rains."]]
    )
    assert len(scores) == 2


def test_too_few_questions_are_an_error(folder: Path) -> None:
    with pytest.raises(ValueError, match="do not fill one batch"):
        train.train(folder, folder, train.Options(batch=1000))


@pytest.mark.parametrize("main", [mine.main, train.main, export.main])
def test_help_is_there(main: Main, capsys: pytest.CaptureFixture[str]) -> None:
    assert "usage: python -m training.rerank." in helped(main, capsys)
