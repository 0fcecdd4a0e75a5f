from __future__ import annotations

import pytest

from app.checking.numbers import amounts, spelt_value, unit_of


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,250 kg of bait", 1250.0, "kg"),
        ("1250 kilograms", 1250.0, "kilogram"),
        ("one thousand two hundred and fifty crates", 1250.0, ""),
        ("3.5 million crowns", 3_500_000.0, "crown"),
        ("$3.5 million", 3_500_000.0, "$"),
        ("9 per cent", 9.0, "%"),
        ("a 30-minute stop", 30.0, "minute"),
        ("one and a half times", 1.5, ""),
    ],
)
def test_amount_is_read_however_it_is_written(text: str, value: float, unit: str) -> None:
    (found,) = amounts(text)
    assert found.value == pytest.approx(value)
    assert unit_of(found.unit) == unit if unit else found.unit == ""


def test_letters_with_figures_are_no_amounts() -> None:
    assert amounts("COVID-19 and RV3 and x2") == []


def test_first_of_a_range_takes_the_unit_of_the_second() -> None:
    assert [each.unit for each in amounts("6 to 11 cm")] == ["cm", "cm"]


def test_same_amount_in_other_units_agrees_and_other_dimension_does_not() -> None:
    five_km, metres, five_kg, bare = (
        amounts(text)[0] for text in ("5 km", "5,000 metres", "5 kg", "5 of them")
    )
    assert five_km.agrees(metres)
    assert not five_km.agrees(five_kg)
    assert five_km.same_number(five_kg)
    assert five_km.agrees(bare)


@pytest.mark.parametrize(("phrase", "value"), [("twenty-five", 25), ("two hundred", 200)])
def test_number_words_are_added_up(phrase: str, value: float) -> None:
    assert spelt_value(phrase) == value


def test_lone_one_may_be_a_pronoun() -> None:
    assert amounts("the one that sank")[0].soft
    assert not amounts("one day")[0].soft
