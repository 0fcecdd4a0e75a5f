"""Questions about one thing in two years, in many wordings."""

from __future__ import annotations

import pytest

from app.parts.over_time import trend


@pytest.mark.parametrize(
    ("question", "topic", "asks", "way"),
    [
        ("How did sick leave change between 2024 and 2025?", "sick leave", "how", ""),
        ("Did the fee go up from 2024 to 2025?", "fee", "whether", "up"),
        ("How much more did energy cost in 2025 than in 2024?", "energy cost", "much", ""),
        ("Is the study leave shorter in 2025 than in 2024?", "study leave", "whether", "down"),
        ("Are there more employees in 2025 than in 2024?", "employees", "whether", "up"),
        ("What happened to the price between 2024 and 2025?", "price", "how", ""),
        ("What was the reserve in 2024 and in 2025?", "reserve", "how", ""),
        ("Which year had fewer visitors, 2024 or 2025?", "visitors", "which", "down"),
        ("Has the limit changed between the 2024 and 2025 policy?", "limit", "whether", ""),
        ("Has the limit changed since 2024?", "limit", "whether", ""),
    ],
)
def test_reads_the_thing_and_what_is_asked(question: str, topic: str, asks: str, way: str) -> None:
    read = trend(question)
    assert read is not None
    assert (read.topic, read.asks, read.way) == (topic, asks, way)


@pytest.mark.parametrize(
    "question",
    ["How many visitors came in 2025?", "Is the hut open in 2025?", "Did the fee go up?"],
)
def test_leaves_questions_about_one_year_alone(question: str) -> None:
    assert trend(question) is None
