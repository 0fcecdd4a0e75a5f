from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.settings import load
from app.versions import Adapters, VersionError
from indexes.errors import ModelError
from tests.app.versions.world import Clock, gguf


@pytest.fixture
def adapters(tmp_path: Path) -> Adapters:
    return Adapters(tmp_path, tmp_path / "operations.sqlite3", Clock())


def test_adapter_is_copied_in_with_what_is_known_of_it(tmp_path: Path, adapters: Adapters) -> None:
    file = gguf(tmp_path / "made.gguf")
    made = adapters.register(file, "feedback-1", "answers", {"correct": 0.71}, "brief@1")
    assert made.path == tmp_path / "adapters" / "feedback-1.gguf"
    assert made.path.read_bytes() == file.read_bytes()
    assert made.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (made.parent, dict(made.figures)) == ("answers", {"correct": 0.71})
    assert made.settings == {"lora": "adapters/feedback-1.gguf", "prompt": "brief@1"}
    assert adapters.get("feedback-1") == made
    assert [each.name for each in made.path.parent.iterdir()] == ["feedback-1.gguf"]


def test_names_count_on(tmp_path: Path, adapters: Adapters) -> None:
    file = gguf(tmp_path / "made.gguf")
    assert adapters.next_name() == "feedback-1"
    adapters.register(file, "feedback-9", "answers", {})
    adapters.register(file, "other", "answers", {})
    assert adapters.next_name() == "feedback-10"
    assert [each.name for each in adapters.list()] == ["other", "feedback-9"]


@pytest.mark.parametrize("name", ["", "../up", "A", "none", "a/b", "x.gguf", ".hidden"])
def test_what_is_no_name_is_refused(tmp_path: Path, adapters: Adapters, name: str) -> None:
    with pytest.raises(VersionError, match="no name"):
        adapters.register(gguf(tmp_path / "made.gguf"), name, "answers", {})


def test_name_that_is_taken_is_refused(tmp_path: Path, adapters: Adapters) -> None:
    adapters.register(gguf(tmp_path / "made.gguf"), "feedback-1", "answers", {})
    with pytest.raises(VersionError, match="feedback-2"):
        adapters.register(gguf(tmp_path / "other.gguf", "other"), "feedback-1", "answers", {})


def test_file_of_another_kind_is_refused(tmp_path: Path, adapters: Adapters) -> None:
    (tmp_path / "text.gguf").write_text("this is no model, but some text", encoding="utf-8")
    with pytest.raises(ModelError, match="not a GGUF"):
        adapters.register(tmp_path / "text.gguf", "feedback-1", "answers", {})
    assert adapters.list() == []


def test_adapter_in_force_is_not_removed(tmp_path: Path, adapters: Adapters) -> None:
    made = adapters.register(gguf(tmp_path / "made.gguf"), "feedback-1", "answers", {})
    with pytest.raises(VersionError, match="in force"):
        adapters.remove("feedback-1", str(made.path))
    adapters.remove("feedback-1", "")
    assert not made.path.exists()
    with pytest.raises(VersionError, match="none yet"):
        adapters.get("feedback-1")


def test_registered_name_can_be_set(tmp_path: Path, adapters: Adapters) -> None:
    made = adapters.register(gguf(tmp_path / "made.gguf"), "feedback-1", "answers", {})
    loaded = load({"FOOTNOTE_HOME": str(tmp_path), "FOOTNOTE_LORA": "feedback-1"})
    assert loaded.lora == str(made.path)


def test_file_that_is_gone_or_another_one_is_not_put_in_force(
    tmp_path: Path, adapters: Adapters
) -> None:
    made = adapters.register(gguf(tmp_path / "made.gguf"), "feedback-1", "answers", {})
    adapters.require(made)

    made.path.write_bytes(made.path.read_bytes() + b"more")
    with pytest.raises(VersionError, match="is not the adapter that was registered"):
        adapters.require(made)
    made.path.unlink()
    with pytest.raises(VersionError, match="feedback-1 is gone"):
        adapters.require(made)
