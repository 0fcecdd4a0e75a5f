from __future__ import annotations

from pathlib import Path

import pytest

from app.models.listing import Listed, listing
from app.models.memory import GB, in_gb, machine_bytes, needed_bytes
from app.models.records import model_path, record_path
from indexes.errors import ModelError
from tests.app.models.stub_hub import gguf


def states(home: Path, used: str, machine: int | None = None) -> dict[str, str]:
    return {row.name: row.state for row in listing(home, used, machine)}


def row(home: Path, name: str, used: str = "") -> Listed:
    return next(each for each in listing(home, used, None) if each.name == name)


def test_the_packaged_model_is_in_use_and_the_others_can_be_pulled(tmp_path: Path) -> None:
    found = states(tmp_path, "")
    assert found.pop("smollm2-135m") == "in use"
    assert set(found.values()) == {"not pulled"}


def test_what_this_machine_has_no_memory_for_is_too_large(tmp_path: Path) -> None:
    found = states(tmp_path, "", 4 * GB)
    assert (found["qwen2.5-1.5b"], found["qwen2.5-7b"]) == ("not pulled", "too large")


def test_a_pulled_model_is_here_and_then_in_use(tmp_path: Path) -> None:
    path = model_path(tmp_path, "qwen2.5-0.5b")
    path.parent.mkdir()
    path.write_bytes(gguf(50))
    assert states(tmp_path, "")["qwen2.5-0.5b"] == "here"
    assert states(tmp_path, "qwen2.5-0.5b")["qwen2.5-0.5b"] == "in use"
    assert states(tmp_path, "qwen2.5-0.5b")["smollm2-135m"] == "here"
    assert row(tmp_path, "qwen2.5-0.5b").size == 50


def test_files_of_ones_own_are_listed(tmp_path: Path) -> None:
    path = model_path(tmp_path, "mine")
    path.parent.mkdir()
    path.write_bytes(gguf(50))
    mine = row(tmp_path, "mine")
    assert (mine.about, mine.licence, mine.commercial) == ("a file of your own", "", None)
    assert mine.needed == needed_bytes(50)


def test_a_file_elsewhere_and_a_remote_model_are_listed_while_in_use(tmp_path: Path) -> None:
    (tmp_path / "mine.gguf").write_bytes(gguf(50))
    assert states(tmp_path, str(tmp_path / "mine.gguf"))["mine"] == "in use"
    assert row(tmp_path, "gone", "/gone.gguf").about == "missing: /gone.gguf"
    remote = row(tmp_path, "ollama:qwen", "ollama:qwen")
    assert (remote.path, remote.needed, remote.about) == (
        None,
        0,
        "asked over the network, through ollama",
    )


def test_a_name_in_use_that_is_not_here_is_in_use_nowhere(tmp_path: Path) -> None:
    assert "in use" not in states(tmp_path, "qwen2.5-7b").values()


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    path = model_path(tmp_path, "mine")
    path.parent.mkdir()
    path.write_bytes(gguf(50))
    record_path(path).write_text('{"name": 3')
    with pytest.raises(ModelError, match=r"mine\.json cannot be read .* delete it"):
        listing(tmp_path, "", None)


def test_sizes_are_decimal() -> None:
    assert [in_gb(size) for size in (98_362_432, 4_683_074_240)] == ["98 MB", "4.7 GB"]


def test_this_machine_has_memory() -> None:
    memory = machine_bytes()
    assert memory is None or memory > GB // 4
