from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import Settings
from app.versions import VersionError, Versions, registry
from app.versions.sets import VersionSet
from tests.app.versions.world import Clock, settings


def made(home: Path) -> Versions:
    return Versions(home / "operations.sqlite3", Clock(), lambda: "float32")


def test_set_that_answers_is_kept_with_dates_and_builds(tmp_path: Path) -> None:
    versions = made(tmp_path)
    named = versions.of(settings(tmp_path))
    assert versions.list() == []
    for build in ("b1", "b1", "b2"):
        versions.note(named, build)
    (used,) = made(tmp_path).list()
    assert used.versions == named
    assert [(each.build_id, each.answers) for each in used.uses] == [("b2", 1), ("b1", 2)]
    assert (used.answers, used.id) == (3, named.id)
    assert used.first_used < used.last_used


def test_set_used_last_comes_first(tmp_path: Path) -> None:
    versions = made(tmp_path)
    one, two = versions.of(settings(tmp_path)), versions.of(settings(tmp_path, hits=3))
    for each in (one, two, one):
        versions.note(each, "b1")
    assert [each.id for each in versions.list()] == [one.id, two.id]


def test_beginning_of_an_id_will_do_while_it_is_clear(tmp_path: Path) -> None:
    versions = made(tmp_path)
    sets = [VersionSet((("hits", str(number)),)) for number in range(20)]
    for each in sets:
        versions.note(each, "b1")
    assert versions.get(sets[0].id[:11]).versions == sets[0]
    twice = next(each.id[0] for each in sets if sum(one.id[0] == each.id[0] for one in sets) > 1)
    with pytest.raises(VersionError, match="Several"):
        versions.get(twice)
    with pytest.raises(VersionError, match="No answer"):
        versions.get("")


def test_same_settings_are_described_once(tmp_path: Path) -> None:
    versions, chosen = made(tmp_path), settings(tmp_path)
    assert versions.begin(chosen) is versions.begin(settings(tmp_path))


def test_what_failed_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions, chosen = made(tmp_path), settings(tmp_path)

    def broken(*_: object) -> VersionSet:
        raise OSError("cannot be read")

    with monkeypatch.context() as patch:
        patch.setattr(registry, "describe", broken)
        with pytest.raises(OSError, match="cannot be read"):
            versions.of(chosen)
    assert versions.of(chosen).part("model") == "tiny.gguf"


def test_other_precision_of_the_library_is_another_set(tmp_path: Path) -> None:
    precision = ["float32"]
    versions = Versions(tmp_path / "operations.sqlite3", Clock(), lambda: precision[0])
    chosen: Settings = settings(tmp_path)
    before = versions.of(chosen)
    precision[0] = "bfloat16"
    assert versions.of(chosen).id != before.id
