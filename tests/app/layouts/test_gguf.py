from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.layouts import gguf
from app.models import default_model_path
from indexes.errors import ModelError
from tests.app.layouts import files


@pytest.fixture
def path(tmp_path: Path) -> Path:
    values: dict[str, files.Value] = {**files.MODEL, "a.list": [1, 2, 3], "a.number": 0.5}
    tensors = {"one": files.random(4, 3), "two": files.random(2, 2, half=True)}
    return files.write(tmp_path / "small.gguf", values, tensors)


def test_values_and_places_are_found(path: Path) -> None:
    found = gguf.read(path)
    assert found.architecture == "llama"
    assert found.values["a.number"] == 0.5
    assert found.arrays == {"a.list"}
    assert found.tensors["one"].shape == (3, 4)
    assert found.count == 16
    two = found.tensors["two"]
    assert two.kind == gguf.F16
    stored = np.frombuffer(path.read_bytes(), np.float16, 4, two.offset).reshape(2, 2)
    assert np.array_equal(stored, files.random(2, 2, half=True))


@pytest.mark.parametrize("length", [5, 20, 60, 150, 200])
def test_file_that_is_cut_short_is_named(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(ModelError, match=r"small\.gguf is cut short or damaged"):
        gguf.read(path)


def test_huge_counts_are_damage_and_no_long_wait(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[16:24] = b"\xff" * 8
    path.write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        gguf.read(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no model"])
def test_foreign_or_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"other\.gguf"):
        gguf.read(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        gguf.read(tmp_path / "none.gguf")


def test_packaged_model_is_understood() -> None:
    found = gguf.read(default_model_path())
    assert found.architecture == "llama"
    assert found.tensors["blk.0.attn_k.weight"].shape == (576, 192)
    assert "tokenizer.chat_template" in found.values
