from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.records import FORGOTTEN
from indexes.builds import check
from indexes.errors import LibraryError
from ingest.labels import MOST_TAGS
from ingest.report import Admission
from tests.app.shelf.shelves import BOB, ME, TEXTS, Shelves


@pytest.fixture
def shelves(tmp_path: Path) -> Shelves:
    return Shelves(tmp_path)


def test_renamed_document_is_found_by_its_new_name_and_keeps_its_source(shelves: Shelves) -> None:
    before = shelves.bench.catalog.document(shelves.id("otters.txt"))
    after = shelves.shelf.rename(ME, before.id, "Winter quarters")
    assert (after.name, after.source) == ("Winter quarters.txt", before.source)
    assert set(shelves.named("what do the winter quarters say")) == {"Winter quarters.txt"}
    assert shelves.bench.catalog.find("otters.txt") == [after]
    assert check(shelves.bench.catalog, shelves.bench.builds) == []
    assert shelves.shelf.rename(ME, before.id, "otters.txt").renamed == ""


def test_name_given_stays_through_a_rebuild_and_another_ingest(shelves: Shelves) -> None:
    shelves.shelf.rename(ME, shelves.id("otters.txt"), "Quarters")
    shelves.bench.library.rebuild()
    assert set(shelves.bench.add(shelves.files).values()) == {"known"}
    assert set(shelves.named("quarters")) == {"Quarters.txt"}


@pytest.mark.parametrize("name", ["", "  ", "a/b", "a\\b", "x" * 151, "..", "\u202e"])
def test_what_is_no_name_is_refused(shelves: Shelves, name: str) -> None:
    with pytest.raises(LibraryError):
        shelves.shelf.rename(ME, shelves.id("otters.txt"), name)
    assert shelves.bench.names() == sorted(TEXTS)


def test_tags_are_set_and_added(shelves: Shelves) -> None:
    otters, gulls = shelves.id("otters.txt"), shelves.id("gulls.txt")
    shelves.shelf.tag(ME, [otters], ["river", " wild  life ", "River"])
    tagged = shelves.shelf.tag(ME, [otters, gulls], ["Wild life", "2024"], keep=True)
    assert [each.tags for each in tagged] == [
        ("river", "wild life", "2024"),
        ("Wild life", "2024"),
    ]
    assert shelves.shelf.tag(ME, [otters], [])[0].tags == ()
    with pytest.raises(LibraryError, match="comma"):
        shelves.shelf.tag(ME, [otters], ["a,b"])


def test_moved_document_keeps_everything_and_is_not_embedded_anew(shelves: Shelves) -> None:
    old, conversation = shelves.id("otters.txt"), shelves.cite("otters.txt")
    shelves.shelf.tag(ME, [old], ["river"])
    shelves.shelf.rename(ME, old, "Quarters")
    embedded = len(shelves.embedder.calls)
    moved = shelves.shelf.move(ME, [old], "legal")
    held = shelves.bench.catalog.document(moved[old])
    assert (held.collection, held.tags, held.name) == ("legal", ("river",), "Quarters.txt")
    assert len(shelves.embedder.calls) == embedded
    assert shelves.bench.ask("where do otters sleep") == ["Quarters.txt"]
    assert shelves.citation(conversation).document_id == held.id
    original = shelves.bench.library.originals.path(held.id)
    assert original is not None
    assert original.read_text() == TEXTS["otters.txt"]
    assert shelves.bench.library.originals.path(old) is None
    assert check(shelves.bench.catalog, shelves.bench.builds) == []
    assert shelves.shelf.move(ME, [held.id], "legal") == {held.id: held.id}


def test_move_is_refused_where_the_same_bytes_are(shelves: Shelves) -> None:
    shelves.bench.add(shelves.files / "otters.txt", collection="legal")
    (mine,) = (
        each for each in shelves.bench.catalog.documents("default") if "ott" in each.document.name
    )
    with pytest.raises(LibraryError, match=r"legal holds the same bytes as otters\.txt"):
        shelves.shelf.move(ME, [shelves.id("gulls.txt"), mine.document.id], "legal")
    assert len(shelves.bench.catalog.documents("legal")) == 1
    assert len(shelves.bench.catalog.documents("default")) == 3


