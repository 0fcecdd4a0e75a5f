from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.larger import larger_label, wrote
from app.models.records import model_path
from app.settings import Settings
from tests.app.ui.fakes import answer


@pytest.mark.parametrize(
    ("setting", "label"),
    [
        ("", ""),
        ("openai:gpt-4o", "openai:gpt-4o"),
        ("ollama:qwen3:8b", "ollama:qwen3:8b"),
        ("no-such-model", "no-such-model"),
        ("/models/Qwen3-8B-Q4_K_M.gguf", "Qwen3-8B-Q4_K_M"),
    ],
)
def test_larger_model_is_named_as_answers_name_it(tmp_path: Path, setting: str, label: str) -> None:
    assert larger_label(Settings(home=tmp_path, larger_model=setting)) == label


def test_larger_model_that_was_pulled_goes_by_its_name(tmp_path: Path) -> None:
    path = model_path(tmp_path, "mine")
    path.parent.mkdir(parents=True)
    path.touch()

    assert larger_label(Settings(home=tmp_path, larger_model="mine")) == "mine"


@pytest.mark.parametrize("model", ["Qwen3-8B", "Qwen3-8B+tone"])
def test_answer_of_the_larger_model_is_known(model: str) -> None:
    settings = Settings(larger_model="/models/Qwen3-8B.gguf")

    assert wrote(settings, replace(answer("q"), model=model))
    assert not wrote(settings, answer("q"))
    assert not wrote(settings, replace(answer("q"), model="Qwen3-8B-base"))


def test_without_a_larger_model_none_has_written(tmp_path: Path) -> None:
    assert not wrote(Settings(), replace(answer("q"), model=""))
