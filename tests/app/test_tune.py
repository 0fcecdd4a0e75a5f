from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from app.cli.tuning import tuned
from app.setting_lines import put
from app.settings import load
from app.tune import Tried, Way, advice, best, chunks, measure, ways
from indexes.embed import Embedder
from indexes.errors import ModelError, SettingsError
from indexes.windows import Vectors
from tests.fakes import HashingEmbedder

FLOAT, HALF = Way("torch", "float32", 2), Way("torch", "bfloat16", 2)
ONNX = Way("onnx", "float32", 2)


class Turned(HashingEmbedder):
    """Its vectors point somewhere else."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(super().passages(texts)[:, ::-1], np.float32)


def opener(way: Way) -> Embedder:
    if way == ONNX:
        raise ModelError("It cannot run.")
    return Turned() if way == HALF else HashingEmbedder()


def test_only_what_is_installed_is_tried_and_torch_in_float32_comes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.tune.is_installed", lambda backend: backend != "openvino")
    found = list(ways(2))
    assert found[0] == Way("torch", "float32", 1)
    assert ONNX in found
    assert HALF in found
    assert not any(way.backend == "openvino" for way in found)
    assert len(list(ways(1))) == 3


def test_each_way_is_measured_against_the_first() -> None:
    plain, turned, failed = measure([FLOAT, HALF, ONNX], opener, chunks())
    assert plain.off == pytest.approx(0, abs=1e-6)
    assert plain.per_cpu_s > 0
    assert turned.off > 0.1
    assert failed.failure == "It cannot run."


def test_the_fastest_faithful_way_is_chosen() -> None:
    slow, fast = Tried(FLOAT, 20, 40), Tried(HALF, 60, 100, 0.001)
    wrong, broken = Tried(ONNX, 99, 300, 0.2), Tried(ONNX, failure="It cannot run.")
    assert best([slow, fast, wrong, broken]) == fast
    assert best([wrong, broken]) is None


def test_of_ways_as_fast_the_one_that_takes_less_processor_is_chosen() -> None:
    thrifty = Tried(Way("torch", "bfloat16", 1), 80, 95)
    assert best([Tried(HALF, 50, 100), thrifty]) == thrifty


def test_advice_is_settings_that_load(tmp_path: Path) -> None:
    put(tmp_path / "footnote.toml", advice(Tried(HALF)))
    settings = load({"FOOTNOTE_HOME": str(tmp_path)})
    assert settings.embedding_precision == "bfloat16"
    put(tmp_path / "footnote.toml", advice(Tried(ONNX)))
    settings = load({"FOOTNOTE_HOME": str(tmp_path)})
    assert (settings.embedding_backend, settings.embedding_precision) == ("onnx", "auto")


def test_nothing_is_written_unless_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "footnote.toml"
    assert tuned([Tried(HALF, 60, 100)], file, write=False, as_json=False) == 0
    assert not file.exists()
    assert 'embedding_precision = "bfloat16"' in capsys.readouterr().out
    assert tuned([Tried(HALF, 60, 100)], file, write=True, as_json=True) == 0
    assert 'embedding_precision = "bfloat16"' in file.read_text()
    assert json.loads(capsys.readouterr().out)["settings"]["embedding_backend"] == "torch"


def test_nothing_faithful_is_said_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "footnote.toml"
    assert tuned([Tried(ONNX, failure="It cannot run.")], file, write=True, as_json=False) == 1
    assert not file.exists()
    assert "It cannot run." in capsys.readouterr().out


def test_the_rest_of_the_file_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "footnote.toml"
    file.write_text('# mine\nhits = 9\nembedding_backend = "torch"  # for now\n')
    put(file, {"embedding_backend": "onnx", "embedding_precision": "auto"})
    text = file.read_text()
    assert "# mine\nhits = 9\n" in text
    assert text.count("embedding_backend") == 1
    assert 'embedding_backend = "onnx"' in text


def test_a_file_that_is_no_toml_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "footnote.toml"
    file.write_text("hits = = 9\n")
    with pytest.raises(SettingsError, match="cannot be changed"):
        put(file, {"embedding_backend": "onnx"})
    assert file.read_text() == "hits = = 9\n"
