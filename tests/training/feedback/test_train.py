"""A few steps on the real model."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models import ADAPTER, check_gguf
from training.chat.evaluate import Case
from training.chat.sources import REFUSAL, Example, Source, packaged_prompt
from training.chat.tokens import Vocabulary
from training.feedback import train as training
from training.feedback.lora import read
from training.feedback.train import Options, train

pytest.importorskip("gguf", reason="needs training/requirements.txt")
pytestmark = pytest.mark.model


def cases() -> list[Case]:
    quay = Source("log.txt", ("The quay at Merrin Point was closed in 1932.",))
    asked = [
        Example("one", "When was the quay closed?", (quay,),
                "The quay at Merrin Point was closed in 1932 [1]."),
        Example("one", "Who closed the quay?", (quay,), REFUSAL),
    ]  # fmt: skip
    words, prompt = Vocabulary(), packaged_prompt()
    found = [(words.of(each, prompt), each.refused) for each in asked]
    return [Case(tokens, refused) for tokens, refused in found if tokens is not None]


def test_training_goes_on_from_an_adapter_and_keeps_the_best_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "LOOKS", 2)
    told: list[str] = []
    logged: list[int] = []
    made = train(
        cases(), cases(), ADAPTER, tmp_path / "new.gguf",
        Options(batch=2, minutes=5, passes=3, rate=1e-3), told.append,
        lambda figures, step: logged.append(step),
    )  # fmt: skip
    assert made.steps == 3
    assert made.kept > 0
    assert made.after.loss < made.before.loss
    assert logged[0] == 0
    assert logged[-1] == made.steps
    assert told[0].startswith("before: ")
    check_gguf(made.file, "the adapter")
    heads = {"self_attn.q_proj": 9, "self_attn.k_proj": 3}
    assert read(made.file, heads).keys() == read(ADAPTER, heads).keys()


def test_a_training_that_makes_it_worse_keeps_its_start(tmp_path: Path) -> None:
    made = train(
        cases(), cases(), ADAPTER, tmp_path / "new.gguf",
        Options(batch=2, minutes=5, passes=2, rate=50.0, warm_up=1), lambda line: None,
    )  # fmt: skip
    assert made.kept == 0
    assert made.after == made.before
