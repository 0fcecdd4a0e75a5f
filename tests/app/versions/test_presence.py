from __future__ import annotations

from pathlib import Path

import pytest

from app.versions.presence import require
from indexes.errors import ModelError, PromptError
from tests.app.versions.world import gguf, settings


def test_settings_whose_files_are_here_are_fit(tmp_path: Path) -> None:
    lora = gguf(tmp_path / "adapters" / "feedback-1.gguf", "lora")
    require(settings(tmp_path, lora=str(lora), prompt="brief@1"))
    with pytest.raises(ModelError, match="setting model"):
        require(settings(tmp_path, model=str(tmp_path / "gone.gguf")))
    with pytest.raises(ModelError, match="setting lora"):
        require(settings(tmp_path, lora=str(tmp_path / "gone.gguf")))
    with pytest.raises(PromptError, match="nonsense@1"):
        require(settings(tmp_path, prompt="nonsense@1"))
