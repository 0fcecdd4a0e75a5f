"""Simulated questions of people with habits: five weeks, of which the last may be another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from app.drift import LEAST, Report, Windows, compare
from app.drift.exchange import Exchange
from app.drift.features import features
from app.drift.psi import psi, scaled
from app.tracing.types import Made, Row, Shape

TOPICS, LANGUAGES = 24, ("en", "de", "fr")
START = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = timedelta(days=7)
WINDOWS = Windows(START, START + 4 * WEEK, START + 5 * WEEK)


@dataclass(frozen=True, slots=True)
class World:
    """users: who ask. questions: in a week, on average. taste: concentration of a user's topics;
    small: few topics each. sticky: chance that a question keeps the topic of the one before it.
    turnover: share of the users who are there in some of the weeks only.
    shift: share of the last week's questions on another topic. drop: of top similarity in it.
    """

    users: int = 40
    questions: int = 800
    taste: float = 3.0
    sticky: float = 0.5
    turnover: float = 0.3
    shift: float = 0.0
    drop: float = 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """rows: in order of time. liked: opinions by trace id."""

    rows: list[Row]
    liked: dict[str, bool]


def asked(world: World, seed: int) -> Asked:
    """Five weeks of questions."""
    rng = np.random.default_rng(seed)
    common = rng.dirichlet(np.full(TOPICS, 2.0))
    rows: list[Row] = []
    liked: dict[str, bool] = {}
    weights = rng.gamma(2.0, 1.0, world.users)
    weights *= world.questions / weights.sum()
    for user in range(world.users):
        tastes = rng.dirichlet(common * world.taste * TOPICS / 4 + 1e-3)
        here = rng.random(5) < 0.5 if rng.random() < world.turnover else np.ones(5, bool)
        length, likes = rng.normal(9, 2), rng.beta(2, 2)
        language = LANGUAGES[int(rng.choice(3, p=(0.7, 0.2, 0.1)))]
        level, abstains = rng.normal(0.55, 0.05), rng.beta(2, 12)
        for week in np.flatnonzero(here):
            number, topic, last = int(rng.poisson(weights[user])), -1, week == 4
            days = np.sort(rng.integers(0, 7, number))
            for day in days.tolist():
                if topic < 0 or rng.random() > world.sticky:
                    topic = int(rng.choice(TOPICS, p=tastes))
                found = rng.normal(level, 0.1) - world.drop * last
                now = 3 if last and rng.random() < world.shift else topic
                each = Row(
                    f"{seed}-{len(rows)}",
                    START + int(week) * WEEK + timedelta(days=day, hours=float(rng.uniform(8, 18))),
                    f"user{user}", f"user{user}-{week}-{day}",
                    "abstained" if rng.random() < abstains else "answered",
                    made=Made(),
                    shape=Shape(max(1, int(rng.normal(length, 3))), language, now, float(found)),
                )  # fmt: skip
                rows.append(each)
                if rng.random() < 0.1:
                    liked[each.trace_id] = bool(rng.random() < likes)
    return Asked(sorted(rows, key=lambda row: row.started_at), liked)


def looked(world: World, seed: int) -> Report:
    """What is found in one simulation."""
    drawn = asked(world, seed)
    return compare(drawn.rows, WINDOWS, drawn.liked)


def one_by_one(world: World, seed: int, rounds: int = 999) -> bool:
    """Whether a test that exchanges single questions, with Bonferroni's bound, finds a drift."""
    drawn = asked(world, seed)
    current = np.array([each.started_at >= WINDOWS.split for each in drawn.rows])
    rng = np.random.default_rng(seed)
    order = rng.random((rounds, len(current))).argsort(axis=1)
    draws = (order < current.sum()).astype(np.float32)
    dealt = Exchange("days", len(current), np.arange(len(current)), draws)
    found = features(drawn.rows, current, drawn.liked)
    for feature in found:
        bins = len(feature.labels)
        old = np.bincount(feature.codes[~current], minlength=bins).astype(float)
        new = np.bincount(feature.codes[current], minlength=bins).astype(float)
        chance = scaled(*dealt.dealt(feature.codes, bins))
        if (1 + (chance >= scaled(old, new)).sum()) / (1 + rounds) < 0.05 / len(found):
            return True
    return False


def highest_psi(world: World, seed: int) -> float:
    """The highest PSI of all distributions, however few the questions."""
    drawn = asked(world, seed)
    current = np.array([each.started_at >= WINDOWS.split for each in drawn.rows])
    if current.all() or not current.any():
        return 0.0
    return max(
        float(
            psi(
                np.bincount(each.codes[~current], minlength=len(each.labels)).astype(float),
                np.bincount(each.codes[current], minlength=len(each.labels)).astype(float),
            )
        )
        for each in features(drawn.rows, current, drawn.liked)
    )


def alarms(reports: Sequence[Report]) -> int:
    """How many of them find anything for certain."""
    return sum(bool(each.drifted) for each in reports)


__all__ = ["LEAST", "World", "alarms", "asked", "highest_psi", "looked", "one_by_one"]
