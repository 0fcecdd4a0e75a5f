from __future__ import annotations

import pytest

from training.feedback.asking import Asked, asked


@pytest.mark.parametrize(
    ("sentence", "question", "phrase"),
    [
        (
            "The crane was renewed by a firm in 2019.",
            "When was the crane renewed by a firm?",
            "2019",
        ),
        (
            "4.2 The master must open the gate at dawn.",
            "Who must open the gate at dawn?",
            "The master",
        ),
        (
            "The boat costs 40 crowns for each night.",
            "How much does the boat cost?",
            "40 crowns for each night",
        ),
        (
            "The tour lasts 75 minutes and starts here.",
            "How long does the tour last?",
            "75 minutes and starts here",
        ),
        (
            "The lamp was lit on opening day by Ilse Brandt.",
            "By whom was the lamp lit on opening day?",
            "Ilse Brandt",
        ),
        (
            "The new quay is a pier of stone and oak.",
            "What is the new quay?",
            "a pier of stone and oak",
        ),
    ],
)
def test_a_sentence_is_asked_for_what_it_says(sentence: str, question: str, phrase: str) -> None:
    assert asked(sentence)[0] == Asked(question, phrase)


@pytest.mark.parametrize(
    "sentence",
    [
        "It was built in the year 1840 by them.",
        "The fiftieth anniversary",
        "When the gate is shut, the bell must be rung twice.",
        "You can have all the computers in the world.",
        "The tide was high. The boat was lost in 1911.",
    ],
)
def test_what_is_no_sentence_by_itself_is_not_asked_about(sentence: str) -> None:
    assert asked(sentence) == []


def test_a_row_is_asked_for_each_of_its_cells_by_what_it_names() -> None:
    found = asked("id: SP-01; item: Tide gauge; price_cr: 18500")
    assert found == [Asked("What is the price cr of Tide gauge?", "18500")]
