from __future__ import annotations

from pathlib import Path

import pytest

from app.absent import Absent
from tests.builders import activate, open_library, stage

BOTH = frozenset({"ferry", "rules"})


@pytest.fixture
def absent(tmp_path: Path) -> Absent:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "ferry", ["The ferry leaves at 08:15.", "Admission is free on Sundays."])
    stage(catalog, "rules", ["Every diver carries two lamps."])
    activate(catalog, builds, "ferry", "rules")
    return Absent(catalog, builds)


def test_misspelt_word_has_its_neighbour_as_it_is_written(absent: Absent) -> None:
    assert absent.words("When is admision free?", BOTH, BOTH) == {"admision": "admission"}


def test_word_that_stands_nowhere_is_told_as_it_was_typed(absent: Absent) -> None:
    assert absent.words("Does the ferry go to Mars?", BOTH, BOTH) == {"go": "", "Mars": ""}


def test_held_and_empty_words_are_not_told(absent: Absent) -> None:
    assert absent.words("How often does the ferry leave?", BOTH, BOTH) == {}


def test_word_of_another_document_is_not_called_misspelt(absent: Absent) -> None:
    assert absent.words("lamps", frozenset({"ferry"}), BOTH) == {"lamps": ""}


def test_words_of_others_do_not_show(absent: Absent) -> None:
    ferry = frozenset({"ferry"})
    assert absent.words("carriess lampps", ferry, ferry) == {"carriess": "", "lampps": ""}


def test_empty_library_tells_nothing(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path / "other")
    assert Absent(catalog, builds).words("ferry", BOTH, BOTH) == {}
