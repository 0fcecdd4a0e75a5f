"""Small documents and catalogs for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from indexes.builds import Builds, Built, Manifest
from indexes.catalog import Catalog
from indexes.types import Chunk, Document, Page
from indexes.writer import CatalogWriter, Change, Staged
from tests.fakes import HashingEmbedder

WHEN = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


def document(
    document_id: str, collection: str = "default", owner: str = "local", private: bool = False
) -> Document:
    return Document(
        document_id, collection, document_id.title(), f"{document_id}.txt", "text/plain",
        "0" * 64, 1, owner, WHEN, private,
    )  # fmt: skip


def chunks(document_id: str, sentences: list[str]) -> list[Chunk]:
    """One chunk a sentence; the document's text is the sentences joined by a space."""
    made, start = [], 0
    for sentence in sentences:
        end = start + len(sentence)
        made.append(Chunk(0, document_id, start, end, 1, ("Top",), sentence, sentence))
        start = end + 1
    return made


def stage(
    catalog: Catalog, document_id: str, sentences: list[str], collection: str = "default"
) -> None:
    """Store a document as pending."""
    made = chunks(document_id, sentences)
    page = Page(document_id, 1, 0, " ".join(sentences))
    CatalogWriter(catalog).stage(
        Staged(document(document_id, collection), (page,), tuple(made)),
        HashingEmbedder().passages([chunk.spoken for chunk in made]),
    )


def activate(catalog: Catalog, builds: Builds, *document_ids: str) -> str:
    """Publish all ready documents and these, and make them ready."""
    embedder = HashingEmbedder()
    built = Built.empty(embedder.dimension)
    for document_id in sorted(catalog.ready_ids() | set(document_ids)):
        built.add(catalog, document_id)
    ranges = built.dense.ranges
    manifest = Manifest(embedder.name, embedder.precision, embedder.dimension, ranges)
    build_id = builds.publish(built, manifest)
    CatalogWriter(catalog).activate(Change(added=document_ids), build_id, embedder.name)
    return build_id


def open_library(home: Path) -> tuple[Catalog, Builds]:
    return Catalog(home / "footnote.sqlite3"), Builds(home / "builds")
