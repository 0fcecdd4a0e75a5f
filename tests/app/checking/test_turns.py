from __future__ import annotations

import pytest

from app.checking.checks import Finding
from app.checking.terms import read
from app.checking.turns import exchanged, negation, opposites, roles

ASCENT = (
    "The rate of ascent is at most 9 metres a minute, and at most 6 metres a minute in the last "
    "10 metres."
)


@pytest.mark.parametrize(
    ("claim", "source", "outcome"),
    [
        ("Urchins graze in winter.", "Urchins do not graze in winter.", "fails"),
        ("Urchins do not graze in winter.", "Urchins graze in winter.", "fails"),
        ("Urchins never graze in winter.", "Urchins do not graze in winter.", "stands"),
        ("Dogs pay 4 crowns.", "Dogs pay 4 crowns, and bicycles are not charged.", "stands"),
    ],
)
def test_negation(claim: str, source: str, outcome: str) -> None:
    assert negation(read(claim), read(source)).outcome == outcome


@pytest.mark.parametrize(
    ("claim", "source", "outcome"),
    [
        ("The fee fell to 9 crowns.", "The fee rose to 9 crowns.", "fails"),
        ("It takes at least 9 people.", "It takes at most 9 people.", "fails"),
        ("Few of the boats were sold.", "All of the boats were sold.", "fails"),
        ("The tour finishes at noon.", "The tour ends at noon.", "stands"),
        ("The fee rose.", "The fee rose, the rent fell.", "stands"),
    ],
)
def test_opposites(claim: str, source: str, outcome: str) -> None:
    assert opposites(read(claim), read(source)).outcome == outcome


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        (ASCENT, "stands"),
        ("The rate of ascent is at most 6 metres a minute.", "fails"),
        ("In the last 10 metres the rate of ascent is at most 6 metres a minute.", "stands"),
        ("The rate of ascent is at most 9 metres a minute.", "stands"),
    ],
)
def test_number_in_the_place_of_another_of_the_sentence(claim: str, outcome: str) -> None:
    assert roles(read(claim), read(ASCENT), []).outcome == outcome


def test_number_that_another_sentence_gives_otherwise() -> None:
    claim, source = read("Dogs pay 3 crowns."), read("Bicycles pay 3 crowns.")
    assert roles(claim, source, []).outcome == "stands"
    assert roles(claim, source, [read("Dogs pay 4 crowns.")]).outcome == "fails"


def test_names_exchanged_and_passive_voice() -> None:
    source = read("In May the firm Holm Yard sued the firm Tarn Dock.")
    swapped = read("In May the firm Tarn Dock sued the firm Holm Yard.")
    passive = read("In May the firm Tarn Dock was sued by the firm Holm Yard.")
    assert roles(swapped, source, []).outcome == "fails"
    assert roles(passive, source, []).outcome != "fails"


def test_plain_words_exchanged() -> None:
    source = read("The diver watches the tender while the boat waits.")
    assert exchanged(read("The tender watches the diver while the boat waits."), source) == Finding(
        "order", "fails", "words of it are exchanged"
    )
    reordered = read("While the boat waits the diver watches the tender.")
    assert exchanged(reordered, source).outcome == "stands"
