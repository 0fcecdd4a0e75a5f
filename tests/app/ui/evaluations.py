"""Evaluations for the page: rows of every outcome, saved as real ones are, and a scripted run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from app.evaluation.evaluate import Plan, Step, spread
from app.evaluation.grading import NO_JUDGES, Judges
from app.evaluation.questions import GoldQuestion
from app.evaluation.report import Chosen, Cited, Found, Report, Row, Said, Stated, Versions
from app.evaluation.saving import HELLASWAG, save
from tests.app.ui.fake_records import NOON
from tests.app.ui.fakes import QUOTE

FOUND = Found(1.0, 1.0, 0.5, 12.0)


def said(
    text: str = "Staff receive 25 days of leave [1].",
    right: bool = True,
    verdict: str = "supported",
    status: Literal["answered", "abstained", "failed"] = "answered",
) -> Said:
    """An answer with one footnote, if it is one."""
    answered = status == "answered"
    return Said(
        status=status,
        reason="The question is too long." if status == "failed" else "",
        text=text,
        citations=(Cited("handbook.md", 2, 40, 98, QUOTE, verdict),) if answered else (),
        exact_match=0.0,
        token_f1=0.5 if right else 0.0,
        contains_gold=float(right and answered),
        span_precision=None,
        span_recall=None,
        cites_gold=float(right) if answered else None,
        words=6 if answered else 0,
        seconds=2.0,
        first_token_ms=800.0,
        prompt_tokens=400,
        completion_tokens=20,
        sentences=(Stated(text.replace(" [1]", ""), (1,), verdict),) if answered else (),
        unsupported=float(verdict == "unsupported") if answered else None,
    )


SILENT = said("I found no answer.", status="abstained")
RIGHT = Row("q1", "fact", "How many days of leave?", ("25 days",), FOUND, said())
WRONG = Row(
    "q2",
    "fact",
    "When does the office close?",
    ("24 December",),
    FOUND,
    said("It closes on <b>17 August</b> [1].", right=False, verdict="unsupported"),
)
NEEDLESS = Row("q3", "table", "What does parking cost?", ("3 euros", "3 EUR"), FOUND, SILENT)
NOTHING = replace(FOUND, recall_at_5=None, hit_at_5=None, reciprocal_rank=None)
MISSED = Row("q4", "unanswerable", "Who is Priya?", (), NOTHING, said("A nurse [1].", right=False))
ABSTAINED = Row("q5", "unanswerable", "Who owns the moon?", (), NOTHING, SILENT)
REFUSED = Row("q6", "fact", "Long?", ("x",), FOUND, said("", False, status="failed"))
ROWS = (RIGHT, WRONG, NEEDLESS, MISSED, ABSTAINED, REFUSED)


def versions(day: int = 0, prompt: str = "answer@1") -> Versions:
    date = NOON + timedelta(days=day)
    return Versions("tiny", prompt, "hashed float32", "b1", 2, (("seed", 7),), date, "mine.jsonl")


def saved(home: Path, *rows: Row, day: int = 0, prompt: str = "answer@1") -> Path:
    return save(Report(versions(day, prompt), rows or ROWS), home)


def saved_tasks(home: Path, day: int = 0) -> Path:
    tasks = tuple(
        Row(f"h{at}", "task", "He opens", ("the door.",), None, None, Chosen(2, at, (-1.0,) * 4))
        for at in range(4)
    )
    made = replace(versions(day), prompt="", embedding="", documents=0)
    return save(Report(made, tasks), home, HELLASWAG)


def _set() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass
class ScriptedRun:
    """Stands for `app.evaluation.evaluate.run`. pause: waited for after the first question."""

    pause: threading.Event = field(default_factory=_set)
    error: Exception | None = None
    plans: list[Plan] = field(default_factory=list)
    judges: list[Judges] = field(default_factory=list)
    first: threading.Event = field(default_factory=threading.Event)

    def __call__(
        self,
        questions: Sequence[GoldQuestion],
        subject: object,
        plan: Plan,
        on_progress: Callable[[Step], None],
        clock: Callable[[], datetime] | None = None,
        judges: Judges = NO_JUDGES,
    ) -> Report:
        self.plans.append(plan)
        self.judges.append(judges)
        if self.error:
            raise self.error
        chosen = spread(questions, plan.limit)
        rows = tuple(replace(RIGHT, id=each.id, question=each.question) for each in chosen)
        for done, row in enumerate(rows, start=1):
            on_progress(Step(done, len(rows), row))
            self.first.set()
            self.pause.wait(30)
        return Report(replace(versions(9), questions=plan.file), rows)
