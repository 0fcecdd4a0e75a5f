"""Rows of the catalog's tables -> the types that every room speaks."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from indexes.lines import unpack
from indexes.listing import Listing
from indexes.types import Chunk, Document, Page


def document(row: sqlite3.Row) -> Document:
    tags = row["tags"]
    return Document(
        row["id"], row["collection"], row["title"], row["source"], row["media_type"],
        row["sha256"], row["page_count"], row["owner"], datetime.fromisoformat(row["added_at"]),
        bool(row["private"]), () if tags == "[]" else tuple(json.loads(tags)), row["renamed"],
    )  # fmt: skip


def page(row: sqlite3.Row) -> Page:
    return Page(
        row["document_id"], row["number"], row["start"], row["text"], row["width"], row["height"],
        unpack(row["lines"], row["start"]),
    )  # fmt: skip


def chunk(row: sqlite3.Row, text: str, offset: int) -> Chunk:
    return Chunk(
        row["id"], row["document_id"], row["start"], row["end"], row["page"],
        tuple(json.loads(row["headings"])), text[row["start"] - offset : row["end"] - offset],
        row["spoken"],
    )  # fmt: skip


def listing(row: sqlite3.Row) -> Listing:
    """A document's row with the number of its warnings."""
    return Listing(
        document(row), row["chunk_count"], row["characters"],
        "removed" if row["removed_at"] else row["state"], row["unread_count"], row["warning_count"],
    )  # fmt: skip
