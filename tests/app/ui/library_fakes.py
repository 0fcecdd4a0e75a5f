"""What the library page uses besides the shared fakes: a shelf, sources, a choice in menus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from app.shelf import Binned, Storage
from app.sources import Original, Passage, Reading, Segment, Source
from app.types import Actor
from indexes.catalog import Listing
from indexes.errors import LibraryError
from indexes.types import Chunk, Document
from ingest.report import Admission, IngestReport, Listener, Outcome
from tests.app.ui.fakes import CONTEXT, QUOTE, FakeCatalog, FakeFootnote

UNDO = timedelta(minutes=10)
SCREEN = Path(__file__).parents[3] / "app" / "ui" / "library.py"


@dataclass
class FakeShelf:
    """Changes the listings of the catalog at once. error: what every verb raises, if any."""

    catalog: FakeCatalog
    error: Exception | None = None
    binned: list[tuple[Listing, datetime]] = field(default_factory=list)
    replaced: list[tuple[str, str, bytes]] = field(default_factory=list)

    def rename(self, actor: Actor, document_id: str, name: str) -> Document:
        return self._change(document_id, renamed=name)

    def tag(
        self, actor: Actor, ids: Sequence[str], tags: Sequence[str], keep: bool = False
    ) -> tuple[Document, ...]:
        held = {each.document.id: each.document.tags for each in self.catalog.listings}
        return tuple(
            self._change(each, tags=(*held[each], *tags) if keep else tuple(tags)) for each in ids
        )

    def move(self, actor: Actor, ids: Sequence[str], collection: str) -> dict[str, str]:
        new = {each: f"{collection}-{each}" for each in ids}
        for old in ids:
            self._change(old, collection=collection, id=new[old])
        return new

    def replace(
        self,
        actor: Actor,
        document_id: str,
        admission: Admission,
        listener: Listener | None = None,
    ) -> IngestReport:
        self._fail()
        content = admission.path.read_bytes()
        self.replaced.append((document_id, admission.name, content))
        document = self._change(document_id, source=admission.name)
        return IngestReport((Outcome(admission.name, "replaced", "", document, 41),), 0.1)

    def remove(self, actor: Actor, ids: Sequence[str]) -> tuple[Binned, ...]:
        self._fail()
        gone = [each for each in self.catalog.listings if each.document.id in ids]
        self.catalog.listings = [each for each in self.catalog.listings if each not in gone]
        self.binned += [(each, datetime.now(UTC) + UNDO) for each in gone]
        return self.bin(actor)

    def restore(self, actor: Actor, ids: Sequence[str]) -> tuple[Document, ...]:
        self._fail()
        back = [each for each, _ in self.binned if each.document.id in ids]
        self.binned = [pair for pair in self.binned if pair[0] not in back]
        self.catalog.listings += back
        return tuple(each.document for each in back)

    def bin(self, actor: Actor) -> tuple[Binned, ...]:
        return tuple(Binned(each.document, until) for each, until in reversed(self.binned))

    def purge(self, actor: Actor | None = None, now: bool = False) -> int:
        self._fail()
        purged = len(self.binned)
        self.binned.clear()
        return purged

    def storage(self) -> Storage:
        return Storage(originals=1_200_000, index=0, database=81_000, models=92_400_000)

    def _fail(self) -> None:
        if self.error:
            raise self.error

    def _change(self, document_id: str, **changes: object) -> Document:
        self._fail()
        for at, each in enumerate(self.catalog.listings):
            if each.document.id == document_id:
                document: Document = replace(each.document, **changes)  # type: ignore[arg-type]  # any field
                self.catalog.listings[at] = replace(each, document=document)
                return document
        raise LibraryError(f"The library holds no document {document_id!r}.")


@dataclass
class FakeSources:
    """Every page says which one it is.

    unread: reasons by page. chunks: of every page, instead of two. more: whether pages go on below.
    read, opened: (page, offset) and (start, end) of what was asked for.
    """

    catalog: FakeCatalog
    folder: Path
    unread: dict[int, str] = field(default_factory=dict)
    opened: list[tuple[int, int]] = field(default_factory=list)
    read: list[tuple[int, int | None]] = field(default_factory=list)
    chunks: tuple[Chunk, ...] | None = None
    more: bool = False

    def reading(self, actor: Actor, document_id: str, page: int, at: int | None = None) -> Reading:
        document = self._document(document_id)
        if not 1 <= page <= document.page_count:
            raise LibraryError(f"{document.name} has no page {page}.")
        self.read.append((page, at))
        body = Passage((Segment(f"Page {page} says: {CONTEXT}", False),), False, self.more, 0, 90)
        where = ("Leave", "Paid leave")
        chunks = self.chunks
        if chunks is None:
            chunks = (
                Chunk(10 * page, document_id, 0, 38, page, where, CONTEXT[:38], ""),
                Chunk(10 * page + 1, document_id, 39, 97, page, where, QUOTE, ""),
            )
        reason = self.unread.get(page, "")
        return Reading(document, page, document.page_count, body, chunks, reason)

    def open(
        self,
        actor: Actor,
        document_id: str,
        start: int,
        end: int,
        page: int | None = None,
        at: int | None = None,
    ) -> Source:
        self.opened.append((start, end))
        document = self._document(document_id)
        body = Passage((Segment(QUOTE, True),), False, False, start, end)
        return Source(document, "", page or 1, document.page_count, body, page or 1, page or 1)

    def original(self, actor: Actor, document_id: str) -> Original:
        document = self._document(document_id)
        path = self.folder / "original"
        path.write_bytes(b"The file.")
        return Original(document.name, document.media_type, path)

    def _document(self, document_id: str) -> Document:
        for each in self.catalog.listings:
            if each.document.id == document_id:
                return each.document
        raise LibraryError(f"The library holds no document {document_id!r}.")


@dataclass
class Shelved:
    """The parts that were put into the application."""

    shelf: FakeShelf
    sources: FakeSources


def equip(footnote: FakeFootnote) -> Shelved:
    """Give the application behind the page what the library page uses."""
    held = Shelved(
        FakeShelf(footnote.catalog), FakeSources(footnote.catalog, footnote.settings.home)
    )
    footnote.shelf = held.shelf
    footnote.sources = held.sources  # type: ignore[assignment]  # reads documents as well
    return held


def browser() -> AppTest:
    """The library page alone, in a browser that opens it at its next run."""
    return AppTest.from_file(str(SCREEN), default_timeout=30)


def pick(screen: AppTest, key: str, option: str) -> AppTest:
    """Choose in a menu, for which AppTest has no element of its own."""
    (menu,) = (each for each in screen.get("menu_button") if each.proto.id.endswith(f"-{key}"))
    states = screen._tree.get_widget_states()
    states.widgets.append(WidgetState(id=menu.proto.id))
    states.widgets[-1].string_trigger_value.data = option
    return screen._run(states)


def put(screen: AppTest, key: str, button: str, *words: str) -> AppTest:
    """Give a field that takes new words these, and press the button of its form."""
    states = screen._tree.get_widget_states()
    field_id = next(each.proto.id for each in screen if getattr(each, "key", None) == key)
    for state in states.widgets:
        if state.id == field_id and state.HasField("string_array_value"):
            state.string_array_value.data[:] = words
        elif state.id == field_id:
            state.string_value = " ".join(words)
    *_, pressed = (each.proto.id for each in screen.button if each.label == button)
    for state in states.widgets:
        if state.id == pressed:
            state.trigger_value = True
    return screen._run(states)
