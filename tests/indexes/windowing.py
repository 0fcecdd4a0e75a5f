"""Windows of plain sentences, for tests that need no library."""

from __future__ import annotations

from datetime import UTC, datetime

from indexes.types import Chunk, Document, Hit, Scores, Window


def document(name: str = "a") -> Document:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Document(name, "default", name, f"{name}.txt", "text/plain", "0", 1, "local", now)


def windows(sentences: list[str], name: str = "a", first: int = 1) -> dict[int, Window]:
    """The window of each sentence with two neighbours, by chunk id; ids count from `first`."""
    text, chunks = "", []
    for number, sentence in enumerate(sentences):
        start = len(text)
        chunks.append(
            Chunk(first + number, name, start, start + len(sentence), 1, (), sentence, sentence)
        )
        text += f"{sentence} "
    found = {}
    for at, chunk in enumerate(chunks):
        part = tuple(chunks[max(0, at - 2) : at + 3])
        shown = text[part[0].start : part[-1].end]
        found[chunk.id] = Window(document(name), chunk.id, part, shown)
    return found


def hit(window: Window, score: float = 1.0) -> Hit:
    return Hit(window, score, "fusion", 0.5, 0.5, Scores(0.5, 1.0, 0.0, score))
