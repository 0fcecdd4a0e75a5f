from __future__ import annotations

from pathlib import Path

import pytest

from app.models.choose import choose, remove
from app.models.memory import GB
from app.models.records import model_path
from app.settings import load
from indexes.errors import ModelError
from tests.app.models.stub_hub import gguf


def here(home: Path, name: str, size: int = 100) -> Path:
    path = model_path(home, name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gguf(size))
    return path


def test_a_model_that_is_here_is_written_by_its_name(tmp_path: Path) -> None:
    path = here(tmp_path, "qwen2.5-0.5b")
    chosen = choose("qwen2.5-0.5b", tmp_path, tmp_path / "footnote.toml")
    assert (chosen.model.path, chosen.written) == (path, "qwen2.5-0.5b")
    assert chosen.needed == 2 * GB
    assert load({"FOOTNOTE_HOME": str(tmp_path)}).model == "qwen2.5-0.5b"


def test_the_packaged_model_is_an_empty_setting(tmp_path: Path) -> None:
    file = tmp_path / "footnote.toml"
    file.write_text('model = "openai:gpt-4o"\n')
    assert choose("smollm2-135m", tmp_path, file).written == ""
    assert load({"FOOTNOTE_HOME": str(tmp_path)}).model == ""


def test_a_path_is_written_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.gguf").write_bytes(gguf(100))
    monkeypatch.chdir(tmp_path)
    chosen = choose("mine.gguf", tmp_path / "home", tmp_path / "home" / "footnote.toml")
    assert chosen.written == str(tmp_path / "mine.gguf")
    assert load({"FOOTNOTE_HOME": str(tmp_path / "home")}).model == chosen.written


def test_a_remote_model_needs_no_memory_here(tmp_path: Path) -> None:
    chosen = choose("azure:office", tmp_path, tmp_path / "footnote.toml")
    assert (chosen.written, chosen.needed) == ("azure_openai:office", None)


@pytest.mark.parametrize(
    ("name", "said"),
    [("qwen2.5-7b", "models pull qwen2.5-7b"), ("gone.gguf", "no model file at")],
)
def test_what_is_not_here_is_not_written(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        choose(name, tmp_path, tmp_path / "footnote.toml")
    assert not (tmp_path / "footnote.toml").exists()


def test_removing_takes_the_file_its_record_and_its_parts(tmp_path: Path) -> None:
    path = here(tmp_path, "mine")
    path.with_suffix(".json").write_text("{}")
    (path.parent / f"mine.{'0' * 12}.part").write_bytes(b"GG")
    other = here(tmp_path, "mine.2")
    forgotten: list[Path] = []

    def forget(model: Path) -> int:
        forgotten.append(model)
        return 1000

    assert remove("mine", tmp_path, "", forget) == 1104
    assert list(path.parent.iterdir()) == [other]
    assert forgotten == [path]


@pytest.mark.parametrize(
    ("name", "used", "said"),
    [
        ("smollm2-135m", "mine", "packaged with Footnote and stays"),
        ("mine", "mine", "footnote models use smollm2-135m"),
        ("qwen2.5-7b", "", "no model 'qwen2.5-7b' under"),
        ("../models/mine", "", "no model '../models/mine' under"),
    ],
)
def test_what_cannot_be_removed_stays(tmp_path: Path, name: str, used: str, said: str) -> None:
    path = here(tmp_path, "mine")
    with pytest.raises(ModelError, match=said):
        remove(name, tmp_path, used)
    assert path.is_file()


def test_a_model_in_use_by_its_path_is_in_use(tmp_path: Path) -> None:
    path = here(tmp_path, "mine")
    with pytest.raises(ModelError, match="is the model in use"):
        remove("mine", tmp_path, str(path))
