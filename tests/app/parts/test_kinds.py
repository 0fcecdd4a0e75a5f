"""Which kind of answer a question's form asks for."""

from __future__ import annotations

import pytest

from app.parts.kinds import Changed, Compared, Listed, YesNo, read


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What are the house rules?", Listed),
        ("List all open points.", Listed),
        ("Which wireless networks are there?", Listed),
        ("What changed between the 2024 and 2025 leave policy?", Changed),
        ("What is new in the 2025 safety notices?", Changed),
        ("Compare the storage of kelpie and gannet.", Compared),
        ("What is the difference between the price of A and B?", Compared),
        ("How does the leave for trainees differ between the 2024 and the 2025 policy?", Compared),
        ("Which is older, the tide gauge or the weather mast?", Compared),
        ("May visitors bring dogs?", YesNo),
    ],
)
def test_reads_the_kind(question: str, kind: type) -> None:
    assert isinstance(read(question), kind)


@pytest.mark.parametrize(
    "question",
    [
        "What is new?",
        "What changed the mind of the board?",
        "Who approves leave?",
        "How much does a ticket cost?",
        "Is it Brekke or Brekka-Lund who answers for it?",
        "How did the price change?",
    ],
)
def test_leaves_plain_questions(question: str) -> None:
    assert read(question) is None


def test_names_both_things_of_a_comparison() -> None:
    kind = read("What is the difference between the storage of kelpie and murre?")
    assert isinstance(kind, Compared)
    assert kind.things == ("kelpie", "murre")
    assert kind.questions[1] == "What is the storage of murre?"


def test_takes_the_years_in_order() -> None:
    kind = read("What changed between the 2025 and the 2024 policy?")
    assert isinstance(kind, Changed)
    assert kind.years == ("2024", "2025")
