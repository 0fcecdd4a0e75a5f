"""What is known of one question afterwards: its trace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.tracing.spans import Span
from app.types import Usage

Outcome = Literal["answered", "abstained", "stopped", "failed", "refused"]
"""stopped: by the person. failed: by an error. refused: by a quota, or as no question."""

NO_TOPIC = -1

PASSED_OVER = "PassedOver"
"""Error of a question that an experiment's arm could not answer: what is in force did."""
NONE_USED = Usage(0, 0)


@dataclass(frozen=True, slots=True)
class TracedHit:
    """A window that was found. score: of the retriever's last stage; compares within one search.

    similarity: cosine of question and window, -1 to 1. cited: whether the answer cites it.
    """

    document_id: str
    start: int
    end: int
    score: float
    similarity: float
    cited: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Sentences of the answer by verdict."""

    supported: int = 0
    weak: int = 0
    unsupported: int = 0

    @property
    def all(self) -> int:
        return self.supported + self.weak + self.unsupported


@dataclass(frozen=True, slots=True)
class Made:
    """What made an answer. version: id of the version set (`app.versions`), '' if unknown.

    experiment, arm: names, '' outside of experiments. collection: '' for all of them. cached:
    whether the answer comes from the cache.
    """

    model: str = ""
    prompt: str = ""
    build_id: str = ""
    version: str = ""
    collection: str = ""
    experiment: str = ""
    arm: str = ""
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Spent:
    """What it took. Times are milliseconds of wall time; 0 where there was none.

    token_ms: mean time between tokens. cpu_s: processor seconds of the page's process and the
    model's. price: in the currency of the setting `prices`; 0 for local models.
    """

    usage: Usage = NONE_USED
    first_ms: float = 0.0
    token_ms: float = 0.0
    total_ms: float = 0.0
    cpu_s: float = 0.0
    price: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """The question without its words. words: how many. language: ISO 639-1, '' if unknown.

    topic: the cluster of the question's vector (`app.drift`), NO_TOPIC if unknown. similarity: of
    the best window, -1 to 1; 0 where nothing was found.
    """

    words: int = 0
    language: str = ""
    topic: int = NO_TOPIC
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """One question's trace without its steps: what figures are made of.

    actor: who asked. session: one visit of a browser or one command. error: the error's class, ''
    for none. question, answer: '' unless the setting `traces` is `text`.
    """

    trace_id: str
    started_at: datetime
    actor: str
    session: str
    outcome: Outcome
    error: str = ""
    made: Made = Made()
    spent: Spent = Spent()
    counts: Counts = Counts()
    shape: Shape = Shape()
    question: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """A row with its steps, in the order in which they began, and what was found, best first."""

    row: Row
    spans: tuple[Span, ...] = ()
    hits: tuple[TracedHit, ...] = ()
