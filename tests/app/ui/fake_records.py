"""Chats in memory, as the page keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.records import Conversation, Opinion
from app.types import Actor, Answer, Feedback
from indexes.errors import LibraryError

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@dataclass
class FakeRecords:
    """forgotten: ids of documents. given: what was said of answers, by trace id."""

    saved: dict[str, list[Answer]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    forgotten: list[str] = field(default_factory=list)
    given: dict[str, Feedback] = field(default_factory=dict)
    error: Exception | None = None

    def together(self) -> AbstractContextManager[None]:
        return nullcontext()

    def start(self, actor: Actor, title: str) -> str:
        if self.error:
            raise self.error
        conversation_id = f"c{len(self.titles)}"
        self.titles[conversation_id] = title
        self.saved[conversation_id] = []
        return conversation_id

    def save(self, conversation_id: str, answer: Answer) -> None:
        self.saved[conversation_id].append(answer)

    def cut(self, conversation_id: str, actor: Actor, keep: int) -> None:
        del self.saved[conversation_id][keep:]

    def conversations(self, actor: Actor, text: str = "") -> list[Conversation]:
        return [
            Conversation(each, title, NOON, len(self.saved[each]))
            for each, title in reversed(self.titles.items())
            if text.casefold() in title.casefold()
        ]

    def traces(self, conversation_id: str, actor: Actor) -> list[str]:
        return [answer.trace_id for answer in self.saved[conversation_id]]

    def answers(self, conversation_id: str, actor: Actor) -> list[Answer]:
        if conversation_id not in self.saved:
            raise LibraryError(f"There is no conversation {conversation_id!r} of yours.")
        return list(self.saved[conversation_id])

    def rename(self, conversation_id: str, actor: Actor, title: str) -> None:
        if not title.strip():
            raise LibraryError("A chat needs a title; type one.")
        self.titles[conversation_id] = title

    def forget(self, conversation_id: str, actor: Actor) -> None:
        del self.saved[conversation_id], self.titles[conversation_id]

    def forget_document(self, document_id: str) -> int:
        self.forgotten.append(document_id)
        return 0

    def give(self, actor: Actor, feedback: Feedback) -> None:
        self.given[feedback.trace_id] = feedback

    def opinions(self, since: datetime) -> list[Opinion]:
        given = sorted(self.given.values(), key=lambda each: each.given_at)
        return [
            Opinion(
                "local", each.trace_id, each.liked, each.complaint, each.correction, each.given_at
            )
            for each in given
            if each.given_at >= since
        ]

    def take_back(self, actor: Actor, trace_id: str) -> None:
        self.given.pop(trace_id, None)

    def feedback(self, actor: Actor, trace_ids: Sequence[str]) -> dict[str, Feedback]:
        return {each: self.given[each] for each in trace_ids if each in self.given}
