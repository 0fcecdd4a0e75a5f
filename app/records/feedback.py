"""What people think of answers: one opinion per actor and answer."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from datetime import datetime

from app.records.codec import storable
from app.types import Actor, Feedback
from indexes.errors import LibraryError


def give(db: sqlite3.Connection, actor: Actor, feedback: Feedback) -> None:
    """Keep the actor's feedback in place of what they gave before. In a transaction.

    Raises LibraryError when no conversation of the actor holds the answer, ValueError when a liked
    answer has a complaint.
    """
    if feedback.liked and feedback.complaint is not None:
        raise ValueError(f"a liked answer has no complaint: {feedback}")
    trace_id = storable(feedback.trace_id)
    found = db.execute(
        """
        SELECT s.answer_id FROM said s
        JOIN answers a ON a.id = s.answer_id JOIN conversations c ON c.id = a.conversation_id
        WHERE s.trace_id = ? AND c.owner = ? ORDER BY s.answer_id DESC
        """,
        (trace_id, actor.id),
    ).fetchone()
    if found is None:
        raise LibraryError(
            f"There is no saved answer {feedback.trace_id!r} of yours to give feedback on; "
            "ask the question again."
        )
    db.execute(
        "INSERT OR REPLACE INTO feedback"
        " (owner, trace_id, answer_id, liked, complaint, correction, given_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            actor.id,
            trace_id,
            found["answer_id"],
            feedback.liked,
            feedback.complaint,
            storable(feedback.correction),
            feedback.given_at.isoformat(),
        ),
    )


def take_back(db: sqlite3.Connection, actor: Actor, trace_id: str) -> None:
    """Delete the actor's feedback on the answer, if there is any."""
    db.execute(
        "DELETE FROM feedback WHERE owner = ? AND trace_id = ?", (actor.id, storable(trace_id))
    )


def given(db: sqlite3.Connection, actor: Actor, trace_ids: Collection[str]) -> dict[str, Feedback]:
    """The actor's feedback by trace id; answers without any are left out."""
    rows = db.execute(
        "SELECT * FROM feedback WHERE owner = ? AND trace_id IN (SELECT value FROM json_each(?))",
        (actor.id, json.dumps([storable(each) for each in trace_ids])),
    )
    return {
        row["trace_id"]: Feedback(
            trace_id=row["trace_id"],
            liked=bool(row["liked"]),
            complaint=row["complaint"],
            correction=row["correction"],
            given_at=datetime.fromisoformat(row["given_at"]),
        )
        for row in rows
    }
