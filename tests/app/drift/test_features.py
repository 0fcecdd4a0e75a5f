from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from app.drift.features import FEATURES, MISSING, Feature, features
from app.tracing.types import Made, Row, Shape

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def row(trace_id: str = "t", **shape: object) -> Row:
    return Row(trace_id, NOON, "ada", "s", "answered", shape=Shape(**shape))  # type: ignore[arg-type]  # fields by their names


def named(rows: Sequence[Row], name: str, liked: dict[str, bool] | None = None) -> Feature:
    current = np.zeros(len(rows), np.bool_)
    return next(each for each in features(rows, current, liked or {}) if each.name == name)


def test_all_distributions_are_made_in_their_order() -> None:
    found = features([row()], np.array([False]), {})
    assert tuple(each.name for each in found) == FEATURES


def test_lengths_fall_into_bins_between_quantiles_of_the_reference() -> None:
    found = named([row(words=n) for n in range(1, 101)], "question length")
    assert len(found.labels) == 10
    assert found.labels[0] == "up to 10 words"
    assert found.labels[1] == "11 to 20 words"
    assert found.labels[-1] == "91 or more words"
    assert set(np.bincount(found.codes).tolist()) <= {9, 10, 11}


def test_repeated_values_share_one_bin() -> None:
    found = named([row(words=5)] * 90 + [row(words=9)] * 10, "question length")
    assert found.labels == ("up to 5 words", "6 or more words")


def test_unknown_topics_and_searches_that_were_not_made_are_missing() -> None:
    cached = Row("c", NOON, "ada", "s", "answered", made=Made(cached=True))
    assert named([row(topic=4), cached], "topic").codes.tolist() == [0, MISSING]
    assert named([row(similarity=0.4), cached], "top similarity").codes.tolist()[1] == MISSING


def test_search_that_found_nothing_counts() -> None:
    found = named([row(similarity=0.4)] * 9 + [row(similarity=0.0)], "top similarity")
    assert MISSING not in found.codes


def test_feedback_has_three_parts() -> None:
    rows = [row("a"), row("b"), row("c")]
    assert named(rows, "feedback", {"a": True, "b": False}).codes.tolist() == [1, 2, 0]
