"""What is known of an experiment: each arm's figures, and the verdict in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean

import numpy as np

from app.experiments import confidence, contrast
from app.experiments.types import Arm, Assignment, Experiment
from app.experiments.verdict import verdict
from app.records.opinions import Opinion
from app.tracing.types import Row

MOST_POINTS = 60
"""Times at which the bounds are given for a plot."""


@dataclass(frozen=True, slots=True)
class ArmReport:
    """One arm's figures.

    units: all that met it; counted: those over, with a reward. share: of all units, 0 to 1.
    mean: of the counted rewards, None before the first; low, high: its confidence sequence now.
    answers: questions that were asked. supported: share of sentences; liked: share of thumbs;
    None without any. p50_ms, p95_ms: wall time of answers, None without any. tokens: read and
    written, all together.
    """

    arm: Arm
    units: int
    counted: int
    share: float
    mean: float | None
    low: float
    high: float
    answers: int
    thumbs: int
    liked: float | None
    supported: float | None
    abstained: int
    failed: int
    p50_ms: float | None
    p95_ms: float | None
    tokens: int


@dataclass(frozen=True, slots=True)
class Point:
    """An arm's mean reward and bounds when the units that were over at `at` had counted."""

    at: datetime
    arm: str
    counted: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Traffic:
    """Units that began with an arm on a day in UTC."""

    day: date
    arm: str
    units: int


@dataclass(frozen=True, slots=True)
class Report:
    """arms: in the order of the experiment. points, traffic: in order of time."""

    experiment: Experiment
    arms: tuple[ArmReport, ...]
    points: tuple[Point, ...]
    traffic: tuple[Traffic, ...]
    verdict: str


def reported(
    experiment: Experiment,
    units: Sequence[Assignment],
    rows: Sequence[Row],
    opinions: Sequence[Opinion],
) -> Report:
    """units: as the store gives them, those counted first and in their order."""
    liked = {each.trace_id: each.liked for each in opinions}
    bounds = bounds_of(experiment, units)
    arms = []
    for arm, (low, high) in zip(experiment.arms, bounds, strict=True):
        own = [each for each in units if each.arm == arm.name]
        asked = [row for row in rows if row.made.arm == arm.name]
        rewards = _rewards(own)
        mean = fmean(rewards) if rewards else None
        share = len(own) / len(units) if units else 0.0
        given = [liked[row.trace_id] for row in asked if row.trace_id in liked]
        arms.append(_arm(arm, (len(own), len(rewards)), share, (mean, low, high), asked, given))
    told = verdict(experiment, [(each.arm, each.counted, each.low, each.high) for each in arms])
    return Report(
        experiment, tuple(arms), tuple(_points(experiment, units)), tuple(_traffic(units)), told
    )


def bounds_of(experiment: Experiment, units: Sequence[Assignment]) -> list[tuple[float, float]]:
    """Each arm's confidence sequence now, its level shared out by Bonferroni; (0, 1) at first."""
    bounds = []
    for arm in experiment.arms:
        low, high = _sequence(experiment, [each for each in units if each.arm == arm.name])
        bounds.append((float(low[-1]), float(high[-1])) if low.size else (0.0, 1.0))
    return bounds


def best_of(experiment: Experiment, units: Sequence[Assignment]) -> int | None:
    """The index of the winner now; None while there is none.

    Its range lies above all others, and it does better than each of them at the same time, so that
    no change of all rewards can be the cause. units: as `reported` takes them.
    """
    best = confidence.winner(bounds_of(experiment, units))
    if best is None:
        return None
    names = [arm.name for arm in experiment.arms]
    known = [each for each in units if each.place is not None and each.chances]
    done = [(each, each.reward) for each in known if each.reward is not None]
    dealt = np.array([each.chances for each, _ in done]).reshape(-1, len(names))
    arms = [names.index(each.arm) for each, _ in done]
    return best if contrast.stands(best, arms, [reward for _, reward in done], dealt) else None


def _sequence(
    experiment: Experiment, own: Sequence[Assignment]
) -> tuple[confidence.Floats, confidence.Floats]:
    return confidence.sequence(_rewards(own), confidence.ALPHA / len(experiment.arms))


def _rewards(own: Sequence[Assignment]) -> list[float]:
    return [each.reward for each in own if each.place is not None and each.reward is not None]


def _arm(
    arm: Arm,
    units: tuple[int, int],
    share: float,
    reward: tuple[float | None, float, float],
    asked: Sequence[Row],
    given: Sequence[bool],
) -> ArmReport:
    sentences = sum(row.counts.all for row in asked)
    supported = sum(row.counts.supported for row in asked)
    told = ("answered", "abstained")
    times = sorted(row.spent.total_ms for row in asked if row.outcome in told)
    return ArmReport(
        arm=arm,
        units=units[0],
        counted=units[1],
        share=share,
        mean=reward[0],
        low=reward[1],
        high=reward[2],
        answers=len(asked),
        thumbs=len(given),
        liked=sum(given) / len(given) if given else None,
        supported=supported / sentences if sentences else None,
        abstained=sum(row.outcome == "abstained" for row in asked),
        failed=sum(row.outcome == "failed" for row in asked),
        p50_ms=_percentile(times, 50),
        p95_ms=_percentile(times, 95),
        tokens=sum(
            row.spent.usage.prompt_tokens + row.spent.usage.completion_tokens for row in asked
        ),
    )


def _percentile(ordered: Sequence[float], percent: int) -> float | None:
    """The smallest value that so many per cent do not exceed (nearest rank)."""
    if not ordered:
        return None
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]


def _points(experiment: Experiment, units: Sequence[Assignment]) -> list[Point]:
    """At MOST_POINTS moments at most at which units ended, evenly chosen, the last one included."""
    done = [each for each in units if each.place is not None and each.reward is not None]
    ends = sorted({each.ends_at for each in done})
    every = -(-len(ends) // MOST_POINTS) or 1
    shown = ends[::-1][::every][::-1]
    points = []
    for arm in experiment.arms:
        own = [each for each in done if each.arm == arm.name]
        low, high = _sequence(experiment, own)
        rewards, at, total = _rewards(own), 0, 0.0
        for moment in shown:
            while at < len(own) and own[at].ends_at <= moment:
                total += rewards[at]
                at += 1
            if at:
                bounds = float(low[at - 1]), float(high[at - 1])
                points.append(Point(moment, arm.name, at, total / at, *bounds))
    return sorted(points, key=lambda each: each.at)


def _traffic(units: Sequence[Assignment]) -> list[Traffic]:
    found: dict[tuple[date, str], int] = {}
    for each in units:
        key = each.assigned_at.date(), each.arm
        found[key] = found.get(key, 0) + 1
    return [Traffic(day, arm, number) for (day, arm), number in sorted(found.items())]
