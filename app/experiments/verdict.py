"""The state of an experiment in one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence

from app.experiments.confidence import winner
from app.experiments.types import Arm, Experiment

Standing = tuple[Arm, int, float, float]
"""An arm, how many of its units counted, and the bounds of its mean reward."""

NOUNS = {"user": "users' days", "session": "visits"}


def verdict(experiment: Experiment, arms: Sequence[Standing]) -> str:
    """What can be said now. arms: in the order of the experiment."""
    if experiment.state == "rolled out":
        return f"{experiment.rolled} is rolled out: everybody gets its settings."
    if experiment.winner:
        return f"{experiment.winner} has won: {_ranges(experiment, arms)}."
    noun = NOUNS[experiment.unit]
    count = sum(counted for _, counted, _, _ in arms)
    told = f"after {count:,} counted {noun}, {_ranges(experiment, arms)}" if count else ""
    if any(low > high for _, _, low, high in arms):
        return (
            "No winner can be called: the rewards of an arm have changed in the course of the "
            "experiment. Start a new one."
        )
    apart = winner([(low, high) for _, _, low, high in arms]) is not None
    if apart and experiment.state == "running":
        return (
            f"No winner yet: {told}. These ranges have parted, but that can be because all rewards "
            "have changed meanwhile; at the same time, the arms do not differ surely enough yet."
        )
    if experiment.state == "stopped":
        return f"Stopped without a winner{f': {told}' if told else ''}."
    if not told:
        return f"No winner yet: none of the {noun} is over, so nothing has been counted."
    return f"No winner yet: {told}, and these ranges overlap."


def _ranges(experiment: Experiment, arms: Sequence[Standing]) -> str:
    """Each arm's mean reward as the range in which it lies."""
    ordered = sorted(arms, key=lambda each: each[0].name != experiment.winner)
    parts = [
        f"the mean reward of {arm.name} lies between {low:.2f} and {high:.2f}"
        if at == 0
        else f"that of {arm.name} between {low:.2f} and {high:.2f}"
        for at, (arm, _, low, high) in enumerate(ordered)
    ]
    return ", ".join(parts)
