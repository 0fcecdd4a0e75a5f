"""What waits for a reviewer, what they say of it, and what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, get_args

from app.records import Opinion
from app.tracing.types import Counts, Made, Row, Shape, Spent, Trace, TracedHit
from app.types import Answer
from indexes.types import Chunk, Document

Kind = Literal["right", "wrong retrieval", "wrong answer", "wrong document"]
"""right: the answer, or that there is none, is right. wrong retrieval: the place that answers was
not found. wrong answer: it was found, and the answer does not say what it says. wrong document:
the answer says what a document says that does not count, such as a superseded one.
"""

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document, in characters of its text. quote: the text from start to end."""

    document_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reviewer says of an answer.

    answer: the right one; each further line is another wording that counts as right too. '' with
    kind `right` takes the words of the answer. absent: the library holds no answer, and to say so
    is right; then there is neither answer nor gold. gold: the sentences that the right answer rests
    on; () with kind `right` takes those that the answer cites.
    """

    kind: Kind
    answer: str = ""
    absent: bool = False
    gold: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer that waits for a reviewer.

    trace_id: of the worst answer to this question. score: above 0, the worst first (see
    `app.review.score`). reasons: why it is here, as sentences. times: how many answers to the same
    question wait, this one included; traces: their ids. question, read_as: '' where no text is
    kept; read_as stands by itself where the question was a follow-up. answer: None where it is not
    saved. said: its text as far as it is kept. opinions: on all of these answers, the last first.
    """

    trace_id: str
    score: float
    reasons: tuple[str, ...]
    times: int
    traces: tuple[str, ...]
    row: Row
    question: str = ""
    read_as: str = ""
    said: str = ""
    answer: Answer | None = None
    opinions: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An item that a reviewer has marked. at: when, in UTC.

    actor: who had asked. collection: '' for all of them. question, answer: '' where no text was
    kept, or it was removed since (`forgotten`). answer: as in Judgement. hits: what was found
    for the question, best first.
    """

    trace_id: str
    at: datetime
    reviewer: str
    kind: Kind
    actor: str
    collection: str = ""
    question: str = ""
    answer: str = ""
    absent: bool = False
    gold: tuple[Place, ...] = ()
    hits: tuple[TracedHit, ...] = ()
    forgotten: bool = False

    @property
    def answers(self) -> tuple[str, ...]:
        """The wordings that count as right."""
        return tuple(line.strip() for line in self.answer.splitlines() if line.strip())


class TraceSource(Protocol):
    """The part of `app.tracing.store.Traces` that is read here."""

    def rows(self, since: datetime, until: datetime) -> Sequence[Row]: ...

    def get(self, trace_id: str) -> Trace | None: ...


class AnswerSource(Protocol):
    """The part of `app.records.Records` that is read here."""

    def opinions(self, since: datetime) -> Sequence[Opinion]: ...

    def by_trace(self, trace_ids: Sequence[str]) -> dict[str, Answer]: ...


class Texts(Protocol):
    """The part of `indexes.catalog.Catalog` that is read here."""

    def document(self, document_id: str) -> Document: ...

    def slice(self, document_id: str, start: int, end: int) -> str: ...

    def chunks(self, document_id: str) -> tuple[Chunk, ...]: ...


def row_of(answer: Answer, actor: str, at: datetime) -> Row:
    """What a saved answer tells of itself, where no trace is kept. at: when it was judged."""
    told = [each.verdict for each in answer.sentences]
    counts = Counts(told.count("supported"), told.count("weak"), told.count("unsupported"))
    timings = answer.timings
    spent = Spent(answer.usage, first_ms=timings.first_token, total_ms=timings.total)
    made = Made(answer.model, answer.prompt, answer.build_id, answer.version)
    shape = Shape(words=len(answer.question.split()))
    return Row(
        answer.trace_id, at, actor, "", answer.status, "", made, spent, counts, shape,
    )  # fmt: skip
