from __future__ import annotations

import random
from dataclasses import replace

import pytest
import torch

from tests.training.reader.test_targets import PAIR, TEXT
from training.reader.answers import Located
from training.reader.evaluate import CHUNK_WEIGHT, QUESTIONS, WRONG, best, measured
from training.reader.scores import auroc, exact, f1
from training.reader.targets import Logits, Passage
from training.rerank.data import Question


def logits(starts: list[float], ends: list[float], chunks: list[float]) -> Logits:
    return Logits(torch.tensor(starts), torch.tensor(ends), torch.tensor(chunks))


LOW = logits([-9] * 5, [-9] * 5, [-9, -9, 50])
RIGHT = Passage(PAIR, TEXT, (0.0, 1.0, 0.0), (3,), (4,))


def test_the_best_phrase_of_all_passages_is_taken() -> None:
    sure = logits([-9, -9, 1, 3, -9], [-9, 4, -9, 1, 2], [-1, 2, 50])
    found = best([LOW, sure], [replace(RIGHT, labels=(0.0, 0.0, 0.0)), RIGHT])
    assert found.text == "eight sharp"
    assert found.sentence
    assert found.answerable == pytest.approx(3 + 2 + CHUNK_WEIGHT * 2)


def test_a_phrase_in_another_sentence_is_wrong_there() -> None:
    assert not best([logits([5, 0, 0, 0, 0], [5, 0, 0, 0, 0], [1, 1, 1])], [RIGHT]).sentence


def test_exact_match_and_f1_look_past_case_punctuation_and_articles() -> None:
    assert exact("The Mill.", ["a mill", "x"]) == 1
    assert exact("The old mill", ["mill"]) == 0
    assert f1("the old mill", ["mill", "old stone mill"]) == pytest.approx(0.8)
    assert f1("mill", ["bridge"]) == 0


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    assert auroc([3, 2], [1, 0]) == 1
    assert auroc([1, 1], [1, 1]) == 0.5
    assert auroc([0], [1, 2]) == 0


def test_measured_questions_are_the_same_each_time_and_of_telling_sources() -> None:
    held = [
        Located(Question(f"{at}?", source, 0, (0,), (), tuple(range(9))), (0,), (), ())
        for at in range(500)
        for source in ("made-up", "qamr-dev", "squadshifts-reddit")
    ]
    found = measured(held, random.Random(1))
    assert len(found) == QUESTIONS
    assert {each.question.source for each in found} == {"made-up"}
    assert {each.question.negatives for each in found} == {tuple(range(WRONG))}
    assert measured(held, random.Random(1)) == found
