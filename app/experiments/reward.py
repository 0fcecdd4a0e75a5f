"""What an answer is worth, from 0 to 1: by thumbs and by grounding together.

| What came of the question | Reward |
|---|---|
| a thumb was given while its unit lasted | 1 up, 0 down |
| answered | share of its sentences that are supported |
| answered without a sentence that could be checked | ABSTAINED |
| abstained: the library does not hold it | ABSTAINED |
| stopped by the person | STOPPED |
| failed by an error | FAILED |
| refused by a quota, or as no question | does not count |

An abstention helps less than a grounded answer and more than an invented one, so it lies between.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from app.tracing.types import PASSED_OVER, Row

ABSTAINED = 0.4
STOPPED = 0.2
FAILED = 0.0


def of_answer(row: Row, liked: bool | None) -> float | None:
    """The reward of one answer; None where it does not count. liked: None without a thumb."""
    if row.outcome == "refused":
        return None
    if row.error == PASSED_OVER:  # a thumb is for the answer that another gave
        return FAILED
    if liked is not None:
        return 1.0 if liked else 0.0
    if row.outcome == "failed":
        return FAILED
    if row.outcome == "stopped":
        return STOPPED
    if row.outcome == "abstained" or not row.counts.all:
        return ABSTAINED
    return row.counts.supported / row.counts.all


def of_unit(rewards: Sequence[float | None]) -> tuple[float | None, int]:
    """A unit's reward, the mean over its answers, and how many answers it is made of."""
    counted = [each for each in rewards if each is not None]
    return (fmean(counted) if counted else None), len(counted)
