"""What is true of a library at every moment, whatever was killed, as a reader finds it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
import pytest

from indexes.builds import Builds, Built, check
from indexes.catalog import Catalog
from indexes.embed import Embedder
from indexes.postings import empty
from indexes.query import Permitted, Query
from indexes.retrieve import Retriever
from ingest.originals import Originals, sha256

Row = tuple[object, ...]
ALL = 10_000
"""More than any library in a test has chunks."""


@dataclass(frozen=True, slots=True)
class Stored:
    """All that the database holds of a document but its ids, its name and its vectors."""

    page_count: int
    warnings: str
    pages: tuple[Row, ...]
    unread: tuple[Row, ...]
    chunks: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A library as it is now, opened afresh: nothing is tidied up."""

    home: Path
    catalog: Catalog
    builds: Builds

    @property
    def db(self) -> sqlite3.Connection:
        return self.catalog.database.connection

    def stored(self, document_id: str) -> Stored:
        rows = [
            tuple(tuple(row) for row in self.db.execute(query, (document_id,)))
            for query in (
                "SELECT page_count, warnings FROM documents WHERE id = ?",
                "SELECT number, start, text, width, height, lines FROM pages"
                " WHERE document_id = ? ORDER BY number",
                "SELECT page, reason FROM unread WHERE document_id = ? ORDER BY page",
                "SELECT start, end, page, headings, spoken FROM chunks"
                " WHERE document_id = ? ORDER BY ordinal",
            )
        ]
        (about,), pages, unread, chunks = rows
        return Stored(int(about[0]), str(about[1]), pages, unread, chunks)

    def places(self) -> dict[str, set[str]]:
        """Source -> ids of the ready documents that stand there."""
        found: dict[str, set[str]] = {}
        for source, document_id in self.catalog.places("default", "local"):
            found.setdefault(source, set()).add(document_id)
        return found

    def rebuilt(self) -> Built | None:
        """The indexes that the database alone makes."""
        built = None
        for document_id in sorted(self.catalog.ready_ids()):
            dimension = self.catalog.pooled(document_id)[1].shape[1]
            built = built or Built.empty(dimension)
            built.add(self.catalog, document_id)
        return built


@contextmanager
def look_at(home: Path) -> Iterator[Look]:
    """The library in `home`; no connection stays open behind, so that the test may fork."""
    catalog = Catalog(home / "footnote.sqlite3")
    try:
        yield Look(home, catalog, Builds(home / "builds"))
    finally:
        catalog.database.close()


class _Rebuilt(Builds):
    """Opens the indexes that the database alone makes, whatever lies on the disk."""

    def __init__(self, folder: Path, built: Built) -> None:
        super().__init__(folder)
        self._built = built

    def open(self, build_id: str) -> Built:
        return self._built


def assert_sound(
    look: Look, known: Mapping[str, Stored], embedder: Embedder, questions: Sequence[str]
) -> None:
    """Every invariant that holds at any moment. known: documents as stored undisturbed, by id."""
    ready = look.catalog.ready_ids()
    for document_id in ready:
        assert_complete(look, document_id, known[document_id], embedder)
    assert check(look.catalog, look.builds) == []
    _assert_vectors_owned(look, ready)
    _assert_words_owned(look, ready)
    for question in questions:
        _assert_search_equals_rebuilt(look, embedder, question)


def assert_complete(look: Look, document_id: str, expected: Stored, embedder: Embedder) -> None:
    """A ready document holds what an undisturbed ingest of the same bytes stores."""
    stored = look.stored(document_id)
    assert stored == expected
    text = "".join(str(page[2]) for page in stored.pages)
    assert text == look.catalog.text(document_id)
    assert [page[1] for page in stored.pages] == [
        sum(len(str(page[2])) for page in stored.pages[:before])
        for before in range(len(stored.pages))
    ]
    vectors = [row[0] for row in look.db.execute(_VECTORS, (document_id,))]
    fresh = embedder.passages([str(chunk[4]) for chunk in stored.chunks])
    assert vectors == [vector.astype(np.float16).tobytes() for vector in fresh]
    original = Originals(look.home / "originals").path(document_id)
    assert original is not None
    assert sha256(original) == look.catalog.document(document_id).sha256
    assert look.catalog.report(document_id).places


