"""Whether the questions of a window differ from those before it by more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from app.drift.exchange import Exchange, exchange
from app.drift.features import MISSING, Feature, counted, features
from app.drift.psi import psi, scaled
from app.drift.types import Bin, Finding, Report, Windows
from app.tracing.types import Row

LEAST = 500
"""Questions that each window must have. Below, PSI alarms on nothing: with 24 topics its mean
without any change is 2 * 23 / n, which passes 0.1 under 460 questions and 0.25 under 184."""

ALPHA = 0.02
"""Highest share of looks without any change that find one in any of the distributions. Lower than
the 0.05 that is promised: people look more than once a week."""

ROUNDS = 999
SEED = 8


def compare(
    rows: Sequence[Row],
    windows: Windows,
    liked: Mapping[str, bool],
    topics_since: datetime | None = None,
    rounds: int = ROUNDS,
    seed: int = SEED,
) -> Report:
    """PSI of each distribution, and by a permutation test whether chance explains it.

    rows: of both windows; those outside are left out. liked: opinions by trace id. topics_since:
    when the topics' numbers got the meaning they have now. rounds: exchanges that are tried.

    p is (1 + exchanges that move the distribution as far) / (1 + exchanges), which never is 0
    (Phipson and Smyth 2010), held down by Holm (1979) for all distributions together. The bins
    are those of the reference as it is, in all exchanges.
    """
    windows = _begun(rows, windows)
    held = [each for each in rows if windows.since <= each.started_at < windows.until]
    held = [each for each in held if counted(each)]
    current = np.array([each.started_at >= windows.split for each in held], np.bool_)
    after = int(current.sum())
    before = len(held) - after
    report = Report(windows, before, after)
    if min(before, after) < LEAST:
        return replace(report, reason=_too_few(before, after))
    dealt = exchange(held, windows, rounds, seed)
    found = [
        each
        for feature in features(held, current, liked, topics_since)
        if (each := _finding(feature, current, dealt)) is not None
    ]
    ordered = sorted(_adjusted(found), key=lambda each: (not each.certain, -each.psi))
    return replace(report, findings=tuple(ordered), unit=dealt.unit, units=dealt.units)


def _begun(rows: Sequence[Row], windows: Windows) -> Windows:
    """The windows without the periods in which nothing was kept yet, but for one."""
    first = min((each.started_at for each in rows), default=windows.until)
    empty = int(max(0.0, (first - windows.since) / windows.length))
    left_out = min(empty, windows.periods - 2)
    return replace(windows, since=windows.since + left_out * windows.length)


def _finding(feature: Feature, current: np.ndarray, dealt: Exchange) -> Finding | None:
    """Not adjusted yet; None where too few questions are known, or all of them are alike."""
    bins, known = len(feature.labels), feature.codes != MISSING
    old = np.bincount(feature.codes[known & ~current], minlength=bins).astype(np.float64)
    new = np.bincount(feature.codes[known & current], minlength=bins).astype(np.float64)
    if min(old.sum(), new.sum()) < LEAST or np.count_nonzero(old + new) < 2:
        return None
    moved = scaled(old, new)
    by_chance = scaled(*dealt.dealt(feature.codes, bins))
    # what is equal but for rounding counts as far
    p = (1 + np.count_nonzero(by_chance >= moved * (1 - 1e-6))) / (1 + len(by_chance))
    before, after = int(old.sum()), int(new.sum())
    cells = zip(feature.labels, (old / before).tolist(), (new / after).tolist(), strict=True)
    parts = tuple(Bin(*cell) for cell in cells)
    return Finding(feature.name, float(psi(old, new)), float(p), False, parts, before, after)


def _adjusted(found: Sequence[Finding]) -> list[Finding]:
    """With p as Holm's step-down makes it of all of them together."""
    adjusted, highest = [], 0.0
    for place, each in enumerate(sorted(found, key=lambda finding: finding.p)):
        highest = max(highest, min(1.0, each.p * (len(found) - place)))
        adjusted.append(replace(each, p=highest, certain=highest < ALPHA))
    return adjusted


def _too_few(before: int, after: int) -> str:
    return (
        f"There are {after:,} questions now and {before:,} in the reference; drift is told from "
        f"{LEAST} in each on, as with fewer it would be seen where there is none."
    )
