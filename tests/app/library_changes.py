"""Changes of the library of `Shelves` in a folder, for this process or another one."""

from __future__ import annotations

from pathlib import Path

from ingest.report import Admission
from tests.app.shelf.shelves import ME, Shelves


def _opened(folder: Path) -> Shelves:
    return Shelves(folder, fill=False)


def remove(folder: Path) -> None:
    shelves = _opened(folder)
    shelves.shelf.remove(ME, [shelves.id("otters.txt")])


def restore(folder: Path) -> None:
    shelves = _opened(folder)
    shelves.shelf.restore(ME, [each.document.id for each in shelves.shelf.bin(ME)])


def purge(folder: Path) -> None:
    _opened(folder).shelf.purge(ME, now=True)


def replace_file(folder: Path) -> None:
    shelves = _opened(folder)
    path = folder / "new.txt"
    path.write_text("Otters sleep in the reeds.")
    admission = Admission(path, path.name)
    assert shelves.shelf.replace(ME, shelves.id("otters.txt"), admission).ok


def rename(folder: Path) -> None:
    shelves = _opened(folder)
    shelves.shelf.rename(ME, shelves.id("otters.txt"), "Quarters")


def move(folder: Path) -> None:
    shelves = _opened(folder)
    shelves.shelf.move(ME, [shelves.id("otters.txt")], "rivers")


def mark_private(folder: Path) -> None:
    shelves = _opened(folder)
    document = shelves.bench.catalog.document(shelves.id("otters.txt"))
    shelves.bench.library.mark_private([document], True)


def read_anew(folder: Path) -> None:
    shelves = _opened(folder)
    (shelves.files / "otters.txt").write_text("Otters sleep under the pier.")
    assert shelves.bench.ingest(shelves.files).ok


def add(folder: Path) -> None:
    shelves = _opened(folder)
    (shelves.files / "seals.txt").write_text("Otters sleep where seals sleep.")
    assert shelves.bench.ingest(shelves.files).ok


def rebuild(folder: Path) -> None:
    _opened(folder).bench.library.rebuild()


def name_alone(folder: Path) -> None:
    """Give a name as it is given while another process is writing: not indexed yet."""
    shelves = _opened(folder)
    shelves.bench.library._store.writer.rename(shelves.id("otters.txt"), "Quarters.txt")


def index_names(folder: Path) -> None:
    _opened(folder).bench.library._store.renew_names()
