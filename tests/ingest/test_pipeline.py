from __future__ import annotations

import os
import threading
import zipfile
from pathlib import Path

import pytest

from indexes.builds import check
from indexes.errors import LibraryError
from indexes.writer import CatalogWriter
from ingest.extract import Opened
from ingest.readers.base import Unpacked
from ingest.report import Admission, Listener, Progress
from tests.fakes import DirectOpener, HashingEmbedder
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


def test_added_documents_are_found(bench: Bench, files: Path) -> None:
    assert set(bench.add(files).values()) == {"added"}
    assert bench.ask("where do otters sleep") == ["otters.txt"]
    assert check(bench.catalog, bench.builds) == []


def test_ingesting_again_changes_nothing(bench: Bench, files: Path) -> None:
    bench.add(files)
    before = bench.catalog.build_id()
    assert set(bench.add(files).values()) == {"known"}
    assert bench.catalog.build_id() == before


def test_same_bytes_under_two_names_are_one_document(bench: Bench, files: Path) -> None:
    (files / "copy.txt").write_bytes((files / "otters.txt").read_bytes())
    assert sorted(bench.add(files).values()) == ["added", "added", "known"]


def test_same_bytes_may_be_in_two_collections(bench: Bench, files: Path) -> None:
    bench.add(files, collection="one")
    assert set(bench.add(files, collection="two").values()) == {"added"}
    assert bench.catalog.collections() == ["one", "two"]


def test_changed_file_replaces_its_older_version(bench: Bench, files: Path) -> None:
    bench.add(files)
    (files / "otters.txt").write_text("Otters moved to the slipway.")
    assert bench.add(files) == {"otters.txt": "replaced", "gulls.md": "known"}
    assert bench.ask("boathouse") == []
    assert bench.ask("slipway") == ["otters.txt"]
    assert len(bench.catalog.documents()) == 2


def test_two_uploads_of_one_name_both_stay(bench: Bench, files: Path) -> None:
    for name in ("otters.txt", "gulls.md"):
        bench.library.add([Admission(files / name, "notes.txt")], "default", "local")
    assert [item.document.name for item in bench.catalog.documents()] == ["notes.txt"] * 2


