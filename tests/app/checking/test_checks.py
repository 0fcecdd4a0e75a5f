from __future__ import annotations

import pytest

from app.checking.checks import Finding, Setting, amounts, dates, names
from app.checking.terms import read

NOTHING = read("")


def setting(question: str = "", headings: str = "", before: str = "", known: str = "") -> Setting:
    around = read(f"{headings}\n\n{before}")
    return Setting(read(question), read(headings), around, frozenset(known.split()))


@pytest.mark.parametrize(
    ("claim", "source", "check", "outcome"),
    [
        ("It weighs 1,250 kg.", "The load of 1250 kilograms", "numbers", "stands"),
        ("It weighs 1,350 kg.", "The load of 1250 kilograms", "numbers", "fails"),
        ("It is 5 km.", "It weighs 5 kg.", "units", "fails"),
        ("It is 5 km.", "It is 5,000 metres long.", "numbers", "stands"),
        ("It costs 4.", "It costs four crowns.", "numbers", "stands"),
    ],
)
def test_amounts(claim: str, source: str, check: str, outcome: str) -> None:
    found = amounts(read(claim), read(source), setting())
    assert (found.check, found.outcome) == (check, outcome)
    assert bool(found.reason) == (outcome == "fails")


def test_number_of_the_question_or_a_heading_counts_as_said_but_not_one_just_before() -> None:
    claim, source = read("Class 7 meets here."), read("The class meets here.")
    assert amounts(claim, source, setting(question="Where does class 7 meet?")).outcome == "stands"
    assert amounts(claim, source, setting(headings="Class 7")).outcome == "stands"
    assert amounts(claim, source, setting(before="Class 7 is new.")).outcome == "fails"


@pytest.mark.parametrize(
    ("claim", "source", "headings", "outcome"),
    [
        ("It opens on March 14th, 2025.", "It opens on 2025-03-14.", "", "stands"),
        ("It opens in March 2025.", "It opens on 14 March 2025.", "", "stands"),
        ("It opens on 15 March 2025.", "It opens on 14 March 2025.", "", "fails"),
        ("It opens on 14 March 2025.", "It opens on 14 March.", "", "doubtful"),
        ("It opens on 14 March 2025.", "It opens on 14 March.", "Policy 2025", "stands"),
        ("It leaves at 8:15 am.", "It leaves at 08:15.", "", "stands"),
        ("It leaves at 08:30.", "It leaves at 08:15.", "", "fails"),
    ],
)
def test_dates(claim: str, source: str, headings: str, outcome: str) -> None:
    assert dates(read(claim), read(source), setting(headings=headings)).outcome == outcome


@pytest.mark.parametrize(
    ("claim", "source", "outcome"),
    [
        ("The head is Ingrid Solberg.", "Ingrid Solberg, head of finance, signed.", "stands"),
        ("The head is I. Solberg.", "Ingrid Solberg, head of finance, signed.", "stands"),
        ("The head is Ingrid Solheim.", "Ingrid Solberg, head of finance, signed.", "fails"),
        ("See notice SV-007.", "See notice SV-006.", "fails"),
    ],
)
def test_names(claim: str, source: str, outcome: str) -> None:
    assert names(read(claim), read(source), setting()).outcome == outcome


def test_first_word_is_a_name_when_the_evidence_knows_it_as_one() -> None:
    claim, source = read("Brandt signed."), read("She signed.")
    assert names(claim, source, setting()) == Finding("names", "stands")
    assert names(claim, source, setting(known="brandt")).outcome == "fails"
