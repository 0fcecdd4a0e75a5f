"""Saved questions that got no answer, or one that people say is not in its source, whoever's."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Unanswered:
    """question: as it was read, so that a follow-up stands by itself. owner: who asked. at: in UTC.

    disliked: whether there was an answer, whose sentences its reader did not find in the source.
    """

    trace_id: str
    owner: str
    question: str
    at: datetime
    disliked: bool


_FOUND = """
    SELECT s.trace_id, c.owner, a.saved_at, f.trace_id IS NOT NULL AS disliked,
        coalesce(nullif(json_extract(a.body, '$.read_as'), ''),
                 json_extract(a.body, '$.question')) AS question
    FROM answers a
    JOIN conversations c ON c.id = a.conversation_id
    JOIN said s ON s.answer_id = a.id
    LEFT JOIN feedback f ON f.answer_id = a.id AND NOT f.liked AND f.complaint = 'not in source'
    WHERE a.saved_at >= ? AND json_valid(a.body)
        AND (f.trace_id IS NOT NULL OR json_extract(a.body, '$.status') = 'abstained')
    ORDER BY a.id DESC LIMIT ?
"""


def unanswered(db: sqlite3.Connection, since: datetime, most: int) -> list[Unanswered]:
    """The newest `most` of them that were saved from the day of `since` (with its zone) on."""
    day = since.astimezone(UTC).date().isoformat()  # times are kept in the zone of whoever saved
    found = db.execute(_FOUND, (day, most)).fetchall()
    return [
        Unanswered(
            trace_id=row["trace_id"],
            owner=row["owner"],
            question=str(row["question"]),
            at=datetime.fromisoformat(row["saved_at"]).astimezone(UTC),
            disliked=bool(row["disliked"]),
        )
        for row in found
        if row["question"]
    ]
