"""Yes or no, where one sentence decides, and nothing where it does not."""

from __future__ import annotations

import pytest

from app.parts.kinds import YesNo, read
from app.parts.yes_no import decide


@pytest.mark.parametrize(
    ("question", "reason", "verdict"),
    [
        ("May visitors bring dogs?", "Dogs are not allowed.", "No"),
        ("Are dogs allowed?", "Dogs are not allowed.", "No"),
        ("Is smoking allowed in the huts?", "Smoking is forbidden in the huts.", "No"),
        ("Are bicycles welcome?", "Bicycles are welcome at both places.", "Yes"),
        ("Is the hut closed on 24 December?", "The hut is closed on 24 December.", "Yes"),
        ("Is the hut open on 24 December?", "The hut is closed on 24 December.", "No"),
        ("Is a lifejacket required?", "A lifejacket is required on the pier.", "Yes"),
        ("May a hut have 15 people?", "A hut has room for at most 12 people.", "No"),
        ("May a hut have 12 people?", "A hut has room for at most 12 people.", "Yes"),
        ("May a hut have more than 12 people?", "A hut has room for at most 12 people.", "No"),
    ],
)
def test_decides(question: str, reason: str, verdict: str) -> None:
    kind = read(question)
    assert isinstance(kind, YesNo)
    assert decide(kind, reason) == verdict


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("May visitors bring dogs?", "Only assistance dogs may come indoors."),
        ("May visitors bring dogs?", "Dogs are not allowed in the Kelp Hall."),
        ("Are dogs allowed?", "Dogs that bark are not allowed."),
        ("Are flights in first class allowed?", "Flights are in the lowest class."),
        ("Is the hut open on 24 December?", "The hut opens on 1 May."),
        ("Are photographs permitted?", "Photographs are permitted unless a sign forbids them."),
        ("Does the director approve journeys?", "Journeys of the director are approved."),
        ("May a hut have 15 people?", "A hut has room for at most 12 tons."),
        ("Is remote work leave?", "Remote work is not leave and is not covered here."),
        ("Is the boat fast?", "The boat is not always fast."),
        ("Is the crane tested?", "The crane, the hoist and the winch may be tested."),
    ],
)
def test_leaves_open_what_is_not_sure(question: str, reason: str) -> None:
    kind = read(question)
    assert isinstance(kind, YesNo)
    assert decide(kind, reason) is None
