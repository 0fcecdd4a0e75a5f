"""What a question costs, counted while it is answered."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.setting_lists import prices
from app.settings import Settings
from app.tracing.spans import SEARCH, VERIFY, Open, Spans
from app.types import Sentence, Timings, Usage
from app.voices import Voice
from indexes.retrieve import Retriever, Search

EVIDENCE = "read evidence"
RULES = "answer by rules"
PART = "part"
SUMMARY = "summarise"
"""Steps besides those that `app.tracing.spans` names: the reader's, the try to answer in parts, a
sub-question of that, a summary."""

MILLION = 1_000_000


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
    whose draft the answer was made from last; None while there is none. spans: its steps.
    """

    trace_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    usage: Usage = field(default_factory=lambda: Usage(0, 0))
    started: float = field(default_factory=time.perf_counter)
    retrieved_ms: float = 0.0
    first_ms: float = 0.0
    larger: bool = False
    notes: tuple[str, ...] = ()
    wrote: Voice | None = None
    spans: Spans = field(default_factory=Spans)

    def search(self, retriever: Retriever, text: str, hits: int, allowed: frozenset[str]) -> Search:
        """The retriever's search, noted with the steps of its own."""
        with self.spans.span(SEARCH, wanted=hits, documents=len(allowed)) as step:
            found = retriever.search(text, hits, allowed)
            step.set(found=len(found.hits))
            _note_laps(self.spans, found.timings_ms)
        return found

    @contextmanager
    def verifying(self) -> Iterator[Callable[[Sequence[Sentence]], None]]:
        """Note a check; what it gives is called with the sentences that were checked."""
        with self.spans.span(VERIFY) as step:
            yield lambda sentences: _note_verdicts(step, sentences)

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


def priced(settings: Settings) -> Callable[[str, Usage], float]:
    """What tokens cost by the model's label, as the setting `prices` says; 0 for other models.

    What a model had kept of a prompt costs like what it read.
    """
    known = prices(settings.prices)

    def price(model: str, usage: Usage) -> float:
        if model not in known:
            return 0.0
        each = known[model]
        paid = usage.prompt_tokens * each.read + usage.completion_tokens * each.written
        return paid / MILLION

    return price


def _note_laps(spans: Spans, timings_ms: Mapping[str, float]) -> None:
    """The steps of a search that ends now, one after another; those that alternated as one each."""
    start = spans.now_ms() - timings_ms.get("total", 0.0)
    for name, ms in timings_ms.items():
        if name != "total":
            spans.add(f"{SEARCH}: {name}", start, ms)
            start += ms


def _note_verdicts(step: Open, sentences: Sequence[Sentence]) -> None:
    verdicts = [each.verdict for each in sentences]
    step.set(
        supported=verdicts.count("supported"),
        weak=verdicts.count("weak"),
        unsupported=verdicts.count("unsupported"),
    )
