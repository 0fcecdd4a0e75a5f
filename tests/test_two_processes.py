"""One process ingests while another asks."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

from indexes.builds import Builds, check
from indexes.catalog import Catalog
from indexes.retrieve import Retriever
from tests.app.shelf.shelves import ME, TEXTS, Shelves
from tests.fakes import HashingEmbedder
from tests.ingest.bench import Bench

FILES = 12


def _ingest(home: Path, folder: Path) -> None:
    bench = Bench(home)
    for path in sorted(folder.iterdir()):
        assert bench.ingest(path).ok


def _start(home: Path, folder: Path) -> multiprocessing.process.BaseProcess:
    process = multiprocessing.get_context("spawn").Process(target=_ingest, args=(home, folder))
    process.start()
    return process


def _write(folder: Path, prefix: str) -> None:
    folder.mkdir()
    for i in range(FILES):
        text = f"Locker {prefix}{i} belongs to diver {prefix}{i}."
        (folder / f"{prefix}{i:02}.txt").write_text(text)


def test_reader_sees_each_new_document_while_another_process_ingests(tmp_path: Path) -> None:
    _write(tmp_path / "files", "n")
    home = tmp_path / "home"
    embedder = HashingEmbedder()
    catalog, builds = Catalog(home / "footnote.sqlite3"), Builds(home / "builds")
    retriever = Retriever(catalog, builds, lambda: embedder)
    writer = _start(home, tmp_path / "files")
    seen: list[int] = []
    while writer.is_alive() or not seen or seen[-1] < FILES:
        allowed = catalog.ready_ids()
        hits = retriever.search("locker of the diver", 50, allowed).hits
        found = {hit.window.document.id for hit in hits}
        assert found >= allowed  # each ready document is whole: it can be found
        seen.append(len(allowed))
        assert writer.exitcode in (None, 0)
    writer.join()
    assert seen == sorted(seen)
    assert check(catalog, builds) == []


def test_two_processes_that_ingest_at_once_both_complete(tmp_path: Path) -> None:
    _write(tmp_path / "a", "a")
    _write(tmp_path / "b", "b")
    home = tmp_path / "home"
    writers = [_start(home, tmp_path / name) for name in ("a", "b")]
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    catalog, builds = Catalog(home / "footnote.sqlite3"), Builds(home / "builds")
    assert len(catalog.documents()) == 2 * FILES
    assert check(catalog, builds) == []


def test_documents_are_removed_restored_renamed_and_moved_while_another_process_ingests(
    tmp_path: Path,
) -> None:
    shelves = Shelves(tmp_path)
    _write(tmp_path / "more", "n")
    writer = _start(tmp_path / "home", tmp_path / "more")
    held, number = shelves.id("otters.txt"), 0
    while writer.is_alive() or number < 4:
        number += 1
        shelves.shelf.remove(ME, [held])
        assert shelves.bench.ask("where do otters sleep") == []
        shelves.shelf.restore(ME, [held])
        shelves.shelf.rename(ME, held, f"Quarters {number}")
        held = shelves.shelf.move(ME, [held], f"c{number}")[held]
        assert shelves.bench.ask("where do otters sleep") == [f"Quarters {number}.txt"]
    writer.join()
    assert writer.exitcode == 0
    assert len(shelves.bench.catalog.documents()) == FILES + len(TEXTS)
    assert set(shelves.named("quarters")) == {f"Quarters {number}.txt"}
    assert check(shelves.bench.catalog, shelves.bench.builds) == []
