"""Stored documents for summaries: with headings, with pages, and as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from indexes.catalog import Catalog
from indexes.types import Chunk, Document, Page
from indexes.writer import CatalogWriter, Staged
from tests.builders import activate, document, open_library
from tests.fakes import HashingEmbedder

HANDBOOK = (
    (("Handbook",), "This handbook tells how the ferry company of the island works."),
    (("Handbook", "Tickets"), "Tickets"),
    (("Handbook", "Tickets"), "Tickets for the ferry are sold on board and at the pier."),
    (("Handbook", "Tickets"), "A ticket for the ferry costs twelve crowns for adults."),
    (("Handbook", "Tickets"), "They are free."),
    (("Handbook", "Safety"), "Safety"),
    (("Handbook", "Safety"), "Every passenger on the ferry wears a life vest in a storm."),
    (("Handbook", "Safety"), "Life vests on the ferry are checked by the mate each morning."),
    (("Handbook", "Crew"), "Crew"),
    (("Handbook", "Crew"), "The crew of the ferry has a captain, a mate and two sailors."),
    (("Handbook", "Crew"), "The captain of the ferry decides whether the crew sails in a storm."),
)
Passage = tuple[Sequence[str], str]


def chunks(passages: Sequence[Passage], document_id: str = "d", page: int = 1) -> list[Chunk]:
    """One chunk a passage, joined by line feeds."""
    made, start = [], 0
    for headings, text in passages:
        made.append(
            Chunk(0, document_id, start, start + len(text), page, tuple(headings), text, text)
        )
        start += len(text) + 1
    return made


def store(
    home: Path, passages: Sequence[Passage], document_id: str = "handbook", owner: str = "local"
) -> Catalog:
    """A library with one more document of these passages."""
    return store_chunks(home, chunks(passages, document_id), document(document_id, owner=owner))


def store_rows(home: Path, rows: Sequence[dict[str, str]]) -> Catalog:
    """A library with a CSV file of these rows, `rates`, without its line of names."""
    made, start = [], 0
    for row in rows:
        text = ",".join(row.values())
        spoken = "; ".join(f"{name}: {value}" for name, value in row.items())
        made.append(Chunk(0, "rates", start, start + len(text), 1, (), text, spoken))
        start += len(text) + 1
    return store_chunks(home, made, document("rates"))


def store_chunks(home: Path, made: Sequence[Chunk], held: Document) -> Catalog:
    catalog, builds = open_library(home)
    page = Page(held.id, 1, 0, "\n".join(chunk.text for chunk in made))
    vectors = HashingEmbedder().passages([chunk.spoken for chunk in made])
    stored = replace(held, title=held.id.title())
    CatalogWriter(catalog).stage(Staged(stored, (page,), tuple(made)), vectors)
    activate(catalog, builds, held.id)
    return catalog
