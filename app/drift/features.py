"""Distributions of questions: each question as a bin's number, by features that have names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from app.tracing.types import NO_TOPIC, Row

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

MISSING = -1
"""The code of a question of which a feature is not known; it is left out of that feature."""

QUANTILES = 10
"""Bins of a feature that is measured: deciles of the reference, fewer where values repeat."""

TOPIC, LENGTH, LANGUAGE = "topic", "question length", "language"
SIMILARITY, ABSTENTION, FEEDBACK = "top similarity", "abstention", "feedback"
FEATURES = (TOPIC, LENGTH, LANGUAGE, SIMILARITY, ABSTENTION, FEEDBACK)


@dataclass(frozen=True, slots=True)
class Feature:
    """codes: of every question its bin, 0 to len(labels) - 1, or MISSING."""

    name: str
    labels: tuple[str, ...]
    codes: Codes


def counted(row: Row) -> bool:
    """Whether a question tells something: those refused, failed or stopped tell of other things."""
    return row.outcome in ("answered", "abstained")


def features(
    rows: Sequence[Row],
    current: npt.NDArray[np.bool_],
    liked: Mapping[str, bool],
    topics_since: datetime | None = None,
) -> list[Feature]:
    """All features of the questions, in the order of FEATURES.

    rows: of both windows. current: shape (n,), which of them are in the current one. liked:
    opinions by trace id. topics_since: topics of earlier questions are numbered otherwise.
    """
    return [
        _topic(rows, topics_since),
        _measured(LENGTH, np.array([each.shape.words for each in rows], float), current, "words"),
        _named(LANGUAGE, [each.shape.language or "unknown" for each in rows]),
        _measured(SIMILARITY, np.array([_similarity(each) for each in rows]), current, ""),
        _yes_no(ABSTENTION, ("answered", "abstained"), [e.outcome == "abstained" for e in rows]),
        _feedback(rows, liked),
    ]


def _topic(rows: Sequence[Row], since: datetime | None) -> Feature:
    """Bins are the topics' numbers as text."""
    told = [
        each.shape.topic if since is None or each.started_at >= since else NO_TOPIC for each in rows
    ]
    known = sorted({each for each in told if each != NO_TOPIC})
    places = {topic: place for place, topic in enumerate(known)}
    codes = np.array([places.get(each, MISSING) for each in told], np.int64)
    return Feature(TOPIC, tuple(map(str, known)), codes)


def _similarity(row: Row) -> float:
    """NaN where there was no search, as for an answer from the cache."""
    return row.shape.similarity if row.shape.similarity or not row.made.cached else np.nan


def _measured(name: str, values: Floats, current: npt.NDArray[np.bool_], unit: str) -> Feature:
    """Bins between the quantiles of the reference; those of equal bounds are one."""
    known = ~np.isnan(values)
    reference = values[known & ~current]
    if not len(reference):
        return Feature(name, ("all",), np.full(len(values), MISSING, np.int64))
    wanted = np.linspace(0, 1, QUANTILES + 1)[1:-1]
    bounds = np.unique(np.quantile(reference, wanted, method="inverted_cdf"))
    codes = np.where(known, np.searchsorted(bounds, values, side="left"), MISSING)
    return Feature(name, _labels(bounds, unit), codes.astype(np.int64))


def _labels(bounds: Floats, unit: str) -> tuple[str, ...]:
    """Each bin's values as text; a bin holds its upper bound."""
    shown = [f"{each:.0f}" if unit else f"{each:.2f}" for each in bounds]
    whole = bool(unit)
    lows = [f"{each + 1:.0f}" for each in bounds] if whole else shown
    between = [
        high if whole and low == high else f"{low} to {high}"
        for low, high in zip(lows[:-1], shown[1:], strict=True)
    ]
    labels = [f"up to {shown[0]}", *between, f"{lows[-1]} or more" if whole else f"over {lows[-1]}"]
    return tuple(f"{each} {unit}".strip() for each in labels)


def _named(name: str, values: Sequence[str]) -> Feature:
    labels = sorted(set(values))
    places = {label: place for place, label in enumerate(labels)}
    return Feature(name, tuple(labels), np.array([places[each] for each in values], np.int64))


def _yes_no(name: str, labels: tuple[str, str], values: Sequence[bool]) -> Feature:
    return Feature(name, labels, np.array(values, np.int64))


def _feedback(rows: Sequence[Row], liked: Mapping[str, bool]) -> Feature:
    """Most questions have no opinion: that is a bin of its own, so that all of them count."""
    places = {None: 0, True: 1, False: 2}
    codes = np.array([places[liked.get(each.trace_id)] for each in rows], np.int64)
    return Feature(FEEDBACK, ("no opinion", "thumbs up", "thumbs down"), codes)
