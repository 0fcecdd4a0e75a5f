from __future__ import annotations

from pathlib import Path

import pytest

from indexes.writer import Heirs
from ingest.places import Archives, change, heirs, inside, inside_only, missing
from ingest.report import Admission, Gathered

OLD, NEW = "old", "new"


def gathered(folder: Path, *files: Path) -> Gathered:
    return Gathered(tuple(Admission(f, f.name, str(f)) for f in files), (folder,))


def test_changed_file_takes_the_place_of_its_older_version() -> None:
    changed = change([("/a.txt", OLD)], {"/a.txt": NEW}, [])
    assert changed.gained == (("/a.txt", NEW),)
    assert changed.lost == (("/a.txt", OLD),)
    assert changed.removed == (OLD,)


def test_document_with_another_place_stays_when_one_is_lost() -> None:
    changed = change([("/a.txt", OLD), ("/b.txt", OLD)], {}, ["/a.txt"])
    assert changed.lost == (("/a.txt", OLD),)
    assert changed.removed == ()


def test_moved_file_keeps_its_document() -> None:
    changed = change([("/a.txt", OLD)], {"/b.txt": OLD}, ["/a.txt"])
    assert changed.gained == (("/b.txt", OLD),)
    assert changed.removed == ()


def test_upload_of_a_known_name_replaces_nothing() -> None:
    changed = change([("notes.txt", OLD)], {"notes.txt": NEW}, [])
    assert changed.gained == (("notes.txt", NEW),)
    assert changed.removed == ()


def test_nothing_found_anew_changes_nothing() -> None:
    assert not change([("/a.txt", OLD)], {"/a.txt": OLD}, [])


def test_only_files_that_are_gone_from_a_walked_folder_are_missing(tmp_path: Path) -> None:
    here, hidden = tmp_path / "here.txt", tmp_path / ".hidden.txt"
    here.touch()
    hidden.touch()
    places = [
        (str(here), "a"), (str(hidden), "b"), (str(tmp_path / "gone.txt"), "c"),
        (str(tmp_path / "gone.zip") + "//in/side.txt", "d"), ("upload.txt", "e"),
        ("/elsewhere/gone.txt", "f"),
    ]  # fmt: skip
    gone, emptied = missing(places, gathered(tmp_path, here))
    assert gone == [str(tmp_path / "gone.txt"), str(tmp_path / "gone.zip") + "//in/side.txt"]
    assert emptied == []


def test_emptied_folder_loses_nothing_since_it_may_be_a_drive_that_is_not_there(
    tmp_path: Path,
) -> None:
    assert missing([(str(tmp_path / "a.txt"), "a")], gathered(tmp_path)) == ([], [tmp_path])


def test_file_that_cannot_be_looked_at_is_not_held_to_be_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    here = tmp_path / "here.txt"
    here.touch()
    monkeypatch.setattr("os.stat", refuse)
    gone, _ = missing([(str(tmp_path / "locked/a.txt"), "a")], gathered(tmp_path, here))
    assert gone == []


def test_member_that_an_archive_no_longer_holds_is_gone() -> None:
    places = [("/a.zip//x.txt", "x"), ("/a.zip//y.zip//z.txt", "z"), ("/a.zip//old.txt", "o")]
    archives = Archives(places)
    assert archives.left("/a.zip", {"/a.zip//x.txt", "/a.zip//y.zip"}) == ["/a.zip//old.txt"]
    assert archives.left("/a.zip//y.zip", set()) == ["/a.zip//y.zip//z.txt"]
    assert archives.left("/b.zip", set()) == []


def test_mark_passes_to_what_stands_at_the_same_source() -> None:
    changed = change([("/a.txt", OLD), ("/b.txt", "b")], {"/a.txt": NEW, "/c.txt": "c"}, [])
    assert changed.heirs == (Heirs((OLD,), (NEW,)),)


def test_mark_passes_from_a_mail_to_its_new_part() -> None:
    places = [("/m.eml", "mail"), ("/m.eml//a.pdf", "a")]
    assert heirs(places, [("/m.eml//b.pdf", "b")]) == (Heirs(("mail",), ("b",)),)
    nested = [("/z.zip//m.eml", "mail"), ("/z.zip//a.txt", "a")]
    assert heirs(nested, [("/z.zip//m.eml//b.pdf", "b")]) == (Heirs(("mail",), ("b",)),)


def test_mark_passes_from_the_parts_of_an_archive_to_a_new_one_but_not_to_a_changed_one() -> None:
    places = [("/z.zip//a.txt", "a"), ("/z.zip//b.txt", "b"), ("/other.txt", "o")]
    gained = [("/z.zip//new.txt", NEW), ("/z.zip//b.txt", "b2")]
    assert heirs(places, gained) == (Heirs(("a", "b"), (NEW,)), Heirs(("b",), ("b2",)))


def test_mark_does_not_pass_between_uploads_of_one_name() -> None:
    places = [("notes.txt", OLD), ("x.zip//a.txt", "a")]
    assert heirs(places, [("notes.txt", NEW), ("x.zip//b.txt", "b")]) == ()


def test_attachments_and_their_own_are_inside_a_mail() -> None:
    places = [
        ("/m.eml", "mail"), ("/m.eml//a.pdf", "a"), ("/m.eml//n.eml", "n"),
        ("/m.eml//n.eml//c.txt", "c"), ("/elsewhere/a.pdf", "a"), ("/m.emlx//d.txt", "d"),
    ]  # fmt: skip
    assert inside(places, ["mail"]) == ["a", "n", "c"]
    assert inside(places, ["n"]) == ["c"]
    assert inside_only(places, ["mail"]) == ["n", "c"]


def test_attachment_of_one_of_two_uploads_of_a_name_may_belong_to_the_other() -> None:
    places = [("m.eml", "one"), ("m.eml", "two"), ("m.eml//a.pdf", "a")]
    assert inside(places, ["one"]) == ["a"]
    assert inside_only(places, ["one"]) == []
    assert inside_only(places, ["one", "two"]) == ["a"]
