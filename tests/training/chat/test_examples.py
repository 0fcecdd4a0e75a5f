from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from tests.training.chat.made import CORPUS, asked
from training.chat.examples import main, shown, stream
from training.rerank.data import save

LEARNING = [each for context in range(3) for each in asked(context)]


def test_stream_is_the_same_for_the_same_seed_and_another_for_another_process() -> None:
    first, same, other = (
        list(islice(stream(CORPUS, LEARNING, 3, rank, 2), 20)) for rank in (0, 0, 1)
    )
    assert first == same != other


def test_processes_share_the_core_questions() -> None:
    only = asked()
    questions = [
        {each.question for each in islice(stream(CORPUS, only, 0, rank, 2), 60)
         if each.kind == "one"}
        for rank in (0, 1)
    ]  # fmt: skip
    assert all(questions)


def test_all_kinds_come() -> None:
    kinds = [each.kind for each in islice(stream(CORPUS, LEARNING), 300)]
    assert {*kinds} >= {"one", "table"}
    assert kinds.count("one") > kinds.count("table")


def test_nothing_of_what_is_held_out_is_shown() -> None:
    texts = {
        source.text for each in islice(stream(CORPUS, LEARNING), 300) for source in each.sources
    }
    assert not [text for text in texts if "Sunder Hill" in text or "Peder Holm" in text]


def test_no_questions_are_an_error() -> None:
    with pytest.raises(ValueError, match="no questions"):
        next(stream(CORPUS, []))


def test_questions_of_which_nothing_can_be_made_are_an_error() -> None:
    one = asked()[0]
    bad = type(one)(one.question, (0, 1), (), ((0, len(CORPUS.texts[0]) + 10),))
    with pytest.raises(ValueError, match="no example"):
        list(each for each in stream(CORPUS, [bad]) if each.kind == "one")


def test_examples_are_printed_for_reading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save(tmp_path, CORPUS, [each.question for each in LEARNING])
    example = next(stream(CORPUS, LEARNING))
    assert f"> {example.answer}" in shown(example)
    with pytest.raises(ValueError, match="no questions"):
        main([str(tmp_path), "-n", "1"])  # two negatives are fewer than are wanted
    capsys.readouterr()
