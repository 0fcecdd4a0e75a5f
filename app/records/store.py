"""Conversations and their answers. Each belongs to one actor."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.records import documents, feedback, opinions, wanting
from app.records.codec import folded, from_json, storable, to_json, words
from app.records.opinions import Opinion
from app.records.schema import prepare
from app.types import Actor, Answer, Feedback
from indexes.db import Database, empty_log, transaction
from indexes.errors import LibraryError

TITLE_CHARS = 80


@dataclass(frozen=True, slots=True)
class Conversation:
    """A chat as listed. title: from its first question, until it is renamed. turns: how many
    answers it holds. started_at: with its zone.
    """

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
        prepare(self._db)

    @property
    def _db(self) -> sqlite3.Connection:
        return self._database.connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """Whatever is written inside is kept all or not at all."""
        with transaction(self._db):
            yield

    def start(self, actor: Actor, title: str) -> str:
        """Begin a conversation of `actor`; returns its id. title: one line is made of it."""
        conversation_id = uuid.uuid4().hex
        self._db.execute(
            "INSERT INTO conversations VALUES (?, ?, ?, ?)",
            (conversation_id, actor.id, _one_line(title), self._now().isoformat()),
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
            db.execute(
                "INSERT INTO said VALUES (?, ?, ?)",
                (row.lastrowid, storable(answer.trace_id), words(answer)),
            )
            quoted = {cited.document_id for cited in answer.citations + answer.nearest}
            db.executemany(
                "INSERT INTO quoted VALUES (?, ?)",
                [(document_id, row.lastrowid) for document_id in sorted(quoted)],
            )

    def conversations(self, actor: Actor, text: str = "") -> list[Conversation]:
        """The actor's conversations, newest first.

        text: only those whose title, questions and answers hold every word of it, or part of a
        longer one, in whatever case and order.
        """
        rows = self._db.execute(
            """
            SELECT c.id, c.title, c.started_at,
                (SELECT count(*) FROM answers a WHERE a.conversation_id = c.id) AS turns
            FROM conversations c WHERE c.owner = ? ORDER BY c.started_at DESC, c.rowid DESC
            """,
            (actor.id,),
        )
        listed = [
            Conversation(
                row["id"], row["title"], datetime.fromisoformat(row["started_at"]), row["turns"]
            )
            for row in rows
        ]
        if not (wanted := folded(text).split()):
            return listed
        said = self._said(actor)
        held = ((each, f"{folded(each.title)}\n{said.get(each.id, '')}") for each in listed)
        return [each for each, text in held if all(word in text for word in wanted)]

    def _said(self, actor: Actor) -> dict[str, str]:
        """The folded words of the actor's questions and answers by conversation id."""
        rows = self._db.execute(
            """
            SELECT a.conversation_id, group_concat(s.words, char(10)) AS words FROM conversations c
            JOIN answers a ON a.conversation_id = c.id JOIN said s ON s.answer_id = a.id
            WHERE c.owner = ? GROUP BY a.conversation_id
            """,
            (actor.id,),
        )
        return {row["conversation_id"]: row["words"] for row in rows}

    def answers(self, conversation_id: str, actor: Actor) -> list[Answer]:
        """The conversation's answers in the order they were given.

        Raises LibraryError when the actor has no such conversation.
        """
        self._require(conversation_id, actor)
        rows = self._db.execute(
            "SELECT body FROM answers WHERE conversation_id = ? ORDER BY id", (conversation_id,)
        )
        return [from_json(row["body"]) for row in rows]

    def rename(self, conversation_id: str, actor: Actor, title: str) -> None:
        """Give the conversation another title, made one line and cut to TITLE_CHARS.

        Raises LibraryError when the actor has no such conversation, or the title is blank.
        """
        line = _one_line(title)
        if not line:
            raise LibraryError("A conversation cannot be without a name; type one.")
        with transaction(self._db) as db:
            self._require(conversation_id, actor)
            db.execute("UPDATE conversations SET title = ? WHERE id = ?", (line, conversation_id))

    def cut(self, conversation_id: str, actor: Actor, keep: int) -> int:
        """Delete the answers after the first `keep`, and their feedback; returns how many.

        Raises LibraryError when the actor has no such conversation, ValueError for keep below 0.
        """
        if keep < 0:
            raise ValueError(f"keep is {keep}; it counts answers, from 0")
        with transaction(self._db) as db:
            self._require(conversation_id, actor)
            return db.execute(
                "DELETE FROM answers WHERE id IN (SELECT id FROM answers"
                " WHERE conversation_id = ? ORDER BY id LIMIT -1 OFFSET ?)",
                (conversation_id, keep),
            ).rowcount

    def forget(self, conversation_id: str, actor: Actor) -> None:
        """Delete the conversation, its answers and their feedback.

        Raises LibraryError when the actor has no such conversation.
        """
        with transaction(self._db) as db:
            self._require(conversation_id, actor)
            db.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))
        empty_log(self._db)

    def forget_document(self, document_id: str) -> int:
        """Take the document's text out of all saved answers, whoever's they are.

        Its quotes, their context and the notes go; of an answer that cites it the words go too,
        since they say what it said, and of feedback on an answer that quotes it the correction.
        Marks, names and offsets stay, so that one still sees where an earlier answer came from.
        Returns how many answers changed. Whoever removes a document calls this first: after a
        crash between the two the removal can then be repeated.
        """
        with transaction(self._db) as db:
            return documents.forget(db, document_id)

    def follow(self, old_id: str, new_id: str) -> int:
        """Have all saved answers that cite document `old_id` cite `new_id`: it was moved.

        Returns how many answers changed.
        """
        with transaction(self._db) as db:
            return documents.follow(db, old_id, new_id) if old_id != new_id else 0

    def give(self, actor: Actor, given: Feedback) -> None:
        """Keep feedback on an answer, in place of what the actor gave before on the same.

        Raises LibraryError when no conversation of the actor holds the answer, ValueError when a
        liked answer has a complaint.
        """
        with transaction(self._db) as db:
            feedback.give(db, actor, given)

    def take_back(self, actor: Actor, trace_id: str) -> None:
        """Delete the actor's feedback on the answer, if there is any."""
        feedback.take_back(self._db, actor, trace_id)

    def feedback(self, actor: Actor, trace_ids: Collection[str]) -> dict[str, Feedback]:
        """The actor's feedback on these answers by trace id; those without any are left out."""
        return feedback.given(self._db, actor, trace_ids)

    def opinions(self, since: datetime) -> list[Opinion]:
        """What all people think of answers, from `since` (with its zone) on, in order of time."""
        return opinions.given_since(self._db, since)

    def by_trace(self, trace_ids: Collection[str]) -> dict[str, Answer]:
        """These answers, whoever's they are, by trace id; those not kept are left out."""
        return opinions.answers_of(self._db, trace_ids)

    def unanswered(self, since: datetime, most: int) -> list[wanting.Unanswered]:
        """The newest `most` questions of all people that got no answer, or none in its source."""
        return wanting.unanswered(self._db, since, most)

    def traces(self, conversation_id: str, actor: Actor) -> list[str]:
        """Trace ids of its answers in their order; LibraryError as `answers`."""
        self._require(conversation_id, actor)
        return opinions.traces_of(self._db, conversation_id)

    def _require(self, conversation_id: str, actor: Actor) -> None:
        row = self._db.execute(
            "SELECT 1 FROM conversations WHERE id = ? AND owner = ?", (conversation_id, actor.id)
        ).fetchone()
        if row is None:
            raise _absent(conversation_id)


def _one_line(title: str) -> str:
    line = " ".join(title.split())
    short = line if len(line) <= TITLE_CHARS else line[: TITLE_CHARS - 1].rstrip() + "…"
    return storable(short)


def _absent(conversation_id: str) -> LibraryError:
    return LibraryError(
        f"There is no conversation {conversation_id!r} of yours; choose one from the list."
    )
