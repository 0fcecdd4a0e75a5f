from __future__ import annotations

import pytest

from app.suggesting.facts import Spelling, questions

SPELLING = Spelling(frozenset({"bicycles", "adults"}), frozenset({"Skerry", "Gliese"}))


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "The car park at Skerry Bay has 62 spaces, four of them for badge holders.",
            "How many spaces does the car park at Skerry Bay have?",
        ),
        (
            "Each full-time employee is entitled to 27 working days of annual leave.",
            "How many working days of annual leave is each full-time employee entitled to?",
        ),
        ("The roof cost 47,500 cr.", "How much did the roof cost?"),
        ("The archive pays up to 900 cr for a chart.", "How much does the archive pay?"),
        ("The tour lasts 90 minutes.", "How long does the tour last?"),
        ("The last ferry leaves the quay at 21:40.", "When does the last ferry leave?"),
        ("The boiler was serviced on 3 March 2024.", "When was the boiler serviced?"),
        ("Sickness must be reported before noon.", ""),
        ("Bicycles must be registered within two days.", "When must bicycles be registered?"),
        (
            "The speed limit in the yard is 10 km/h.",
            "What is the speed limit in the yard?",
        ),
        ("Gliese 436 b was discovered in August 2004.", "When was Gliese 436 b discovered?"),
        ("Adults get 30 compressions and two breaths.", "How many compressions do adults get?"),
    ],
)
def test_plain_statement_becomes_the_question_that_it_answers(sentence: str, question: str) -> None:
    assert list(questions(sentence, SPELLING)) == ([question] if question else [])


@pytest.mark.parametrize(
    "sentence",
    [
        "It has 62 spaces.",
        "They were built in 1891.",
        "The age limit is 50.",
        "The Thai medical education is 6 years.",
        "The bloom covered six tenths of the inlet.",
        "The group that came has 12 people.",
        "Kelpie has 12 disks.",
        "The ferry leaves early.",
        "The car park has 62 spaces",
    ],
)
def test_what_would_not_read_well_alone_is_left_out(sentence: str) -> None:
    assert list(questions(sentence, SPELLING)) == []
