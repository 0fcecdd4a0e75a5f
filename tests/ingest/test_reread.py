"""Documents with unread pages whose files are read once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from indexes.builds import check
from indexes.change import Change
from indexes.errors import ReadError
from indexes.types import Document
from indexes.windows import Vectors
from ingest.extract import Opened
from ingest.report import Gathered, IngestReport
from ingest.store import Store
from ingest.walk import gather
from tests.fakes import DirectOpener, HashingEmbedder
from tests.ingest.bench import Bench


class Reader(DirectOpener):
    """fails: whether files cannot be read. names: of those that were read."""

    def __init__(self) -> None:
        super().__init__()
        self.fails = False
        self.names: list[str] = []

    def open(self, path: Path, name: str, folder: Path) -> Opened:
        if self.fails:
            raise ReadError(f"{name} is damaged.")
        self.names.append(name)
        return super().open(path, name, folder)


class Embedder(HashingEmbedder):
    stops = False

    def passages(self, texts: Sequence[str]) -> Vectors:
        if self.stops:
            raise KeyboardInterrupt
        return super().passages(texts)


class House:
    """Two files in a library; of one a page was not read."""

    def __init__(self, folder: Path) -> None:
        self.reader, self.embedder = Reader(), Embedder()
        self.bench = Bench(folder / "home", self.embedder, opener=self.reader)
        self.files = folder / "files"
        self.files.mkdir()
        (self.files / "otters.txt").write_text("Otters sleep in the boathouse.")
        (self.files / "gulls.txt").write_text("Gulls nest on the roof.")
        self.bench.ingest(self.files)
        self.bench.catalog.database.connection.execute(
            "INSERT INTO unread VALUES (?, 2, 'It is a picture.')", (self.otters.id,)
        )
        self.reader.names.clear()

    @property
    def otters(self) -> Document:
        (found,) = self.bench.catalog.find("otters.txt")
        return found

    def label(self) -> Document:
        document, library = self.otters, self.bench.library
        library.mark_private([document], True)
        library.tag([document], lambda own: ("river", "2024"))
        return library.rename(document, "Winter quarters.txt")

    def reread(self, files: Gathered | None = None) -> IngestReport:
        gathered = files or gather([self.files])
        return self.bench.library.add(replace(gathered, anew=True), "default", "local")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def told(document: Document) -> tuple[str, tuple[str, ...], bool]:
    return document.name, document.tags, document.private


def test_only_what_was_not_read_whole_is_read_again(house: House) -> None:
    assert house.reread().ok
    assert house.reader.names == ["otters.txt"]
    assert house.bench.catalog.report(house.otters.id).unread == ()
    assert house.bench.ask("boathouse") == ["otters.txt"]
    assert check(house.bench.catalog, house.bench.builds) == []


def test_plain_ingest_reads_nothing_again(house: House) -> None:
    house.bench.ingest(house.files)
    assert house.reader.names == []


def test_name_tags_and_mark_stay(house: House) -> None:
    before = house.label()
    house.reread()
    assert told(house.otters) == told(before) == ("Winter quarters.txt", ("river", "2024"), True)
    assert house.otters.id == before.id
    assert house.bench.catalog.binned() == []


def test_document_that_cannot_be_read_again_stays_as_it_was(house: House) -> None:
    before = house.label()
    house.reader.fails = True
    report = house.reread()
    assert [each.status for each in report.outcomes if each.reason] == ["failed"]
    assert house.otters == before
    assert house.bench.ask("boathouse") == ["Winter quarters.txt"]
    assert house.bench.library.originals.path(before.id) is not None
    assert len(house.bench.catalog.report(before.id).unread) == 1


def test_interrupted_reading_leaves_the_document(house: House) -> None:
    before = house.label()
    house.embedder.stops = True
    with pytest.raises(KeyboardInterrupt):
        house.reread()
    assert house.otters == before


@pytest.mark.parametrize("publishing", [False, True])
def test_crash_leaves_the_document_where_the_next_ingest_finds_it(
    house: House, monkeypatch: pytest.MonkeyPatch, publishing: bool
) -> None:
    before = house.label()
    house.embedder.stops = not publishing
    real = Store.apply

    def apply(store: Store, change: Change) -> None:
        """The process ends at the first change after the document was set aside."""
        if not change.binned:
            raise KeyboardInterrupt
        real(store, change)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "apply", apply)
        with pytest.raises(KeyboardInterrupt):
            house.reread()
    assert [each.id for each, _ in house.bench.catalog.binned()] == [before.id]
    house.embedder.stops = False
    house.bench.ingest(house.files)
    assert told(house.otters) == told(before)


def test_changed_file_replaces_its_document(house: House) -> None:
    house.label()
    (house.files / "otters.txt").write_text("Otters sleep on the pier.")
    house.reread()
    assert len(house.bench.catalog.documents()) == 2
    assert told(house.otters) == ("Winter quarters.txt", ("river", "2024"), True)
    assert house.bench.ask("pier") == ["Winter quarters.txt"]
