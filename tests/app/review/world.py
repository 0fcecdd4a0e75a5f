"""A library of two documents, saved answers, and traces in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from app.records import Records
from app.review import Place, Review
from app.tracing.types import Counts, Made, Outcome, Row, Shape, Trace, TracedHit
from app.types import Actor, Answer, Citation, Complaint, Feedback, Sentence, Verdict
from indexes.catalog import Catalog
from tests.app.cli.fakes import NOON, answer
from tests.builders import activate, open_library, stage

ADA = Actor("local")
LEAVE = [
    "Staff may take leave at any time.",
    "Everybody gets 25 days of leave a year.",
    "Trainees get 28 days.",
    "Days that are not taken lapse in March.",
    "The office closes on 24 December.",
    "Parents may ask for more.",
]
PARKING = ["Parking is behind the house.", "It costs 3 euros a day.", "Guests park for free."]


@dataclass
class FakeTraces:
    """kept: by trace id. looked: the periods that were asked for."""

    kept: dict[str, Trace] = field(default_factory=dict)
    looked: list[tuple[datetime, datetime]] = field(default_factory=list)

    def rows(self, since: datetime, until: datetime) -> Sequence[Row]:
        self.looked.append((since, until))
        return [each.row for each in self.kept.values() if since <= each.row.started_at < until]

    def get(self, trace_id: str) -> Trace | None:
        return self.kept.get(trace_id)


class World:
    """clock: what `review` takes for now."""

    def __init__(self, home: Path) -> None:
        self.catalog, builds = open_library(home)
        stage(self.catalog, "leave", LEAVE)
        stage(self.catalog, "parking", PARKING)
        activate(self.catalog, builds, "leave", "parking")
        self.clock = NOON + timedelta(days=1)
        self.traces = FakeTraces()
        self.records = Records(home / "footnote.sqlite3", lambda: NOON)
        self.review = Review(
            home / "operations.sqlite3", self.traces, self.records, self.catalog, lambda: self.clock
        )

    def asked(
        self,
        trace_id: str,
        question: str = "How many days?",
        verdicts: Sequence[Verdict] = ("supported",),
        outcome: Outcome = "answered",
        saved: bool = True,
        hits: Sequence[TracedHit] = (),
    ) -> str:
        """A question with its trace, and its answer in a conversation; returns that, or ''."""
        told = list(verdicts)
        counts = Counts(told.count("supported"), told.count("weak"), told.count("unsupported"))
        made, shape = Made(model="tiny"), Shape(similarity=0.6)
        row = Row(trace_id, NOON, ADA.id, "s1", outcome, made=made, counts=counts, shape=shape)
        self.traces.kept[trace_id] = Trace(row, (), tuple(hits))
        if not saved:
            return ""
        conversation = self.records.start(ADA, question)
        self.records.save(conversation, reply(trace_id, question, verdicts, outcome))
        return conversation

    def said(
        self, trace_id: str, complaint: Complaint | None = "wrong", correction: str = "",
        liked: bool = False, after: timedelta = timedelta(),
    ) -> None:  # fmt: skip
        """An opinion of who asked."""
        self.records.give(ADA, Feedback(trace_id, liked, complaint, correction, NOON + after))


def place(catalog: Catalog, sentence: str, document_id: str = "leave") -> Place:
    """Where a sentence stands."""
    start = catalog.text(document_id).index(sentence)
    return Place(document_id, start, start + len(sentence), sentence)


def reply(
    trace_id: str,
    question: str = "How many days?",
    verdicts: Sequence[Verdict] = ("supported",),
    outcome: Outcome = "answered",
) -> Answer:
    """An answer that cites the second sentence of the document `leave`; an abstention shows it."""
    start = len(LEAVE[0]) + 1
    quote = LEAVE[1]
    cited = Citation(
        1, "leave.txt", "leave", "Leave", 1, start, start + len(quote), quote, " ".join(LEAVE[:4]),
        "supported",
    )  # fmt: skip
    whole = answer(
        text="You get 25 days. [1]",
        question=question,
        read_as=question,
        trace_id=trace_id,
        citations=(cited,),
        sentences=tuple(
            Sentence(f"You get {25 + n} days.", (1,), each) for n, each in enumerate(verdicts)
        ),
    )
    if outcome == "answered":
        return whole
    return replace(
        whole, status="abstained", text="No.", sentences=(), citations=(), nearest=(cited,)
    )
