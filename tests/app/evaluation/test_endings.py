from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.evaluation.endings import LlamaScorer, log_likelihoods, shared_length
from indexes.errors import ModelError, PromptError

CONTEXT = "The chef takes a knife and"
ENDINGS = ("cuts the onions.", "is a prime number.", "cuts sky by of.", "quietly the of was.")


def test_likelihoods_are_those_of_a_softmax() -> None:
    logits = np.log(np.array([[1, 2, 1], [8, 1, 1]], dtype=np.float32))
    assert log_likelihoods(logits, [1, 0]) == pytest.approx(np.log([0.5, 0.8]))


def test_great_logits_do_not_overflow() -> None:
    logits = np.array([[1000.0, 0.0]], dtype=np.float32)
    assert log_likelihoods(logits, [0]) == pytest.approx([0.0])


def test_each_ending_keeps_a_token_of_its_own() -> None:
    assert shared_length([[1, 2, 3], [1, 2, 4]]) == 2
    assert shared_length([[1, 2], [1, 2, 4]]) == 1
    assert shared_length([[1, 2], [1, 2]]) == 1


def test_a_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.gguf"
    path.write_text("no model")
    with pytest.raises(ModelError, match=r"notes\.gguf is not a GGUF file; set --model"):
        LlamaScorer(str(path)).score(CONTEXT, ENDINGS)


@pytest.mark.model
def test_the_packaged_model_prefers_what_makes_sense() -> None:
    scorer = LlamaScorer(threads=1)
    tasks = (
        (CONTEXT, ENDINGS),
        ("She opened her umbrella because", ("it was raining.", "it tree.", "of of.", "blue the.")),
        ("He drank a glass of", ("water.", "chairs.", "mountains.", "Tuesday.")),
    )
    for context, endings in tasks:
        scores = scorer.score(context, endings)
        assert scores.index(max(scores)) == 0
        assert all(score < 0 for score in scores)


@pytest.mark.model
def test_reusing_the_context_gives_the_scores_of_reading_it_anew() -> None:
    scorer = LlamaScorer(threads=1)
    turned = scorer.score(CONTEXT, ENDINGS[::-1])
    assert scorer.score(CONTEXT, ENDINGS) == pytest.approx(turned[::-1], abs=0.02)


@pytest.mark.model
def test_a_task_that_is_too_long_is_named() -> None:
    with pytest.raises(PromptError, match=r"“word word .* more than the 512"):
        LlamaScorer(threads=1).score("word " * 600, ENDINGS)
