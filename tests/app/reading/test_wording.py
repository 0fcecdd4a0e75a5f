from __future__ import annotations

import pytest

from app.reading.wording import MOST_WORDS, resolved, worded

LONG = (
    "The harbour office, which was moved twice since the storm of 1987, keeps the register of all "
    "vessels that winter in the basin, collects the fees for berths, water and power, and opens at "
    "08:15 on every working day between October and the end of April"
)


def test_short_sentence_stays_as_it_is_without_its_full_stop() -> None:
    assert worded("When?", "The dock opens at eight.", "eight") == "The dock opens at eight"


@pytest.mark.parametrize("opening", ["However, ", "In addition, ", "And ", "For example, "])
def test_connective_to_the_sentence_before_is_left_out(opening: str) -> None:
    said = worded("When?", f"{opening}the fuel dock opens at eight.", "eight")
    assert said == "The fuel dock opens at eight"


def test_reference_numbers_are_left_out() -> None:
    assert worded("When?", "It closed in 1910.[4][12]", "1910") == "It closed in 1910"


def test_leading_pronoun_becomes_what_the_question_asks_about() -> None:
    said = worded("When was the old tower built?", "However, it was built in 1910.", "1910")
    assert said == "The old tower was built in 1910"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When was the tower painted?", "It was built in 1910."),
        ("When was it built?", "It was built in 1910."),
        ("Who built the tower?", "They built the tower."),
        ("When was the tower built?", "The tower was built in 1910."),
    ],
)
def test_pronoun_stays_where_it_is_not_sure_whom_it_means(question: str, sentence: str) -> None:
    assert resolved(question, sentence) == sentence


@pytest.mark.parametrize("phrase", ["the storm of 1987", "fees for berths", "08:15"])
def test_long_sentence_is_cut_round_the_phrase(phrase: str) -> None:
    said = worded("When?", LONG, phrase)
    assert phrase in said
    assert len(said.split()) <= MOST_WORDS


def test_sentence_without_a_comma_is_cut_too() -> None:
    said = worded("How many?", " ".join(["word"] * 60 + ["seven"] + ["word"] * 60), "seven")
    assert "seven" in said
    assert len(said.split()) <= MOST_WORDS


def test_bracket_that_lost_its_other_half_goes() -> None:
    text = f"{LONG} (except the first of May, when it stays closed)"
    assert "(" not in worded("When?", text, "October")


@pytest.mark.parametrize("phrase", ["", " ", "nine"])
def test_phrase_that_is_not_there_gives_nothing(phrase: str) -> None:
    assert worded("When?", "The dock opens at eight.", phrase) == ""


def test_a_row_is_cut_to_what_is_asked_about() -> None:
    row = "id: SP-7; item: Drum filter; place: Pump house; year: 2019; price: 1875"
    assert worded("What did the drum filter cost?", row, "1875") == "Item: Drum filter; price: 1875"


@pytest.mark.parametrize("bullet", ["•", "-", "*", "–", "▪"])
def test_the_bullet_of_a_list_goes(bullet: str) -> None:
    said = worded(
        "How long are sheets kept?", f"{bullet} Sheets are kept for ten years.", "ten years"
    )
    assert said == "Sheets are kept for ten years"


def test_a_negative_number_keeps_its_sign() -> None:
    assert worded("How cold is it?", "-18 °C is kept in the store.", "-18 °C").startswith("-18 °C")
