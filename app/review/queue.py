"""The queue: answers that something speaks against, the worst first, each question once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.records import Opinion
from app.review.rows import key
from app.review.score import Scored, repeated, score
from app.review.types import AnswerSource, Candidate, row_of
from app.tracing.types import Row
from app.types import Answer

MOST = 500
"""Answers, the worst ones, whose text is looked up and which are put together by question."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was reviewed. traces: ids that no longer wait. asked: when, by who asked what."""

    traces: Collection[str]
    asked: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class _Judged:
    row: Row
    scored: Scored
    opinions: tuple[Opinion, ...]


def waiting(
    rows: Sequence[Row], opinions: Sequence[Opinion], answers: AnswerSource, known: Known
) -> list[Candidate]:
    """All that waits, the worst first. rows, opinions: of the time that is looked at.

    An answer with an opinion and without a row is taken as it was saved: traces may be off.
    """
    by_trace: dict[str, list[Opinion]] = {}
    for opinion in opinions:
        if opinion.trace_id not in known.traces:
            by_trace.setdefault(opinion.trace_id, []).append(opinion)
    kept = [row for row in rows if row.trace_id not in known.traces]
    kept += _untraced(kept, by_trace, answers)
    judged = (_judged(row, by_trace.get(row.trace_id, ())) for row in kept)
    worst = sorted(
        (each for each in judged if each.scored.points > 0),
        key=lambda each: (-each.scored.points, -each.row.started_at.timestamp()),
    )[:MOST]
    texts = answers.by_trace([each.row.trace_id for each in worst])
    groups: dict[str, list[_Judged]] = {}
    for each in worst:
        groups.setdefault(_group(each.row, texts), []).append(each)
    found = [
        _candidate(group, texts)
        for name, group in groups.items()
        if not _is_settled(group, known.asked.get(name))
    ]
    return sorted(found, key=lambda each: (-each.score, -each.row.started_at.timestamp()))


def asked(actor: str, collection: str, question: str) -> str:
    """Who asked what, where, as 64 hex digits; '' without a question.

    Each actor has documents of their own, so that the same question has other right answers.
    """
    if not question.strip():
        return ""
    whole = f"{actor}\n{collection}\n{key(question)}"
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()


def question_of(row: Row, answer: Answer | None) -> str:
    """The question as it stands by itself, '' where no text is kept."""
    return answer.read_as or answer.question if answer else row.question


def _untraced(
    rows: Sequence[Row], opinions: Mapping[str, Sequence[Opinion]], answers: AnswerSource
) -> list[Row]:
    traced = {row.trace_id for row in rows}
    wanted = [each for each in opinions if each not in traced]
    found = answers.by_trace(wanted) if wanted else {}
    return [
        row_of(answer, opinions[trace_id][-1].owner, opinions[trace_id][-1].given_at)
        for trace_id, answer in found.items()
    ]


def _judged(row: Row, opinions: Sequence[Opinion]) -> _Judged:
    return _Judged(row, score(row, opinions), tuple(opinions))


def _group(row: Row, texts: Mapping[str, Answer]) -> str:
    """Answers of one name are to the same question; without text each stands alone."""
    question = question_of(row, texts.get(row.trace_id))
    return asked(row.actor, row.made.collection, question) or row.trace_id


def _is_settled(group: Sequence[_Judged], reviewed_at: datetime | None) -> bool:
    """Whether a review holds for all of a question's answers: nobody has complained since."""
    if reviewed_at is None:
        return False
    said = (opinion for each in group for opinion in each.opinions)
    return not any(not each.liked and each.given_at > reviewed_at for each in said)


def _candidate(group: Sequence[_Judged], texts: Mapping[str, Answer]) -> Candidate:
    """One for all answers to a question; the first of the group is the worst."""
    first = group[0]
    answer = texts.get(first.row.trace_id)
    times = len(group)
    reasons = first.scored.reasons
    if times > 1:
        reasons = (*reasons, f"Asked {times} times with a bad answer.")
    said = sorted(
        (opinion for each in group for opinion in each.opinions),
        key=lambda each: each.given_at,
        reverse=True,
    )
    candidate = Candidate(
        trace_id=first.row.trace_id,
        score=round(first.scored.points + repeated(times), 3),
        reasons=reasons,
        times=times,
        traces=tuple(each.row.trace_id for each in group),
        row=first.row,
        question=first.row.question,
        read_as=question_of(first.row, answer),
        said=first.row.answer,
        answer=answer,
        opinions=tuple(said),
    )
    return replace(candidate, question=answer.question, said=answer.text) if answer else candidate
