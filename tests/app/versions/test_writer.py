from __future__ import annotations

from pathlib import Path

import pytest

from app.models import default_model_path
from app.versions.writer import written_by
from tests.app.versions.world import gguf, settings


def test_question_that_names_no_model_goes_by_the_settings(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    assert written_by(chosen, "") is chosen
    assert written_by(chosen, "tiny") is chosen
    assert written_by(chosen, "unheard-of") is chosen


@pytest.mark.parametrize("place", ["models/other.gguf"])
def test_model_that_was_chosen_comes_without_what_is_set_for_another(
    tmp_path: Path, place: str
) -> None:
    other = gguf(tmp_path / place)
    lora = gguf(tmp_path / "adapters" / "feedback-1.gguf")
    chosen = settings(tmp_path, lora=str(lora), prompt="brief@1")
    found = written_by(chosen, "other")
    assert (found.model, found.lora, found.prompt) == (str(other), "", "auto")
    packaged = written_by(chosen, f"{default_model_path().stem}+answers")
    assert (packaged.model, packaged.lora) == ("", "")


def test_larger_model_that_was_chosen_answers_alone(tmp_path: Path) -> None:
    chosen = settings(tmp_path, larger_model="openai:gpt-4o-mini")
    found = written_by(chosen, "openai:gpt-4o-mini")
    assert (found.model, found.larger_model) == ("openai:gpt-4o-mini", "")
