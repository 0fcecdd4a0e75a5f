from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.models import check_gguf, default_model_path
from indexes.errors import ModelError


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", r"m\.gguf is empty; download it again"),
        (b"Dear Sir", r"m\.gguf is not a GGUF file; set FOOTNOTE_MODEL"),
        (b"GGUF\3", r"m\.gguf is cut short; download it again"),
    ],
)
def test_file_that_cannot_be_a_model_is_named_with_the_remedy(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=words):
        check_gguf(path, "FOOTNOTE_MODEL")


def test_missing_file_is_named_with_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model file at .*m\.gguf; correct FOOTNOTE_LORA"):
        check_gguf(tmp_path / "m.gguf", "FOOTNOTE_LORA")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(b"GGUF" + bytes(20))
    path.chmod(0)
    with pytest.raises(ModelError, match=r"m\.gguf cannot be read \(Permission denied\)"):
        check_gguf(path, "FOOTNOTE_MODEL")


def test_packaged_model_is_one() -> None:
    check_gguf(default_model_path(), "FOOTNOTE_MODEL")
