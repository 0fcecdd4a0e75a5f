from __future__ import annotations

from pathlib import Path

import pytest

from app.records import FORGOTTEN
from indexes.builds import check
from indexes.errors import LibraryError
from tests.app.shelf.shelves import BOB, ME, Shelves


@pytest.fixture
def shelves(tmp_path: Path) -> Shelves:
    return Shelves(tmp_path)


def test_removed_document_is_found_listed_and_cited_nowhere(shelves: Shelves) -> None:
    old = shelves.id("otters.txt")
    (binned,) = shelves.shelf.remove(ME, [old])
    catalog = shelves.bench.catalog
    assert (binned.document.id, binned.until > shelves.time) == (old, True)
    assert shelves.bench.ask("where do otters sleep") == []
    assert old not in catalog.ready_ids()
    assert old not in {each.document.id for each in catalog.documents()}
    assert catalog.find("otters.txt") == catalog.find(old) == []
    assert old not in {document_id for _, document_id in catalog.places("default", "local")}
    assert catalog.chunk_count() == 2
    for look in (catalog.document, catalog.report):
        with pytest.raises(LibraryError):
            look(old)
    assert check(catalog, shelves.bench.builds) == []


def test_restored_document_is_as_it_was(shelves: Shelves) -> None:
    old, conversation = shelves.id("otters.txt"), shelves.cite("otters.txt")
    shelves.shelf.tag(ME, [old], ["river"])
    shelves.shelf.rename(ME, old, "Quarters")
    before = shelves.bench.catalog.report(old)
    shelves.shelf.remove(ME, [old])
    shelves.bench.library.rebuild()
    (back,) = shelves.shelf.restore(ME, [old])
    assert back == before.listing.document
    assert shelves.bench.catalog.report(old) == before
    assert shelves.bench.ask("where do otters sleep") == ["Quarters.txt"]
    assert shelves.citation(conversation).quote
    assert shelves.shelf.bin(ME) == ()
    assert check(shelves.bench.catalog, shelves.bench.builds) == []


def test_bin_is_emptied_when_its_time_is_up(shelves: Shelves) -> None:
    old, conversation = shelves.id("otters.txt"), shelves.cite("otters.txt")
    shelves.shelf.remove(ME, [old])
    assert shelves.shelf.purge() == 0
    assert shelves.citation(conversation).quote
    shelves.wait()
    assert shelves.shelf.bin(ME) == ()
    assert shelves.shelf.purge() == 1
    assert shelves.answer(conversation).text == FORGOTTEN
    assert shelves.bench.library.originals.path(old) is None
    shelves.bench.catalog.database.close()
    for path in shelves.bench.home.rglob("*"):
        assert not path.is_file() or b"boathouse" not in path.read_bytes(), path
    with pytest.raises(LibraryError, match="bin holds no document"):
        shelves.shelf.restore(ME, [old])


def test_whoever_writes_next_empties_what_is_overdue(shelves: Shelves, tmp_path: Path) -> None:
    old, conversation = shelves.id("otters.txt"), shelves.cite("otters.txt")
    shelves.shelf.remove(ME, [old])
    shelves.wait()
    (tmp_path / "new.txt").write_text("Newts are new.")
    shelves.bench.ingest(tmp_path / "new.txt")
    assert shelves.bench.catalog.binned() == []
    assert shelves.answer(conversation).text == FORGOTTEN
    assert shelves.bench.library.originals.path(old) is None


def test_bin_of_one_person_can_be_emptied_at_once(shelves: Shelves) -> None:
    shelves.shelf.remove(ME, [shelves.id("otters.txt"), shelves.id("gulls.txt")])
    assert shelves.shelf.purge(BOB, now=True) == 0
    assert shelves.shelf.purge(ME, now=True) == 2
    assert shelves.shelf.bin(ME) == ()


def test_removed_document_comes_back_with_its_file(shelves: Shelves) -> None:
    old = shelves.id("otters.txt")
    shelves.shelf.tag(ME, [old], ["river"])
    shelves.shelf.remove(ME, [old])
    assert shelves.bench.add(shelves.files)["otters.txt"] == "added"
    assert shelves.bench.catalog.document(old).tags == ("river",)
    assert shelves.bench.ask("where do otters sleep") == ["otters.txt"]
    assert shelves.shelf.bin(ME) == ()


def test_restored_document_leaves_its_place_to_the_newer_version(shelves: Shelves) -> None:
    old = shelves.id("otters.txt")
    shelves.shelf.remove(ME, [old])
    (shelves.files / "otters.txt").write_text("Otters moved to the slipway.")
    shelves.bench.ingest(shelves.files)
    (back,) = shelves.shelf.restore(ME, [old])
    assert back.source == "otters.txt"
    assert len(shelves.bench.catalog.find("otters.txt")) == 2
    assert set(shelves.bench.add(shelves.files).values()) == {"known"}
    assert len(shelves.bench.catalog.documents()) == 4
