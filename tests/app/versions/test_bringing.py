from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.settings import Settings
from app.versions import Active, VersionError, Versions
from app.versions.bringing import bring, bring_back
from app.versions.describe import own_version
from app.versions.sets import VersionSet
from tests.app.versions.world import Clock, gguf, settings


def registry(home: Path) -> Versions:
    return Versions(home / "operations.sqlite3", Clock(), lambda: "float32")


def old(home: Path) -> Settings:
    lora = gguf(home / "adapters" / "feedback-1.gguf", "lora")
    return settings(home, lora=str(lora), prompt="brief@1", hits=5)


def test_any_set_comes_back_as_it_was(tmp_path: Path) -> None:
    versions, base = registry(tmp_path), settings(tmp_path)
    before = versions.of(old(tmp_path))
    found = bring(before, base, versions)
    assert found.values == {"lora": "adapters/feedback-1.gguf", "prompt": "brief@1", "hits": 5}
    assert found.notes == ()
    assert versions.of(found.settings) == before


def test_it_takes_the_place_of_all_that_is_in_force(tmp_path: Path) -> None:
    versions, base = registry(tmp_path), settings(tmp_path)
    active = Active(tmp_path, tmp_path / "operations.sqlite3", Clock(), {})
    active.put({"seed": 9}, "try")
    before = versions.of(replace(base, hits=5))
    assert bring_back(before, active, base, versions, "") == ()
    assert dict(active.values()) == {"hits": 5}
    assert versions.of(active.settings(base)).id == before.id
    assert active.history()[0].why == f"version {before.id} brought back"
    assert dict(active.back()) == {"seed": 9}


def test_file_that_has_gone_is_named(tmp_path: Path) -> None:
    versions = registry(tmp_path)
    before = versions.of(old(tmp_path))
    (tmp_path / "adapters" / "feedback-1.gguf").unlink()
    with pytest.raises(VersionError, match="The adapter feedback-1 is not here"):
        bring(before, settings(tmp_path), registry(tmp_path))


def test_file_that_has_become_another_is_named(tmp_path: Path) -> None:
    versions = registry(tmp_path)
    before = versions.of(old(tmp_path))
    gguf(tmp_path / "adapters" / "feedback-1.gguf", "quite another lora")
    with pytest.raises(VersionError, match="adapter feedback-1 is not the one that it was"):
        bring(before, settings(tmp_path), registry(tmp_path))


def test_refused_set_changes_nothing(tmp_path: Path) -> None:
    versions, base = registry(tmp_path), settings(tmp_path)
    active = Active(tmp_path, tmp_path / "operations.sqlite3", Clock(), {})
    before = versions.of(old(tmp_path))
    (tmp_path / "adapters" / "feedback-1.gguf").unlink()
    with pytest.raises(VersionError):
        bring_back(before, active, base, registry(tmp_path), "")
    assert dict(active.values()) == {}


def test_what_follows_footnote_itself_is_told(tmp_path: Path) -> None:
    versions, base = registry(tmp_path), settings(tmp_path)
    before = versions.of(base)
    parts = tuple((n, "0.0.1" if n == "Footnote" else v) for n, v in before.parts)
    (note,) = bring(VersionSet(parts, before.settings), base, versions).notes
    assert note == f"Footnote will be {own_version() or 'none'}; it was 0.0.1."


def test_library_that_another_model_indexed_has_to_be_rebuilt(tmp_path: Path) -> None:
    versions, base = registry(tmp_path), settings(tmp_path)
    (note,) = bring(versions.of(base), base, versions, "other-embedder").notes
    assert "footnote rebuild" in note
    assert bring(versions.of(base), base, versions, "all-MiniLM-L6-v2").notes == ()
