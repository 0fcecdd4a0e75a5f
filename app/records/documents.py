"""What saved answers keep of a document that is removed or moved."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import replace

from app.records.codec import from_json, to_json, words
from app.types import Answer, Citation
from indexes.errors import LibraryError

log = logging.getLogger(__name__)

FORGOTTEN = "This answer relied on a document that has been removed."


def forget(db: sqlite3.Connection, document_id: str) -> int:
    """Take the document's text out of all answers and their feedback; returns how many changed.

    To be called in a transaction. Its quotes, their context and the notes go; of an answer that
    cites it the words go too, since they say what it said, and so do corrections. An answer that
    is damaged goes whole: what it says is not known.
    """
    changed, damaged = _rewrite(db, document_id, lambda answer: _without(answer, document_id))
    db.executemany("DELETE FROM answers WHERE id = ?", [(each,) for each in damaged])
    db.execute(
        "UPDATE feedback SET correction = '' WHERE answer_id IN"
        " (SELECT answer_id FROM quoted WHERE document_id = ?)",
        (document_id,),
    )
    db.execute("DELETE FROM quoted WHERE document_id = ?", (document_id,))
    return changed + len(damaged)


def follow(db: sqlite3.Connection, old_id: str, new_id: str) -> int:
    """Have the answers that cite `old_id` cite `new_id`; returns how many. In a transaction.

    Damaged ones stay as they are.
    """
    changed, _ = _rewrite(db, old_id, lambda answer: _moved(answer, old_id, new_id))
    db.execute(
        "INSERT OR IGNORE INTO quoted SELECT ?, answer_id FROM quoted WHERE document_id = ?",
        (new_id, old_id),
    )
    db.execute("DELETE FROM quoted WHERE document_id = ?", (old_id,))
    return changed


def _rewrite(
    db: sqlite3.Connection, document_id: str, change: Callable[[Answer], Answer]
) -> tuple[int, list[int]]:
    """Save the change of each answer that quotes the document.

    Returns how many those are, and the ids of those that cannot be read.
    """
    damaged: list[int] = []
    rows = db.execute(
        "SELECT a.id, a.body FROM answers a JOIN quoted q ON q.answer_id = a.id"
        " WHERE q.document_id = ?",
        (document_id,),
    ).fetchall()
    for row in rows:
        try:
            answer = change(from_json(row["body"]))
        except LibraryError as error:  # it must not keep all others from being changed
            log.warning("%s", error)
            damaged.append(row["id"])
            continue
        db.execute("UPDATE answers SET body = ? WHERE id = ?", (to_json(answer), row["id"]))
        db.execute("UPDATE said SET words = ? WHERE answer_id = ?", (words(answer), row["id"]))
    return len(rows) - len(damaged), damaged


def _without(answer: Answer, document_id: str) -> Answer:
    def blank(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(
            replace(each, quote="", context="") if each.document_id == document_id else each
            for each in citations
        )

    # a note may show a word of the document, as a spelling
    left = replace(
        answer, notes=(), citations=blank(answer.citations), nearest=blank(answer.nearest)
    )
    if any(each.document_id == document_id for each in answer.citations):
        return replace(left, text=FORGOTTEN, sentences=())
    return left


def _moved(answer: Answer, old_id: str, new_id: str) -> Answer:
    def moved(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(
            replace(each, document_id=new_id) if each.document_id == old_id else each
            for each in citations
        )

    return replace(answer, citations=moved(answer.citations), nearest=moved(answer.nearest))
