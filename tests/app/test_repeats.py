from __future__ import annotations

from app.repeats import Told, bare
from tests.app.evidence import window


def test_case_spacing_and_closing_punctuation_do_not_count() -> None:
    assert bare("Dogs stay on a  LEAD!") == bare("dogs stay on a lead.")


def test_signs_and_numbers_count() -> None:
    assert bare("It was -5 degrees.") != bare("It was 5 degrees.")
    assert bare("Version 1.5") != bare("Version 15")


def test_window_is_known_when_each_of_its_sentences_was_told() -> None:
    told = Told()
    told.add(window("a", ["One.", "Two.", "Three."]))
    assert told.knows(window("b", ["two", "THREE."], first_id=10))
    assert not told.knows(window("c", ["Two.", "Four."], first_id=20))
