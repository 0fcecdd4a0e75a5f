"""What all people think of answers, and the answers themselves, whoever's they are.

For whoever runs Footnote for others; what belongs to one actor is given by `feedback`.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from app.records.codec import from_json, storable
from app.types import Answer, Complaint
from indexes.errors import LibraryError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opinion:
    """One person's opinion of one answer. owner: who gave it. trace_id: of the answer.

    complaint: None for a liked answer. correction: the right answer or a remark, '' for none.
    given_at: in UTC.
    """

    owner: str
    trace_id: str
    liked: bool
    complaint: Complaint | None
    correction: str
    given_at: datetime


def given_since(db: sqlite3.Connection, since: datetime) -> list[Opinion]:
    """The opinions of all people from `since` (with its zone) on, in order of time."""
    found = db.execute("SELECT * FROM feedback").fetchall()
    opinions = [
        Opinion(
            owner=row["owner"],
            trace_id=row["trace_id"],
            liked=bool(row["liked"]),
            complaint=cast("Complaint | None", row["complaint"]),
            correction=row["correction"],
            given_at=datetime.fromisoformat(row["given_at"]).astimezone(UTC),
        )
        for row in found
    ]
    # Compared here and not in SQL: each time is kept in the zone of whoever gave the opinion.
    late = (each for each in opinions if each.given_at >= since)
    return sorted(late, key=lambda each: (each.given_at, each.trace_id, each.owner))


def answers_of(db: sqlite3.Connection, trace_ids: Collection[str]) -> dict[str, Answer]:
    """The saved answers of all people by trace id; those that are not there are left out.

    So is one that is damaged, which is logged: it must not keep the others from being seen.
    """
    found = db.execute(
        "SELECT s.trace_id, a.body FROM said s JOIN answers a ON a.id = s.answer_id"
        " WHERE s.trace_id IN (SELECT value FROM json_each(?)) ORDER BY a.id",
        (json.dumps([storable(each) for each in trace_ids]),),
    ).fetchall()
    answers: dict[str, Answer] = {}
    for row in found:
        try:
            answers[row["trace_id"]] = from_json(row["body"])
        except LibraryError as error:
            log.warning("%s", error)
    return answers


def traces_of(db: sqlite3.Connection, conversation_id: str) -> list[str]:
    """Trace ids of a conversation's answers in their order, damaged ones included."""
    found = db.execute(
        "SELECT s.trace_id FROM said s JOIN answers a ON a.id = s.answer_id"
        " WHERE a.conversation_id = ? ORDER BY a.id",
        (conversation_id,),
    )
    return [row["trace_id"] for row in found]
