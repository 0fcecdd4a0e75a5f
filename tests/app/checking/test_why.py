from __future__ import annotations

import pytest

from app.checking import Checker
from app.types import Sentence
from tests.app.evidence import window

YARD = window(
    "yard",
    [
        "The notice period is 25 days.",
        "Sickness is reported by 09:30 to the shift lead.",
        "The harbour opened in March 2024.",
        "Dogs are not allowed on the ferry.",
        "Revenue fell in 2024 by 3 million crowns.",
        "The pump was fitted by Henrik Holm in Varberg.",
        "The tender watches the boat while the diver waits.",
        "Berg inspects the hull and Moe inspects the engine.",
    ],
)


def checked(question: str, claim: str) -> Sentence:
    return Checker().verify(claim, question, [YARD]).sentences[0]


@pytest.mark.parametrize(
    ("question", "claim", "reason"),
    [
        ("How long is the notice period?", "It is 30 days.", "The source says 25 days, not 30"),
        (
            "How long is the notice period?",
            "The notice period is 25 weeks.",
            "The source says 25 days, not 25 weeks.",
        ),
        (
            "When is sickness reported?",
            "Sickness is reported by 10:30 to the shift lead.",
            "The source says 09:30, not 10:30.",
        ),
        ("When did it open?", "The harbour opened in 2023.", "The source speaks of March 2024."),
        ("Are dogs allowed?", "Dogs are allowed on the ferry.", "The source says the opposite."),
        (
            "Did revenue fall?",
            "Revenue rose in 2024 by 3 million crowns.",
            "The source says “fell”, not “rose”.",
        ),
        (
            "Who fitted the pump?",
            "The pump was fitted by Lars Holm in Varberg.",
            "“Lars Holm” does not occur in the source.",
        ),
        (
            "Who waits?",
            "The diver watches the boat while the tender waits.",
            "The source says it the other way round.",
        ),
        ("Who waits?", "Zebras play the xylophone in the rain.", "No sentence found says this."),
        ("Who inspects the hull?", "The hull.", "It says nothing new that could be checked."),
        (
            "Who inspects the hull?",
            "Moe inspects the hull and Berg inspects the engine.",
            "The source has",
        ),
    ],
)
def test_unsupported_sentence_says_what_the_source_says_instead(
    question: str, claim: str, reason: str
) -> None:
    found = checked(question, claim)
    assert found.verdict == "unsupported"
    assert found.reason.startswith(reason)


@pytest.mark.parametrize(
    ("question", "claim", "word"),
    [
        ("Who reports?", "Sickness is reported to the shift manager.", "manager"),
        ("Who inspects the hull?", "Berg inspects the hull daily.", "daily"),
    ],
)
def test_weak_sentence_names_the_word_that_its_source_lacks(
    question: str, claim: str, word: str
) -> None:
    found = checked(question, claim)
    assert found.verdict == "weak"
    assert found.reason == f"“{word}” does not occur in the marked sentence."


def test_supported_sentence_has_no_reason() -> None:
    assert checked("How long is it?", "The notice period is 25 days.").reason == ""


def test_without_evidence_nothing_was_found() -> None:
    sentence = Checker().verify("Dogs pay.", "Who pays?", []).sentences[0]
    assert sentence.reason == "No sentence found says this."


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("Henrik Holm fitted the heavy old pump in Varberg.", "“heavy” and “old” do not occur"),
        (
            "Henrik Holm fitted the heavy old pump in Varberg harbour quickly.",
            "“heavy”, “old”, “harbour” and 1 more word do not occur",
        ),
    ],
)
def test_weak_sentence_names_a_few_words_and_counts_the_others(claim: str, told: str) -> None:
    found = checked("What did Holm do?", claim)
    assert (found.verdict, found.reason) == ("weak", f"{told} in the marked sentence.")
