"""Reviewed items in the database: kept, read, and emptied of text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import TypeVar, cast

from app.review.types import KINDS, Kind, Place, Reviewed
from app.tracing.types import TracedHit
from indexes.errors import LibraryError

P = TypeVar("P", Place, TracedHit)

_EMPTY = "question = '', answer = '', asked = '', forgotten = 1"


def keep(db: sqlite3.Connection, item: Reviewed, asked: str, rests: Collection[str]) -> None:
    """Keep an item in place of one of the same trace. In a transaction.

    asked: who asked what (`app.review.queue.asked`), '' unknown. rests: ids of the documents whose
    words may stand in it.
    """
    db.execute("DELETE FROM reviews WHERE trace_id = ?", (item.trace_id,))
    db.execute(
        "INSERT INTO reviews VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        (
            item.trace_id, item.at.isoformat(), item.reviewer, item.kind, item.actor,
            item.collection, _storable(item.question), _storable(item.answer), item.absent,
            _json(item.gold), _json(item.hits), asked,
        ),
    )  # fmt: skip
    db.executemany(
        "INSERT INTO review_rests VALUES (?, ?)", [(item.trace_id, each) for each in sorted(rests)]
    )


def items(db: sqlite3.Connection) -> list[Reviewed]:
    """All items, the last marked first. Raises LibraryError for one that cannot be read."""
    found = db.execute("SELECT * FROM reviews ORDER BY marked_at DESC, trace_id")
    return [_item(row) for row in found.fetchall()]


def marked(db: sqlite3.Connection) -> frozenset[str]:
    """Ids of the traces that were marked."""
    return frozenset(row["trace_id"] for row in db.execute("SELECT trace_id FROM reviews"))


def last_asked(db: sqlite3.Connection) -> dict[str, datetime]:
    """When a question was last reviewed, by who asked what."""
    found = db.execute(
        "SELECT asked, max(marked_at) AS at FROM reviews WHERE asked != '' GROUP BY asked"
    )
    return {row["asked"]: datetime.fromisoformat(row["at"]) for row in found}


def forget(db: sqlite3.Connection, trace_ids: Collection[str]) -> int:
    """Take the words out of the items that came from these traces; returns how many."""
    found = "SELECT trace_id FROM reviews WHERE trace_id IN (SELECT value FROM json_each(?))"
    return _empty(db, found, json.dumps(list(trace_ids)))


def forget_document(db: sqlite3.Connection, document_id: str) -> int:
    """Take the words out of the items that rest on the document, and its places out of all."""
    emptied = _empty(db, "SELECT trace_id FROM review_rests WHERE document_id = ?", document_id)
    _rewrite(db, document_id, None)
    return emptied


def follow(db: sqlite3.Connection, old_id: str, new_id: str) -> int:
    """Have the items that name document `old_id` name `new_id`; returns how many."""
    db.execute(
        "INSERT OR IGNORE INTO review_rests"
        " SELECT trace_id, ? FROM review_rests WHERE document_id = ?",
        (new_id, old_id),
    )
    db.execute("DELETE FROM review_rests WHERE document_id = ?", (old_id,))
    return _rewrite(db, old_id, new_id)


def _empty(db: sqlite3.Connection, which: str, value: str) -> int:
    ids = [row["trace_id"] for row in db.execute(which, (value,)).fetchall()]
    for trace_id in ids:
        db.execute(f"UPDATE reviews SET {_EMPTY}, gold = '[]' WHERE trace_id = ?", (trace_id,))
        db.execute("DELETE FROM review_rests WHERE trace_id = ?", (trace_id,))
    return len(ids)


def _rewrite(db: sqlite3.Connection, old_id: str, new_id: str | None) -> int:
    """Name another document in gold and hits; None leaves its places out."""
    changed = [
        item
        for item in items(db)
        if old_id in {each.document_id for each in item.gold}
        or old_id in {each.document_id for each in item.hits}
    ]
    for item in changed:
        gold = _named(item.gold, old_id, new_id)
        hits = _named(item.hits, old_id, new_id)
        db.execute(
            "UPDATE reviews SET gold = ?, hits = ? WHERE trace_id = ?",
            (_json(gold), _json(hits), item.trace_id),
        )
    return len(changed)


def _named(places: Sequence[P], old_id: str, new_id: str | None) -> list[P]:
    kept = [each for each in places if new_id is not None or each.document_id != old_id]
    return [
        replace(each, document_id=new_id) if new_id and each.document_id == old_id else each
        for each in kept
    ]


def _json(places: Sequence[Place] | Sequence[TracedHit]) -> str:
    return json.dumps([asdict(each) for each in places])


def _item(row: sqlite3.Row) -> Reviewed:
    try:
        if row["kind"] not in KINDS:
            raise ValueError(f"kind {row['kind']!r}")
        return Reviewed(
            trace_id=row["trace_id"],
            at=datetime.fromisoformat(row["marked_at"]),
            reviewer=row["reviewer"],
            kind=cast(Kind, row["kind"]),
            actor=row["actor"],
            collection=row["collection"],
            question=row["question"],
            answer=row["answer"],
            absent=bool(row["absent"]),
            gold=tuple(Place(**each) for each in json.loads(row["gold"])),
            hits=tuple(TracedHit(**each) for each in json.loads(row["hits"])),
            forgotten=bool(row["forgotten"]),
        )
    except (ValueError, TypeError) as error:
        raise LibraryError(
            f"The review of {row['trace_id']!r} cannot be read ({error}); mark the answer again."
        ) from error


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
