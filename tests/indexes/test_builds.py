from __future__ import annotations

from pathlib import Path

import pytest

from indexes.builds import Manifest, check
from indexes.errors import LibraryError
from indexes.query import Query
from indexes.writer import CatalogWriter, Change
from tests.builders import activate, open_library, stage
from tests.fakes import HashingEmbedder


def test_healthy_library_has_no_problems(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    assert check(catalog, builds) == []
    stage(catalog, "a", ["One.", "Two."])
    activate(catalog, builds, "a")
    assert check(catalog, builds) == []


def test_check_reports_a_build_that_lacks_a_document(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "a", ["One."])
    build_id = activate(catalog, builds, "a")
    stage(catalog, "b", ["Two."])
    activate(catalog, builds, "b")
    CatalogWriter(catalog).activate(Change(), build_id, "hashing")
    assert any("footnote rebuild" in problem for problem in check(catalog, builds))


def test_check_reports_a_missing_build(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "a", ["One."])
    build_id = activate(catalog, builds, "a")
    (builds.folder / build_id / "dense.faiss").unlink()
    assert any("footnote rebuild" in problem for problem in check(catalog, builds))


def test_check_reports_words_that_are_missing_or_of_nobody(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "a", ["One fish.", "..."])
    stage(catalog, "b", ["Two fish."])
    build_id = activate(catalog, builds, "a", "b")
    assert check(catalog, builds) == []
    words = builds.folder / build_id / "words"
    lexical = builds.open(build_id).lexical
    lexical.remove("b")
    lexical.save(words)
    assert any("lacks words" in problem for problem in check(catalog, builds))
    lexical.add("b", *catalog.worded("b"))
    lexical.add("nobody", [50], ["More words."], [""])
    lexical.save(words)
    assert any("words of others" in problem for problem in check(catalog, builds))


def test_a_build_of_another_version_is_refused_with_the_remedy(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "a", ["One."])
    build_id = activate(catalog, builds, "a")
    path = builds.folder / build_id / "manifest.json"
    path.write_text(path.read_text().replace('"format": 2', '"format": 1'))
    with pytest.raises(LibraryError, match=r"another version.*footnote rebuild"):
        builds.open(build_id)


def test_publishing_again_mends_a_damaged_build(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "a", ["One."])
    build_id = activate(catalog, builds, "a")
    (builds.folder / build_id / "dense.faiss").write_bytes(b"junk")
    assert activate(catalog, builds, "a") == build_id
    assert check(catalog, builds) == []


def test_pruning_keeps_the_current_build_and_the_one_before(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    ids = []
    for name in ("a", "b", "c"):
        stage(catalog, name, [f"{name} is here."])
        ids.append(activate(catalog, builds, name))
    (builds.folder / ".half-written.1").mkdir()
    builds.prune(ids[-1])
    assert {path.name for path in builds.folder.iterdir()} == set(ids[1:])


def test_name_that_people_gave_makes_another_build_and_is_known_to_it(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "a", ["Otters sleep."])
    before = activate(catalog, builds, "a")
    assert builds.open(before).given == {}
    CatalogWriter(catalog).rename("a", "Zebra.txt")
    built = builds.open(before)
    built.name(catalog, "a")
    assert built.given == {"a": "Zebra.txt"}
    manifest = Manifest("hashing", "float32", 64, built.dense.ranges, built.given)
    after = builds.publish(built, manifest)
    assert after != before
    assert builds.open(after).given == {"a": "Zebra.txt"}
    query = Query.of("zebra", HashingEmbedder().query("zebra"))
    assert builds.open(after).routing.scores(query, ["a"])["a"] > 0
    assert builds.open(before).routing.scores(query, ["a"])["a"] == 0
    built.remove("a")
    assert built.given == {}