_VECTORS = "SELECT vector FROM chunks WHERE document_id = ? ORDER BY ordinal"


def _assert_vectors_owned(look: Look, ready: frozenset[str]) -> None:
    """Each vector is a chunk's of a ready document, and each such chunk has one."""
    build_id = look.catalog.build_id()
    owned = [chunk_id for document_id in ready for chunk_id in look.catalog.pooled(document_id)[0]]
    held: list[int] = []
    if build_id:
        index = look.builds.open(build_id).dense._index
        assert isinstance(index, faiss.IndexIDMap2)
        held = faiss.vector_to_array(index.id_map).tolist()
    assert sorted(held) == sorted(owned)


def _assert_words_owned(look: Look, ready: frozenset[str]) -> None:
    """Each chunk of a ready document is in the word index, and no other."""
    owned = {chunk_id for document_id in ready for chunk_id in look.catalog.pooled(document_id)[0]}
    build_id = look.catalog.build_id()
    postings = look.builds.open(build_id).lexical._settled() if build_id else empty()
    assert set(np.flatnonzero(postings.lengths).tolist()) == owned


def _assert_search_equals_rebuilt(look: Look, embedder: Embedder, question: str) -> None:
    built = look.rebuilt()
    everything = [row[0] for row in look.db.execute("SELECT id FROM documents")]  # pending too
    builds = look.builds if built is None else _Rebuilt(look.builds.folder, built)
    found, anew = (
        Retriever(look.catalog, each, lambda: embedder).search(question, 10, everything).hits
        for each in (look.builds, builds)
    )
    assert {hit.window.document.id for hit in found} <= look.catalog.ready_ids()
    places = [(hit.window.document.id, hit.window.start, hit.window.end) for hit in found]
    assert places == [(hit.window.document.id, hit.window.start, hit.window.end) for hit in anew]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in anew], abs=1e-6)


def scores(look: Look, embedder: Embedder, question: str) -> tuple[dict[Row, float], ...]:
    """What meaning and words give every chunk, by document and place: the same in any order."""
    ready = look.catalog.ready_ids()
    built = look.builds.open(look.catalog.build_id())
    query = Query.of(question, embedder.query(question))
    permitted = Permitted.of(ready, built.dense.ranges)
    place = {
        row["id"]: (row["document_id"], row["start"], row["end"])
        for row in look.db.execute("SELECT id, document_id, start, end FROM chunks")
    }
    found = (
        built.dense.search(query, ALL, permitted),
        built.lexical.search(query, ALL, permitted),
    )
    return tuple({place[chunk_id]: score for chunk_id, score in each} for each in found)


def assert_nothing_left_over(home: Path) -> None:
    """Database, lock, at most two builds, one original per document: no debris."""
    with look_at(home) as look:
        ready, build_id = look.catalog.ready_ids(), look.catalog.build_id()
        rows = look.db.execute("SELECT state FROM documents").fetchall()
    assert {row["state"] for row in rows} <= {"ready"}
    originals = [path.name for path in (home / "originals").iterdir()]
    assert sorted(name.split(".")[0] for name in originals) == sorted(ready)
    builds = [path.name for path in (home / "builds").iterdir()]
    assert build_id in builds
    assert len(builds) <= 2
    assert not any(name.startswith(".") for name in builds + originals)
    allowed = {"footnote.sqlite3", "footnote.sqlite3-wal", "footnote.sqlite3-shm"}
    assert {path.name for path in home.iterdir()} <= allowed | {
        "writer.lock",
        "originals",
        "builds",
    }


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
