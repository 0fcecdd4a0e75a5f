from __future__ import annotations

import random

import pytest

from training.checking.faithful import MAKERS, joined


@pytest.mark.parametrize(
    ("kind", "text", "new"),
    [
        ("clauses reordered", "In 2024, the yearly fee rose to 5 crowns.",
         "The yearly fee rose to 5 crowns in 2024."),
        ("brackets dropped", "The boat (built 1990) leaks.", "The boat leaks."),
        ("numbers rewritten", "They sold 1,250 crates.", "They sold 1250 crates."),
        ("numbers rewritten", "They have ten boats.", "They have 10 boats."),
        ("synonyms", "The work began late.", "The work started late."),
        ("trimmed", "The north quay was built by the county, which paid for it.",
         "The north quay was built by the county."),
    ],
)  # fmt: skip
def test_wording_changes_and_meaning_stays(kind: str, text: str, new: str) -> None:
    assert MAKERS[kind](text, random.Random(0)) == new


def test_date_is_written_otherwise() -> None:
    new = MAKERS["dates rewritten"]("It opens on 14 March 2025.", random.Random(0))
    assert new in {
        "It opens on March 14, 2025.", "It opens on 2025-03-14.", "It opens on 14 Mar 2025.",
    }  # fmt: skip


def test_clause_that_turns_the_sentence_is_never_cut() -> None:
    text = "All of the visitors may enter the hall, except on days of storm."
    assert MAKERS["trimmed"](text, random.Random(0)) == ""


def test_two_sentences_become_one() -> None:
    whole = joined("Dogs pay 4 crowns.", "The ferry leaves at nine.", random.Random(0))
    assert whole.startswith("Dogs pay 4 crowns")
    assert whole.endswith("the ferry leaves at nine.")
