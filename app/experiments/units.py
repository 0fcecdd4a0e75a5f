"""Who or what keeps an arm, from when to when.

Names of people are not kept: a holder is a hash of the user's name or of the visit's id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.experiments.reward import of_answer, of_unit
from app.experiments.types import Assignment, Unit
from app.records.opinions import Opinion
from app.tracing.types import Row
from app.types import Question

PAUSE = timedelta(minutes=30)
"""A visit is over when so much time has passed since its last question."""

GRACE = timedelta(minutes=10)
"""A unit is counted so long after its end, when the last answers are surely kept."""

EARLY = timedelta(minutes=1)
"""A trace begins a moment before its question is given an arm."""


COMMAND = "command"
"""The session of what is asked on the command line, in the traces."""


def holder_of(question: Question, unit: Unit) -> str:
    """Who keeps the arm that the question meets."""
    return _holder(unit, question.actor.id, question.asker or COMMAND)


def row_holder(row: Row, unit: Unit) -> str:
    """The same of a question that was asked."""
    return _holder(unit, row.actor, row.session or COMMAND)


def _holder(unit: Unit, actor: str, session: str) -> str:
    return _digest(unit, actor, session if unit == "session" else "")


def unit_of(holder: str, unit: Unit, now: datetime) -> str:
    """The id of the unit that begins now: of a user, the same the whole day."""
    return _digest(holder, now.date().isoformat() if unit == "user" else now.isoformat())


def ends_at(unit: Unit, asked_at: datetime) -> datetime:
    """When the unit is over, if nothing else is asked. asked_at: in UTC."""
    if unit == "session":
        return asked_at + PAUSE
    midnight = datetime.combine(asked_at.date(), datetime.min.time(), UTC)
    return midnight + timedelta(days=1)


def counted(
    due: Sequence[Assignment], rows: Sequence[Row], opinions: Sequence[Opinion], unit: Unit
) -> list[Assignment]:
    """The units with their rewards, in the order in which they count: by their ends.

    An answer counts for the unit in whose time it was asked, if it is of the unit's arm; of its
    thumbs, the last one that was given before the unit was over.
    """
    asked: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        asked.setdefault((row_holder(row, unit), row.made.arm), []).append(row)
    thumbs: dict[str, list[Opinion]] = {}
    for each in opinions:
        thumbs.setdefault(each.trace_id, []).append(each)
    done = []
    for each_due in sorted(due, key=lambda each: (each.ends_at, each.unit)):
        own = asked.get((each_due.holder, each_due.arm), ())
        reward, answers = of_unit(
            [of_answer(row, _liked(row, thumbs, each_due.ends_at)) for row in own
             if each_due.assigned_at - EARLY <= row.started_at < each_due.ends_at]
        )  # fmt: skip
        done.append(replace(each_due, reward=reward, answers=answers))
    return done


def _liked(row: Row, thumbs: Mapping[str, Sequence[Opinion]], until: datetime) -> bool | None:
    given = [each for each in thumbs.get(row.trace_id, ()) if each.given_at < until]
    return max(given, key=lambda each: each.given_at).liked if given else None


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
