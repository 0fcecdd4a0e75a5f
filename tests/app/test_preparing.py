from __future__ import annotations

from pathlib import Path

import pytest

from app import preparing
from app.generators import LlamaCppChat
from app.layouts import Prepared, Step
from app.preparing import prepare_first, wanting
from app.prompts import load
from app.settings import Settings
from app.voices import Voice, Voices
from indexes.errors import ModelError
from tests.fakes import ScriptedChat


def voices(model: Path) -> Voices:
    return Voices.alone(LlamaCppChat(model=str(model)), load("answer@2"))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "small.gguf"
    path.write_bytes(b"GGUF" + bytes(100))
    return path


def test_small_model_that_was_never_prepared_is_wanting(model: Path, tmp_path: Path) -> None:
    found = wanting(voices(model), Settings(home=tmp_path))
    assert found is not None
    assert found.path == model


def test_prepared_model_is_not(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = Prepared(model, False, "Q8_0", 1)
    monkeypatch.setattr(preparing, "prepared", lambda *_: ready)
    assert wanting(voices(model), Settings(home=tmp_path)) is None


def test_large_models_are_left_to_the_command(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "LARGEST_BYTES", 50)
    assert wanting(voices(model), Settings(home=tmp_path)) is None


def test_setting_switches_it_off(model: Path, tmp_path: Path) -> None:
    assert wanting(voices(model), Settings(home=tmp_path, prepare="off")) is None


def test_missing_and_remote_models_are_not_wanting(tmp_path: Path) -> None:
    assert wanting(voices(tmp_path / "absent.gguf"), Settings(home=tmp_path)) is None
    local = Voice(ScriptedChat(), load("answer@2"))
    remote = Voice(ScriptedChat(), load("answer@2"), remote=True)
    assert wanting(Voices(remote, None, local), Settings(home=tmp_path)) is None


def test_model_that_cannot_be_prepared_is_used_as_it_is(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> Prepared:
        raise ModelError("The disk is full; make room.")

    monkeypatch.setattr(preparing, "prepare", fails)
    steps: list[Step] = []
    prepare_first(LlamaCppChat(model=str(model)), Settings(home=tmp_path), steps.append)
    assert "small is used as it is: The disk is full" in caplog.text
