"""What a pull is asked for, before the hub is."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.pull import source
from indexes.errors import ModelError


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("smollm2-135m", "here already"),
        ("qwen2.5-1.5", "the nearest one is qwen2.5-1.5b"),
        ("owner/repository", "OWNER/REPOSITORY/FILE.gguf"),
        ("owner/repository/model.safetensors", "OWNER/REPOSITORY/FILE.gguf"),
        ("o/r/big-00001-of-00003.gguf", "one of several parts"),
        ("o/r/../../x.gguf", "no name that a file can have here"),
    ],
)
def test_what_cannot_be_pulled_is_told_before_the_hub_is_asked(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(ModelError, match=said):
        source(text, tmp_path)


def test_a_name_of_the_catalogue_stands_for_its_file(tmp_path: Path) -> None:
    found = source("Qwen2.5-0.5B", tmp_path)
    assert (found.name, found.repository) == ("qwen2.5-0.5b", "Qwen/Qwen2.5-0.5B-Instruct-GGUF")
