"""How well the places that answer are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.evaluation.grading import RANKS, grade_search
from app.evaluation.paired import difference, mean_of
from app.evaluation.questions import GoldQuestion
from app.evaluation.scores import Interval
from training.feedback.shown import Finds


@dataclass(frozen=True, slots=True)
class Finding:
    """Means over the questions with gold places, 0 to 1. score: of both, halfway."""

    recall_at_5: float
    mrr: float
    scores: tuple[float, ...]

    @property
    def score(self) -> float:
        return (self.recall_at_5 + self.mrr) / 2


def finding(finds: Finds, allowed: frozenset[str], questions: Sequence[GoldQuestion]) -> Finding:
    """Search for each of the questions, which all have gold places; there is one at least."""
    recalls, ranks = [], []
    for question in questions:
        found = grade_search(question, finds.search(question.question, RANKS, allowed))
        recalls.append(found.recall_at_5 or 0.0)
        ranks.append(found.reciprocal_rank or 0.0)
    both = tuple((a + b) / 2 for a, b in zip(recalls, ranks, strict=True))
    return Finding(sum(recalls) / len(recalls), sum(ranks) / len(ranks), both)


def moved(old: Finding, new: Finding) -> Interval:
    """Difference of the scores with its paired bootstrap interval."""
    n = len(old.scores)
    found = difference(mean_of(old.scores), mean_of(new.scores), n, n)
    assert found is not None  # every question has a score
    return found


def decided(held: Interval, guard: Interval | None, least_guard: float) -> tuple[bool, str]:
    """Whether the new one wins, and why: better on what was held out, the guard not worse.

    Better: the whole 95 % interval of the difference is above 0.
    """
    told = f"{held.mean:+.3f} [{held.low:+.3f} to {held.high:+.3f}] over {held.n} held out"
    if held.low <= 0:
        return False, f"recall and rank are not better beyond chance: {told}"
    if guard is not None and (guard.mean < least_guard or guard.high < 0):
        return False, f"better where held out ({told}), but {guard.mean:+.3f} on the guard"
    return True, f"recall and rank are better: {told}; the guard is not worse"


def figures(name: str, finding: Finding) -> dict[str, float]:
    return {f"{name} recall@5": finding.recall_at_5, f"{name} MRR": finding.mrr}


def with_places(questions: Sequence[GoldQuestion]) -> tuple[GoldQuestion, ...]:
    """Those that name a place."""
    return tuple(each for each in questions if each.spans)
