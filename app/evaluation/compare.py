"""Two evaluations side by side: which figures moved, and which questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.evaluation.measures import MEASURES, Better
from app.evaluation.paired import Statistic, difference, mean_of, ratio_of, value
from app.evaluation.report import Report, Row, Said, Unit, Versions
from app.evaluation.scores import Interval
from indexes.errors import QuestionError

Told = Literal["better", "worse", "unclear"]
What = Literal["fixed", "broken", "changed", "same"]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in both runs, over the questions that both asked.

    before, after: means, 0 to 1 where unit is `%`. difference: after minus before, with its paired
    bootstrap interval; its n: questions with a value in either run. told: `unclear` where that
    interval holds 0, or where neither direction is better.
    """

    name: str
    over: str
    unit: Unit
    before: float
    after: float
    difference: Interval
    told: Told


@dataclass(frozen=True, slots=True)
class Shift:
    """A question that both runs asked. before, after: None where nothing was asked.

    what: `fixed`: wrong before, right after; `broken`: the reverse; `changed`: neither, but status,
    text or cited places differ; else `same`. `right` says what counts as right.
    """

    id: str
    kind: str
    question: str
    answers: tuple[str, ...]
    before: Said | None
    after: Said | None
    what: What


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of a run. questions: those of both, in the order of the later.

    only_before, only_after: ids of the questions that only one of them asked.
    """

    before: Versions
    after: Versions
    changes: tuple[Change, ...]
    questions: tuple[Shift, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]


def compare(before: Report, after: Report) -> Comparison:
    """Compare two runs over the questions that both asked: same id, same words.

    Raises QuestionError if there is none.
    """
    earlier = {(row.id, row.question): row for row in before.rows}
    later = {(row.id, row.question): row for row in after.rows}
    pairs = [(earlier[key], row) for key, row in later.items() if key in earlier]
    if not pairs:
        raise QuestionError(
            "The two runs have no question in common, so there is nothing to compare; choose two "
            "runs of one question file."
        )
    return Comparison(
        before=before.versions,
        after=after.versions,
        changes=tuple(_changes(pairs)),
        questions=tuple(_shift(old, new) for old, new in pairs),
        only_before=tuple(row.id for key, row in earlier.items() if key not in later),
        only_after=tuple(row.id for key, row in later.items() if key not in earlier),
    )


def right(row: Row) -> bool | None:
    """Whether the answer is right: it holds a gold answer, or abstains where there is none.

    Without an answer: whether the chosen ending is right, else whether a gold span is among the
    first five windows. None where a row has none of these.
    """
    if row.chosen is not None:
        return row.chosen.chosen == row.chosen.right
    if row.said is not None:
        if row.answerable:
            return row.said.contains_gold == 1
        return row.said.status == "abstained"
    hit = row.found.hit_at_5 if row.found is not None else None
    return None if hit is None else hit == 1


Pairs = Sequence[tuple[Row, Row]]


def _changes(pairs: Pairs) -> Iterator[Change]:
    for measure in MEASURES:
        old = [measure.value(row) for row, _ in pairs]
        new = [measure.value(row) for _, row in pairs]
        n = sum(a is not None or b is not None for a, b in zip(old, new, strict=True))
        sides = (mean_of(old), mean_of(new))
        yield from _change(
            measure.name, measure.over, measure.unit, measure.better, sides, n, pairs
        )
    asked = [(old, new) for old, new in pairs if _asked(old) and _asked(new)]
    for name, over in (
        ("abstention precision", "abstained from"),
        ("abstention recall", "unanswerable"),
        ("abstention F1", "asked"),
    ):
        if asked:
            sides = (
                _abstention(name, [o for o, _ in asked]),
                _abstention(name, [n for _, n in asked]),
            )
            yield from _change(name, over, "%", "more", sides, len(asked), asked)


def _change(
    name: str,
    over: str,
    unit: Unit,
    better: Better,
    sides: tuple[Statistic, Statistic],
    n: int,
    pairs: Pairs,
) -> Iterator[Change]:
    """The change of one figure; none where a run has no value for it."""
    before, after = (value(side, len(pairs)) for side in sides)
    moved = difference(*sides, len(pairs), n)
    if before is not None and after is not None and moved is not None:
        yield Change(name, over, unit, before, after, moved, _told(moved, better))


def _told(moved: Interval, better: Better) -> Told:
    if not better or moved.low <= 0 <= moved.high:
        return "unclear"
    return "better" if (moved.mean > 0) == (better == "more") else "worse"


def _asked(row: Row) -> bool:
    return row.said is not None and row.said.status != "failed"


def _abstention(name: str, rows: Sequence[Row]) -> Statistic:
    """Of the counts that `app.evaluation.scores.Abstentions` defines."""
    abstained = [float(row.said is not None and row.said.status == "abstained") for row in rows]
    absent = [float(not row.answerable) for row in rows]
    both = [a * b for a, b in zip(abstained, absent, strict=True)]
    if name == "abstention precision":
        return ratio_of(both, abstained)
    if name == "abstention recall":
        return ratio_of(both, absent)
    return ratio_of(
        [2 * each for each in both], [a + b for a, b in zip(abstained, absent, strict=True)]
    )


def _shift(old: Row, new: Row) -> Shift:
    return Shift(new.id, new.kind, new.question, new.answers, old.said, new.said, _what(old, new))


def _what(old: Row, new: Row) -> What:
    was, is_now = right(old), right(new)
    if was is not None and is_now is not None and was != is_now:
        return "fixed" if is_now else "broken"
    return "same" if _shown(old) == _shown(new) else "changed"


def _shown(row: Row) -> tuple[object, ...]:
    """What a person would see change."""
    if row.chosen is not None:
        return (row.chosen.chosen,)
    if row.said is None:
        return (row.found is not None and row.found.reciprocal_rank,)
    cited = tuple((each.document, each.start, each.end) for each in row.said.citations)
    return (row.said.status, row.said.text, cited)
