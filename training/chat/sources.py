"""What the model is shown and what it is to say, as Footnote's own prompt puts it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from app.plain import REFUSAL as DECLINED
from app.prompts import Prompt, load
from indexes.types import Chunk, Document, Hit, Scores, Window

REFUSAL = f"{DECLINED}."
"""What is said when no source holds the answer."""

PROMPT = "brief@1"

Kind = Literal["one", "both", "table"]
"""one: a question with one answer or none. both: two questions in one. table: about rows."""

_ADDED = datetime(2026, 1, 1, tzinfo=UTC)
_UNBOUNDED = 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """What stands behind one number. name: the file's. texts: chunks that follow one another, as
    they are spoken. headings: of the section that holds them.
    """

    name: str
    texts: tuple[str, ...]
    headings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(self.texts)


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its sources, in the order of their numbers, and the answer with its marks."""

    kind: Kind
    question: str
    sources: tuple[Source, ...]
    answer: str

    @property
    def refused(self) -> bool:
        return self.answer == REFUSAL

    def messages(self, prompt: Prompt) -> tuple[str, str]:
        """What the system says and what the user says; `Prompt.render` itself writes them."""
        hits = [_hit(source, at) for at, source in enumerate(self.sources)]
        system, user = prompt.render(self.question, hits, _UNBOUNDED, len).messages
        return str(system.content), str(user.content)


def packaged_prompt() -> Prompt:
    """The prompt that the adapter is trained for."""
    return load(PROMPT)


def _hit(source: Source, number: int) -> Hit:
    """A document of its own that holds nothing but the source."""
    document = Document(
        f"{number:016x}", "", source.name, source.name, "text/plain", "", 1, "", _ADDED
    )
    chunks, start = [], 0
    for at, text in enumerate(source.texts):
        end = start + len(text)
        chunks.append(Chunk(at, document.id, start, end, 1, source.headings, text, text))
        start = end + 1
    window = Window(document, len(chunks) - 1, tuple(chunks), "\n".join(source.texts))
    return Hit(window, 0.0, "fused", 0.0, 0.0, Scores(0.0, 0.0, 0.0, 0.0))
