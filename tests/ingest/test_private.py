"""The mark of a private document through everything that can happen to its file."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from indexes.builds import check
from indexes.windows import Vectors
from ingest.report import Admission, Gathered
from ingest.walk import gather
from tests.fakes import HashingEmbedder
from tests.ingest.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "home")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "otters.txt").write_text("Otters sleep in the boathouse.")
    (folder / "gulls.md").write_text("# Birds\n\nGulls nest on the roof.\n")
    return folder


def add_private(bench: Bench, *paths: Path) -> dict[str, str]:
    """Let in as private; what became of each file by its name."""
    gathered = gather(paths)
    marked = tuple(replace(file, private=True) for file in gathered.files)
    files = Gathered(marked, gathered.folders, gathered.passed)
    report = bench.library.add(files, "default", "local")
    return {Path(outcome.source).name: outcome.status for outcome in report.outcomes}


def private(bench: Bench) -> list[str]:
    """Names of the private documents, sorted."""
    held = (each.document for each in bench.catalog.documents())
    return sorted(each.name for each in held if each.private)


def mark(bench: Bench, name: str, private: bool = True) -> list[str]:
    marked = bench.library.mark_private(bench.catalog.find(name), private)
    return [each.name for each in marked]


def zipped(path: Path, **members: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.txt"), text)


def mailed(path: Path, **attachments: str) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Berths"
    mail.set_content("The berths are in the attachment.")
    for name, text in attachments.items():
        mail.add_attachment(text, filename=f"{name}.txt")
    path.write_bytes(mail.as_bytes())


def test_only_what_is_let_in_as_private_is(bench: Bench, files: Path) -> None:
    bench.add(files / "gulls.md")
    add_private(bench, files / "otters.txt")
    assert private(bench) == ["otters.txt"]
    hits = bench.retriever.search("otters gulls", 5, bench.catalog.ready_ids()).hits
    assert {hit.window.document.name: hit.window.document.private for hit in hits} == {
        "otters.txt": True,
        "gulls.md": False,
    }


def test_known_document_that_is_let_in_as_private_becomes_so(bench: Bench, files: Path) -> None:
    bench.add(files)
    build = bench.catalog.build_id()
    assert add_private(bench, files / "otters.txt") == {"otters.txt": "known"}
    assert private(bench) == ["otters.txt"]
    assert bench.catalog.build_id() == build


def test_ingesting_again_without_the_mark_leaves_it(bench: Bench, files: Path) -> None:
    add_private(bench, files)
    bench.add(files)
    assert private(bench) == ["gulls.md", "otters.txt"]


def test_changed_file_stays_private(bench: Bench, files: Path) -> None:
    add_private(bench, files / "otters.txt")
    (files / "otters.txt").write_text("Otters moved to the slipway.")
    assert bench.add(files)["otters.txt"] == "replaced"
    assert private(bench) == ["otters.txt"]


def test_mark_set_while_its_successor_is_on_its_way_is_passed_on(
    tmp_path: Path, files: Path
) -> None:
    class Marking(HashingEmbedder):
        def passages(self, texts: Sequence[str]) -> Vectors:
            if library.catalog.documents():
                mark(library, "otters.txt")
            return super().passages(texts)

    library = Bench(tmp_path / "home", Marking())
    library.add(files)
    (files / "otters.txt").write_text("Otters moved to the slipway.")
    library.add(files)
    assert private(library) == ["otters.txt"]


def test_renamed_and_moved_file_stays_private(bench: Bench, files: Path) -> None:
    add_private(bench, files)
    (files / "deeper").mkdir()
    (files / "otters.txt").rename(files / "deeper" / "mustelids.txt")
    bench.add(files)
    assert private(bench) == ["gulls.md", "mustelids.txt"]


def test_files_that_swap_their_contents_are_both_private(bench: Bench, files: Path) -> None:
    (files / "gulls.txt").write_text("Gulls nest on the roof.")
    bench.add(files / "gulls.txt", files / "otters.txt")
    mark(bench, "otters.txt")
    (files / "otters.txt").rename(files / "swap")
    (files / "gulls.txt").rename(files / "otters.txt")
    (files / "swap").rename(files / "gulls.txt")
    bench.add(files / "gulls.txt", files / "otters.txt")
    assert private(bench) == ["gulls.txt", "otters.txt"]


def test_mark_survives_a_rebuild_and_another_embedding_model(bench: Bench, files: Path) -> None:
    add_private(bench, files / "otters.txt")
    bench.library.rebuild()
    other = Bench(bench.home, HashingEmbedder("other", dimension=32))
    other.library.rebuild()
    assert private(other) == ["otters.txt"]
    assert check(other.catalog, other.builds) == []


def test_parts_of_a_private_archive_are_private(bench: Bench, files: Path) -> None:
    zipped(files / "all.zip", heron="Herons fish at dawn.", teal="Teals leave in May.")
    add_private(bench, files / "all.zip")
    assert private(bench) == ["heron.txt", "teal.txt"]


def test_new_part_of_a_private_archive_is_private_and_a_public_one_stays_public(
    bench: Bench, files: Path
) -> None:
    zipped(files / "all.zip", heron="Herons fish at dawn.", teal="Teals leave in May.")
    bench.add(files)
    mark(bench, "heron.txt")
    zipped(files / "all.zip", heron="Herons fish.", teal="Teals leave.", rail="Rails call at dusk.")
    bench.add(files)
    assert private(bench) == ["heron.txt", "rail.txt"]


def test_known_private_archive_marks_what_is_in_it(bench: Bench, files: Path) -> None:
    zipped(files / "all.zip", heron="Herons fish at dawn.")
    bench.add(files)
    add_private(bench, files / "all.zip")
    assert private(bench) == ["heron.txt"]


def test_attachments_follow_their_mail(bench: Bench, files: Path) -> None:
    mailed(files / "m.eml", berth="The berth is nine metres long.")
    bench.add(files)
    assert mark(bench, "m.eml") == ["m.eml", "berth.txt"]
    assert private(bench) == ["berth.txt", "m.eml"]
    mailed(files / "m.eml", berth="The berth is nine metres long.", mast="The mast is down.")
    bench.add(files)
    assert private(bench) == ["berth.txt", "m.eml", "mast.txt"]
    assert mark(bench, "m.eml", private=False) == ["m.eml", "berth.txt", "mast.txt"]
    assert private(bench) == []


def test_mark_stays_on_an_attachment_that_stands_elsewhere_too(bench: Bench, files: Path) -> None:
    mailed(files / "m.eml", otters="Otters sleep in the boathouse.")
    bench.add(files / "m.eml")
    (copied,) = (each for each in bench.catalog.find("otters.txt"))
    original = bench.library.originals.path(copied.id)
    assert original is not None
    (files / "otters.txt").write_bytes(original.read_bytes())
    bench.add(files / "otters.txt")
    mark(bench, "m.eml")
    assert private(bench) == ["m.eml", "otters.txt"]
    mark(bench, "m.eml", private=False)
    assert private(bench) == ["otters.txt"]


def test_upload_that_is_private_marks_itself_alone(bench: Bench, files: Path) -> None:
    for name, marked in (("otters.txt", True), ("gulls.md", False)):
        file = Admission(files / name, "notes.txt", private=marked)
        bench.library.add([file], "default", "local")
    held = (each.document for each in bench.catalog.documents())
    states = {bench.catalog.text(each.id).split()[0]: each.private for each in held}
    assert states == {"Otters": True, "#": False}


def test_same_bytes_in_another_collection_are_another_document(bench: Bench, files: Path) -> None:
    add_private(bench, files / "otters.txt")
    bench.add(files / "otters.txt", collection="other")
    states = {each.document.collection: each.document.private for each in bench.catalog.documents()}
    assert states == {"default": True, "other": False}
