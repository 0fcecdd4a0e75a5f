"""Conversations and their answers, kept in the library's database. Each belongs to one actor."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.types import Actor, Answer, Citation, Sentence, Timings, Usage
from indexes.db import Database, migrate, transaction
from indexes.errors import LibraryError

TITLE_CHARS = 80
FORGOTTEN = "This answer relied on a document that has been removed."

MIGRATIONS = [
    (
        "records-1",
        """
        CREATE TABLE conversations (
            id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL,
            started_at TEXT NOT NULL);
        CREATE INDEX conversations_owner ON conversations (owner, started_at);
        CREATE TABLE answers (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation_id TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
            saved_at TEXT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX answers_conversation ON answers (conversation_id);
        CREATE TABLE quoted (
            document_id TEXT NOT NULL,
            answer_id INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
            PRIMARY KEY (document_id, answer_id)) WITHOUT ROWID;
        CREATE INDEX quoted_answer ON quoted (answer_id);
        """,
    ),
]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A chat as listed. title: from its first question. turns: how many answers it holds."""

    id: str
    title: str
    started_at: datetime
    turns: int


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Records:
    """Saves and returns conversations; safe to use from several threads.

    What belongs to another actor is treated like what does not exist.
    """

    def __init__(self, path: Path, now: Callable[[], datetime] = _utc_now) -> None:
        """path: the library's database file, made if it is absent. now: the clock, with a zone."""
        self._database = Database(path)
        self._now = now
        migrate(self._db, MIGRATIONS)

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    def start(self, actor: Actor, title: str) -> str:
        """Begin a conversation of `actor` and return its id, 32 hex digits.

        title: one line is made of it, cut to TITLE_CHARS.
        """
        line = " ".join(title.split())
        line = line if len(line) <= TITLE_CHARS else line[: TITLE_CHARS - 1].rstrip() + "…"
        conversation_id = uuid.uuid4().hex
        self._db.execute(
            "INSERT INTO conversations VALUES (?, ?, ?, ?)",
            (conversation_id, actor.id, _storable(line), self._now().isoformat()),
        )
        return conversation_id

    def save(self, conversation_id: str, answer: Answer) -> None:
        """Append `answer`. Raises LibraryError when there is no such conversation."""
        with transaction(self._db) as db:
            found = db.execute("SELECT 1 FROM conversations WHERE id = ?", (conversation_id,))
            if found.fetchone() is None:
                raise _absent(conversation_id)
            row = db.execute(
                "INSERT INTO answers (conversation_id, saved_at, body) VALUES (?, ?, ?)",
                (conversation_id, self._now().isoformat(), to_json(answer)),
            )
            quoted = {cited.document_id for cited in answer.citations + answer.nearest}
            db.executemany(
                "INSERT INTO quoted VALUES (?, ?)",
                [(document_id, row.lastrowid) for document_id in sorted(quoted)],
            )

    def conversations(self, actor: Actor) -> list[Conversation]:
        """The actor's conversations, newest first."""
        rows = self._db.execute(
            """
            SELECT c.id, c.title, c.started_at,
                (SELECT count(*) FROM answers a WHERE a.conversation_id = c.id) AS turns
            FROM conversations c WHERE c.owner = ? ORDER BY c.started_at DESC, c.rowid DESC
            """,
            (actor.id,),
        )
        return [
            Conversation(
                row["id"], row["title"], datetime.fromisoformat(row["started_at"]), row["turns"]
            )
            for row in rows
        ]

    def answers(self, conversation_id: str, actor: Actor) -> list[Answer]:
        """The conversation's answers in the order they were given.

        Raises LibraryError when the actor has no such conversation.
        """
        self._require(conversation_id, actor)
        rows = self._db.execute(
            "SELECT body FROM answers WHERE conversation_id = ? ORDER BY id", (conversation_id,)
        )
        return [from_json(row["body"]) for row in rows]

    def forget(self, conversation_id: str, actor: Actor) -> None:
        """Delete the conversation and its answers.

        Raises LibraryError when the actor has no such conversation.
        """
        with transaction(self._db) as db:
            self._require(conversation_id, actor)
            db.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))

    def forget_document(self, document_id: str) -> int:
        """Take the document's text out of all saved answers, whoever's they are.

        Its quotes, their context and the notes go; of an answer that cites it the words go too,
        since they say what it said. Marks, names and offsets stay, so that one still sees where an
        earlier answer came from.
        Returns how many answers changed. Whoever removes a document calls this first: after a
        crash between the two the removal can then be repeated.
        """
        with transaction(self._db) as db:
            rows = db.execute(
                "SELECT a.id, a.body FROM answers a JOIN quoted q ON q.answer_id = a.id"
                " WHERE q.document_id = ?",
                (document_id,),
            ).fetchall()
            for row in rows:
                answer = _without(from_json(row["body"]), document_id)
                db.execute("UPDATE answers SET body = ? WHERE id = ?", (to_json(answer), row["id"]))
            db.execute("DELETE FROM quoted WHERE document_id = ?", (document_id,))
        return len(rows)

    def _require(self, conversation_id: str, actor: Actor) -> None:
        row = self._db.execute(
            "SELECT 1 FROM conversations WHERE id = ? AND owner = ?", (conversation_id, actor.id)
        ).fetchone()
        if row is None:
            raise _absent(conversation_id)


def to_json(answer: Answer) -> str:
    """The whole answer as JSON in ASCII, so that any text can be stored; see `from_json`."""
    return json.dumps(asdict(answer))


def from_json(text: str) -> Answer:
    """The answer that `to_json` wrote, equal to it. Raises LibraryError when damaged."""
    try:
        body = json.loads(text)
        return Answer(
            **{
                **body,
                # answers of earlier versions say neither
                "read_as": body.get("read_as", body["question"]),
                "notes": tuple(body.get("notes", ())),
                "sentences": tuple(
                    Sentence(**{**each, "marks": tuple(each["marks"])})
                    for each in body["sentences"]
                ),
                "citations": tuple(Citation(**each) for each in body["citations"]),
                "nearest": tuple(Citation(**each) for each in body["nearest"]),
                "usage": Usage(**body["usage"]),
                "timings": Timings(**body["timings"]),
            }
        )
    except (ValueError, KeyError, TypeError) as error:
        raise LibraryError(
            f"A saved answer cannot be read ({error}); delete its conversation."
        ) from error


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


def _absent(conversation_id: str) -> LibraryError:
    return LibraryError(
        f"There is no conversation {conversation_id!r} of yours; choose one from the list."
    )


def _storable(text: str) -> str:
    """`text` without lone surrogates, which SQLite refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")
