from __future__ import annotations

import pytest

from app.languages import _SETS
from app.shapes import CODES, language, shape
from app.tracing.types import NO_TOPIC, Shape
from app.types import Actor, Question


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("When does the ferry leave?", "en"),
        ("Wann fährt die Fähre und was ist der Preis?", "de"),
        ("Quand est-ce que le bateau part et pour combien?", "fr"),
        ("ferry timetable", ""),
        ("渡し船はいつ出ますか", ""),
        ("", ""),
    ],
)
def test_language_is_told_by_small_words(text: str, code: str) -> None:
    assert language(text) == code


def test_every_language_that_is_told_apart_has_a_code() -> None:
    assert CODES.keys() == _SETS.keys()


def test_question_without_hits_has_words_and_no_similarity() -> None:
    asked = Question("When does it leave?", Actor("ann"))
    assert shape(asked, ()) == Shape(4, "en", NO_TOPIC, 0.0)