def test_bad_file_fails_alone_and_says_why(bench: Bench, files: Path) -> None:
    (files / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    (files / "empty.txt").write_text("")
    report = bench.ingest(files)
    failed = {Path(o.source).name: o.reason for o in report.outcomes if o.status == "failed"}
    assert set(failed) == {"broken.pdf", "empty.txt"}
    assert all(name in reason for name, reason in failed.items())
    assert not report.ok
    assert bench.ask("otters") == ["otters.txt"]
    assert len(list((bench.home / "originals").iterdir())) == 2


def test_file_over_the_limit_is_refused_with_the_remedy(tmp_path: Path, files: Path) -> None:
    (files / "large.txt").write_text("word " * 210_000)
    report = Bench(tmp_path / "home", max_file_mb=1).ingest(files / "large.txt")
    assert "FOOTNOTE_MAX_FILE_MB" in report.outcomes[0].reason


def test_removal_removes_everywhere(bench: Bench, files: Path) -> None:
    bench.add(files)
    (document,) = bench.catalog.find("otters.txt")
    bench.library.remove([document])
    assert bench.ask("otters") == []
    assert check(bench.catalog, bench.builds) == []
    assert bench.library.originals.path(document.id) is None
    for path in bench.home.rglob("*"):
        if path.is_file():
            assert b"boathouse" not in path.read_bytes(), path
            assert document.id.encode() not in path.read_bytes(), path


def test_removed_document_can_come_back(bench: Bench, files: Path) -> None:
    bench.add(files)
    bench.library.remove(bench.catalog.find("otters.txt"))
    assert bench.add(files) == {"otters.txt": "added", "gulls.md": "known"}
    assert bench.ask("otters") == ["otters.txt"]


def test_crash_between_stage_and_activate_leaves_the_last_answerable_state(
    bench: Bench, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.add(files / "gulls.md")
    before = bench.catalog.build_id()

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(CatalogWriter, "activate", crash)
        with pytest.raises(KeyboardInterrupt):
            bench.add(files / "otters.txt")
    assert bench.catalog.build_id() == before
    assert bench.ask("otters") == []
    assert bench.ask("gulls") == ["gulls.md"]
    assert bench.add(files) == {"otters.txt": "added", "gulls.md": "known"}
    assert bench.ask("otters") == ["otters.txt"]
    assert check(bench.catalog, bench.builds) == []


def test_process_killed_between_stage_and_activate_is_swept_by_the_next(
    bench: Bench, files: Path
) -> None:
    child = os.fork()
    if child == 0:  # the child dies as a killed process does: no cleanup, no rollback
        CatalogWriter.activate = lambda *_, **__: os._exit(9)  # type: ignore[method-assign]
        Bench(bench.home).add(files)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert bench.catalog.documents() == []
    assert bench.ask("otters") == []
    assert set(bench.add(files).values()) == {"added"}
    assert bench.ask("otters") == ["otters.txt"]
    assert check(bench.catalog, bench.builds) == []


def test_rebuild_gives_the_same_answers(bench: Bench, files: Path) -> None:
    bench.add(files)
    for path in (bench.home / "builds").rglob("*.*"):
        path.write_bytes(b"junk")
    bench.library.rebuild()
    assert bench.ask("where do otters sleep") == ["otters.txt"]
    assert check(bench.catalog, bench.builds) == []


def made_by_another_version(home: Path) -> None:
    for path in (home / "builds").glob("*/manifest.json"):
        path.write_text(path.read_text().replace('"format": 2', '"format": 1'))


def test_index_of_another_version_is_made_anew_by_the_next_writer(
    bench: Bench, files: Path
) -> None:
    bench.add(files)
    made_by_another_version(bench.home)
    reader = Bench(bench.home)
    with pytest.raises(LibraryError, match="footnote rebuild"):
        reader.ask("otters")
    assert bench.add(files) == {"otters.txt": "known", "gulls.md": "known"}
    assert reader.ask("otters") == ["otters.txt"]
    assert check(bench.catalog, bench.builds) == []


def test_index_of_another_version_and_model_is_made_anew_with_the_vectors_as_they_are(
    tmp_path: Path, files: Path
) -> None:
    first = Bench(tmp_path / "home")
    first.add(files)
    made_by_another_version(first.home)
    other = Bench(first.home, HashingEmbedder("other", dimension=32))
    other.library.remove(other.catalog.find("gulls.md"))
    assert other.catalog.embedder() == "hashing"
    assert first.builds.manifest(first.catalog.build_id()).embedder == "hashing"
    assert Bench(first.home).ask("otters") == ["otters.txt"]


def test_other_embedding_model_is_refused_until_rebuilt(tmp_path: Path, files: Path) -> None:
    Bench(tmp_path / "home").add(files / "gulls.md")
    other = Bench(tmp_path / "home", HashingEmbedder("other", dimension=32))
    with pytest.raises(LibraryError, match=r"hashing.*footnote rebuild"):
        other.add(files / "otters.txt")
    other.library.rebuild()
    assert other.add(files) == {"otters.txt": "added", "gulls.md": "known"}
    assert other.ask("where do otters sleep") == ["otters.txt"]


class Recorder(Listener):
    """Keeps what it hears; asks to stop after as many outcomes as it is told."""

    def __init__(self, patience: int = 1_000) -> None:
        self.seen: list[Progress] = []
        self.patience = patience

    def progress(self, progress: Progress) -> None:
        self.seen.append(progress)

    def stopped(self) -> bool:
        return len({progress.name for progress in self.seen}) >= self.patience


def test_progress_ends_at_the_total_and_never_falls(bench: Bench, files: Path) -> None:
    listener = Recorder()
    bench.ingest(files, listener=listener)
    done = [progress.done for progress in listener.seen]
    assert done == sorted(done)
    last = listener.seen[-1]
    assert last.done == last.total > 0
    assert last.files == last.of == 2


def test_stopped_ingest_keeps_what_was_read_and_the_next_one_goes_on(
    bench: Bench, files: Path
) -> None:
    for number in range(80):
        (files / f"n{number:02}.txt").write_text(f"Note {number} on the weather of the day.")
    report = bench.ingest(files, listener=Recorder(patience=5))
    assert report.stopped
    assert not report.ok
    added = len(bench.catalog.documents())
    assert 5 <= added < 82
    assert check(bench.catalog, bench.builds) == []
    bench.ingest(files)
    assert len(bench.catalog.documents()) == 82


def test_texts_are_embedded_across_documents_in_one_call(tmp_path: Path, files: Path) -> None:
    embedder = HashingEmbedder()
    Bench(tmp_path / "home", embedder).add(files)
    assert len(embedder.calls) == 1


def test_a_library_that_another_version_has_indexed_is_indexed_anew(
    bench: Bench, files: Path
) -> None:
    bench.add(files)
    manifest = bench.home / "builds" / bench.catalog.build_id() / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 2', '"format": 1'))
    with pytest.raises(LibraryError, match="footnote rebuild"):
        bench.ask("otters")
    bench.library.renew()
    assert bench.ask("otters") == ["otters.txt"]
    assert check(bench.catalog, bench.builds) == []


class Slow(DirectOpener):
    """Opens the first archive until the second, with the same bytes, has been looked into."""

    def __init__(self) -> None:
        super().__init__()
        self._other = threading.Event()

    def open(self, path: Path, name: str, folder: Path) -> Opened:
        if name.endswith(".zip"):
            assert self._other.wait(20)
        return super().open(path, name, folder)

    def unpack(self, path: Path, name: str, folder: Path) -> Unpacked:
        self._other.set()
        return super().unpack(path, name, folder)


def test_two_archives_with_the_same_bytes_are_both_unpacked(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("one.zip", "two.zip"):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr(zipfile.ZipInfo("otters.txt"), "Otters sleep in the boathouse.")
    made = Bench(tmp_path / "home", opener=Slow())
    report = made.ingest(folder)
    archives = {Path(each.source).name: each.status for each in report.outcomes}
    assert archives["one.zip"] == archives["two.zip"] == "unpacked"
    assert made.names() == ["otters.txt"]
    assert len(made.catalog.report(made.catalog.documents()[0].document.id).places) == 2