def test_move_that_the_answers_have_not_heard_of_is_told_by_the_next_writer(
    shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, conversation = shelves.id("otters.txt"), shelves.cite("otters.txt")

    def killed(*_: str) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(shelves.records, "follow", killed)
        with pytest.raises(KeyboardInterrupt):
            shelves.shelf.move(ME, [old], "legal")
    assert shelves.citation(conversation).document_id == old
    shelves.shelf.move(ME, [shelves.id("gulls.txt")], "legal")
    assert shelves.citation(conversation).document_id == shelves.id("otters.txt")


def test_replacement_takes_the_place_tags_and_mark(shelves: Shelves, tmp_path: Path) -> None:
    old, conversation = shelves.id("otters.txt"), shelves.cite("otters.txt")
    shelves.shelf.tag(ME, [old], ["river"])
    shelves.bench.library.mark_private([shelves.bench.catalog.document(old)], True)
    new = tmp_path / "upload"
    new.write_text("Otters left for the estuary.")
    report = shelves.shelf.replace(ME, old, Admission(new, "otters 2026.txt"))
    assert [outcome.status for outcome in report.outcomes] == ["replaced"]
    (held,) = shelves.bench.catalog.find("otters 2026.txt")
    assert (held.tags, held.private) == (("river",), True)
    assert shelves.bench.ask("otters boathouse") == ["otters 2026.txt"]
    assert shelves.answer(conversation).text == FORGOTTEN
    assert old not in shelves.bench.catalog.ready_ids()


def test_new_version_of_a_file_keeps_its_tags_and_its_name(shelves: Shelves) -> None:
    old = shelves.id("otters.txt")
    shelves.shelf.tag(ME, [old], ["river"])
    shelves.shelf.rename(ME, old, "Quarters")
    (shelves.files / "otters.txt").write_text("Otters moved to the slipway.")
    assert shelves.bench.add(shelves.files)["otters.txt"] == "replaced"
    (held,) = shelves.bench.catalog.find("Quarters.txt")
    assert (held.id != old, held.tags) == (True, ("river",))
    assert set(shelves.named("quarters")) == {"Quarters.txt"}


def test_document_stays_where_its_replacement_cannot_be_read(
    shelves: Shelves, tmp_path: Path
) -> None:
    old, conversation = shelves.id("otters.txt"), shelves.cite("otters.txt")
    (tmp_path / "new.pdf").write_bytes(b"%PDF-1.7 nothing more")
    for path in (tmp_path / "new.pdf", tmp_path / "absent.txt"):
        report = shelves.shelf.replace(ME, old, Admission(path, path.name))
        assert [outcome.status for outcome in report.outcomes] == ["failed"]
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as archive:
        archive.writestr("a.txt", "Otters.")
    with pytest.raises(LibraryError, match="archive"):
        shelves.shelf.replace(ME, old, Admission(many, many.name))
    assert shelves.bench.ask("where do otters sleep") == ["otters.txt"]
    assert shelves.citation(conversation).quote


def test_same_bytes_replace_nothing(shelves: Shelves) -> None:
    old = shelves.id("otters.txt")
    report = shelves.shelf.replace(ME, old, Admission(shelves.files / "otters.txt", "again.txt"))
    assert [outcome.status for outcome in report.outcomes] == ["known"]
    assert old in shelves.bench.catalog.ready_ids()


def test_what_is_anothers_is_as_unknown_as_what_is_not(shelves: Shelves, tmp_path: Path) -> None:
    held = shelves.id("otters.txt")
    new = Admission(shelves.files / "gulls.txt", "gulls.txt")
    verbs: tuple[Callable[[str], object], ...] = (
        lambda which: shelves.shelf.rename(BOB, which, "Mine"),
        lambda which: shelves.shelf.tag(BOB, [which], ["mine"]),
        lambda which: shelves.shelf.move(BOB, [which], "mine"),
        lambda which: shelves.shelf.replace(BOB, which, new),
        lambda which: shelves.shelf.remove(BOB, [which]),
        lambda which: shelves.shelf.restore(BOB, [which]),
    )
    told = []
    for document_id in (held, "0" * 16):
        for verb in verbs:
            with pytest.raises(LibraryError) as raised:
                verb(document_id)
            told.append(str(raised.value).replace(document_id, "ID"))
    assert told[:6] == told[6:]
    shelves.shelf.remove(ME, [held])
    assert shelves.shelf.bin(BOB) == ()
    with pytest.raises(LibraryError):
        shelves.shelf.restore(BOB, [held])


def test_storage_counts_what_is_on_the_disk_without_the_bin(shelves: Shelves) -> None:
    before = shelves.shelf.storage()
    assert before.originals == sum(len(text) for text in TEXTS.values())
    assert min(before.index, before.database) > 0
    assert before.total == before.originals + before.index + before.database + before.models
    shelves.shelf.remove(ME, [shelves.id("otters.txt")])
    assert shelves.shelf.storage().originals == before.originals - len(TEXTS["otters.txt"])


def test_too_many_tags_change_no_document(shelves: Shelves) -> None:
    otters, gulls = shelves.id("otters.txt"), shelves.id("gulls.txt")
    many = [f"tag {number}" for number in range(MOST_TAGS)]
    shelves.shelf.tag(ME, [otters], ["river"])
    shelves.shelf.tag(ME, [gulls], many)
    with pytest.raises(LibraryError, match=rf"{MOST_TAGS + 1} tags are too many"):
        shelves.shelf.tag(ME, [otters, gulls], ["more"], keep=True)
    assert shelves.bench.catalog.document(otters).tags == ("river",)


def test_tags_are_taken_off_in_any_case(shelves: Shelves) -> None:
    otters, gulls = shelves.id("otters.txt"), shelves.id("gulls.txt")
    shelves.shelf.tag(ME, [otters, gulls], ["River", "wild"])
    left = shelves.shelf.untag(ME, [otters, gulls], ["river", "other"])
    assert [each.tags for each in left] == [("wild",), ("wild",)]
