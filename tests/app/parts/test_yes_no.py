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
        ("Can wood be cut in the yard?", "Wood may be cut in the shed and in the yard.", "Yes"),
        ("Can wood be cut indoors?", "Wood may be cut in the yard, but not indoors.", "No"),
        ("Must I book a bed?", "Everyone must book a bed, at least two days before.", "Yes"),
        ("Are candles refunded?", "Not refunded are oil, candles and wood.", "No"),
        ("Do guests get a key?", "Guests get no key.", "No"),
        (
            "May a diver make four dives on one day?",
            "A diver makes at most three dives on one day and at most 14 in one week.",
            "No",
        ),
        ("Is the limit in the yard 15 km/h?", "The limit in the yard is 10 km/h.", "No"),
        ("May I carry over 7 days?", "Up to 8 days may be carried over.", "Yes"),
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
        ("Do members get a key?", "Guests get no key."),
        ("Is insurance refunded?", "Not refunded are wood, private insurance and oil."),
        ("Is smoking allowed?", "Smoking is allowed in the yard."),
        ("Do I need a permit?", "A permit is needed from the fourth calendar day."),
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
