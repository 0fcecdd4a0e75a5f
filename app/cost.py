"""What a question costs, counted while it is answered."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field

from app.types import Timings, Usage
from app.voices import Voice


def usage_of(metadata: object) -> Usage:
    """metadata: LangChain's `usage_metadata`; None is nothing."""
    if not isinstance(metadata, dict):
        return Usage(0, 0)
    cached = (metadata.get("input_token_details") or {}).get("cache_read") or 0
    return Usage(int(metadata["input_tokens"]), int(metadata["output_tokens"]), int(cached))


def together(one: Usage, other: Usage) -> Usage:
    """The sum."""
    return Usage(
        one.prompt_tokens + other.prompt_tokens,
        one.completion_tokens + other.completion_tokens,
        one.cached_tokens + other.cached_tokens,
    )


@dataclass(slots=True)
class Cost:
    """What one question costs and who answers it, noted meanwhile. Times are wall-clock.

    larger: whether the person wants the larger model. notes: sentences on who was asked. wrote:
    whose draft the answer was made from last; None while there is none.
    """

    trace_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    usage: Usage = field(default_factory=lambda: Usage(0, 0))
    started: float = field(default_factory=time.perf_counter)
    retrieved_ms: float = 0.0
    first_ms: float = 0.0
    larger: bool = False
    notes: tuple[str, ...] = ()
    wrote: Voice | None = None

    def retrieved(self) -> None:
        self.retrieved_ms = self._elapsed()

    def first(self) -> None:
        self.first_ms = self.first_ms or self._elapsed()

    def note(self, text: str) -> None:
        """Once, however often it is said."""
        if text not in self.notes:
            self.notes = (*self.notes, text)

    def add(self, usage: object) -> None:
        """usage: as LangChain tells it; None adds nothing."""
        self.spent(usage_of(usage))

    def spent(self, usage: Usage) -> None:
        """Add what was used."""
        self.usage = together(self.usage, usage)

    def timings(self) -> Timings:
        return Timings(self.retrieved_ms, self.first_ms, self._elapsed())

    def _elapsed(self) -> float:
        return round((time.perf_counter() - self.started) * 1000, 1)
