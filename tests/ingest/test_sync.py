"""Folders and archives that are ingested again after they have changed."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from indexes.builds import check
from ingest.walk import gather
from tests.ingest.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "otters.txt").write_text("Otters sleep in the boathouse.")
    (folder / "gulls.txt").write_text("Gulls nest on the roof.")
    return folder


def mail_with_attachment() -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Mooring", "a@example.org", "b@example.org"
    mail["Date"] = "Mon, 2 Mar 2026 10:00:00 +0000"
    mail.set_content("The mooring fee is due in May.")
    mail.add_attachment("The berth is nine metres long.", filename="berth.txt")
    return bytes(mail)


def archive(path: Path, **files: str) -> None:
    with zipfile.ZipFile(path, "w") as made:
        for name, text in files.items():
            made.writestr(f"inner/{name}.txt", text)


def test_deleted_file_leaves_the_library(bench: Bench, folder: Path) -> None:
    bench.add(folder)
    (folder / "otters.txt").unlink()
    assert bench.add(folder) == {"gulls.txt": "known", "otters.txt": "removed"}
    assert bench.names() == ["gulls.txt"]
    assert bench.ask("boathouse") == []
    assert check(bench.catalog, bench.builds) == []


def test_deleted_file_stays_when_only_another_is_ingested(bench: Bench, folder: Path) -> None:
    bench.add(folder)
    (folder / "otters.txt").unlink()
    bench.add(folder / "gulls.txt")
    assert bench.names() == ["gulls.txt", "otters.txt"]


def test_emptied_folder_keeps_its_documents_and_says_so(bench: Bench, folder: Path) -> None:
    bench.add(folder)
    for path in folder.iterdir():
        path.unlink()
    report = bench.ingest(folder)
    assert [outcome.status for outcome in report.outcomes] == ["failed"]
    assert "drive" in report.outcomes[0].reason
    assert bench.names() == ["gulls.txt", "otters.txt"]


def test_moved_file_is_the_same_document_at_its_new_place(bench: Bench, folder: Path) -> None:
    bench.add(folder)
    (before,) = bench.catalog.find("otters.txt")
    (folder / "otters.txt").rename(folder / "lutra.txt")
    assert bench.add(folder) == {"gulls.txt": "known", "lutra.txt": "known"}
    (after,) = bench.catalog.find("lutra.txt")
    assert after.id == before.id
    assert bench.names() == ["gulls.txt", "lutra.txt"]


def test_copy_keeps_its_document_when_the_first_file_is_deleted(bench: Bench, folder: Path) -> None:
    (folder / "again.txt").write_bytes((folder / "otters.txt").read_bytes())
    bench.add(folder)
    (document,) = (d.document for d in bench.catalog.documents() if d.document.name != "gulls.txt")
    assert len(bench.catalog.report(document.id).places) == 2
    Path(document.source).unlink()
    bench.add(folder)
    (kept,) = (d.document for d in bench.catalog.documents() if d.document.name != "gulls.txt")
    assert kept.id == document.id
    assert kept.source != document.source
    assert bench.ask("boathouse") == [kept.name]


def test_files_that_swap_their_contents_both_stay(
    bench: Bench, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.batch.PUBLISH_AT", 1)
    monkeypatch.setattr("ingest.batch.EMBED_AT", 1)
    bench.add(folder)
    otters, gulls = folder / "otters.txt", folder / "gulls.txt"
    first, second = otters.read_text(), gulls.read_text()
    otters.write_text(second)
    gulls.write_text(first)
    bench.add(folder)
    assert bench.ask("boathouse") == ["gulls.txt"]
    assert bench.ask("roof") == ["otters.txt"]
    assert check(bench.catalog, bench.builds) == []


def test_older_version_stays_until_the_newer_can_be_read(bench: Bench, folder: Path) -> None:
    bench.add(folder)
    (folder / "otters.txt").write_bytes(b"")
    assert bench.add(folder) == {"gulls.txt": "known", "otters.txt": "failed"}
    assert bench.ask("boathouse") == ["otters.txt"]


def test_members_of_an_archive_are_documents_of_their_own(bench: Bench, folder: Path) -> None:
    archive(folder / "notes.zip", seals="Seals rest on the jetty.", terns="Terns dive for eels.")
    outcomes = bench.add(folder)
    assert outcomes["notes.zip"] == "unpacked"
    assert outcomes["seals.txt"] == outcomes["terns.txt"] == "added"
    (document,) = bench.catalog.find("seals.txt")
    assert document.source == f"{folder / 'notes.zip'}//inner/seals.txt"
    assert bench.ask("jetty") == ["seals.txt"]
    assert not (bench.home / "unpacked").exists()


def test_member_that_left_or_changed_in_an_archive_follows(bench: Bench, folder: Path) -> None:
    archive(folder / "notes.zip", seals="Seals rest on the jetty.", terns="Terns dive for eels.")
    bench.add(folder)
    archive(folder / "notes.zip", seals="Seals moved to the sandbank.")
    outcomes = bench.add(folder)
    assert outcomes["seals.txt"] == "replaced"
    assert outcomes["terns.txt"] == "removed"
    assert bench.names() == ["gulls.txt", "otters.txt", "seals.txt"]
    (folder / "notes.zip").unlink()
    assert bench.add(folder)["seals.txt"] == "removed"
    assert bench.names() == ["gulls.txt", "otters.txt"]


def test_archives_too_deep_in_each_other_are_refused(bench: Bench, folder: Path) -> None:
    path = folder / "level0.zip"
    archive(path, seals="Seals rest on the jetty.")
    for level in range(1, 7):
        outer = folder / f"level{level}.zip"
        with zipfile.ZipFile(outer, "w") as made:
            made.write(path, path.name)
        path.unlink()
        path = outer
    outcomes = bench.ingest(path).outcomes
    (failed,) = (outcome for outcome in outcomes if outcome.status == "failed")
    assert "deep" in failed.reason
    assert bench.names() == []


def test_mail_and_its_attachment_are_two_documents_and_known_again(
    bench: Bench, folder: Path
) -> None:
    (folder / "mail.eml").write_bytes(mail_with_attachment())
    outcomes = bench.add(folder)
    assert outcomes["mail.eml"] == outcomes["berth.txt"] == "added"
    assert bench.ask("nine metres") == ["berth.txt"]
    assert set(bench.add(folder).values()) == {"known"}


def test_attachment_of_a_mail_that_is_there_twice_stays_with_either(
    bench: Bench, folder: Path
) -> None:
    mail = mail_with_attachment()
    for name in ("first.eml", "second.eml"):
        (folder / name).write_bytes(mail)
    bench.add(folder)
    assert set(bench.add(folder).values()) == {"known"}
    (folder / "first.eml").unlink()
    bench.add(folder)
    assert bench.ask("nine metres") == ["berth.txt"]


def test_plan_says_what_an_ingest_then_does_and_changes_nothing(bench: Bench, folder: Path) -> None:
    bench.add(folder)
    before = bench.catalog.build_id()
    (folder / "otters.txt").unlink()
    (folder / "gulls.txt").write_text("Gulls left for the coast.")
    (folder / "new.txt").write_text("Terns dive for eels.")
    (folder / "empty.txt").write_text("")
    planned = bench.library.plan(gather([folder]), "default", "local")
    assert bench.catalog.build_id() == before
    said = {Path(each.source).name: each.status for each in planned}
    assert said == {"gulls.txt": "replaced", "new.txt": "added", "otters.txt": "removed",
                    "empty.txt": "failed"}  # fmt: skip
    assert bench.add(folder) == said
