"""Which layout to keep: the quickest of those that say what the original says."""

from __future__ import annotations

from collections.abc import Sequence

from app.layouts.types import Faith, Speed, Trial

SAME_FIRST = 0.97
"""Least share of decided positions at which the likeliest token stays the same. Of the packaged
model with its adapter, F16 has 0.998, Q8_0 0.993 and Q4_0 0.785."""
DIVERGENCE = 0.02
"""Most divergence, in nats. There, F16 has 0.003 and Q8_0 0.005, mostly from rounding activations
in other ways; Q4_0, which loses weight, has 0.23. Reading in smaller batches alone makes 0.0005."""
_NO_SLOWER = 1.05
"""How much longer the original may take to be left as it is: less is within chance."""
_PROMPT_TOKENS = 300
_ANSWER_TOKENS = 30


def seconds(speed: Speed) -> float:
    """For a typical answer: reading its evidence and writing a sentence."""
    return _PROMPT_TOKENS / speed.prompt + _ANSWER_TOKENS / speed.generates


def is_faithful(faith: Faith) -> bool:
    """Whether a layout with these figures may stand for the original."""
    return faith.same_first >= SAME_FIRST and faith.divergence <= DIVERGENCE


def best(original: Trial, candidates: Sequence[Trial]) -> Trial | None:
    """The quickest faithful candidate; None when the original is as quick, or none is faithful."""
    if original.speed is None:
        return None
    allowed = [
        (seconds(trial.speed), trial)
        for trial in candidates
        if trial.speed and trial.faith and is_faithful(trial.faith)
    ]
    least, quickest = min(allowed, key=lambda pair: pair[0], default=(0.0, None))
    return quickest if seconds(original.speed) > _NO_SLOWER * least else None
