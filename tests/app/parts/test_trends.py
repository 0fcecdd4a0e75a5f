"""One thing in two years: tables with years as columns, and versions of a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.parts import solve
from tests.app.parts.library import Shelf, taken

REPORT = """# Report 2024

## Table 1. Figures

| Measure | 2023 | 2024 |
|---|---|---|
| Members | 120 | 150 |
| Nights in the hut | 410 | 380 |
| Wood (kg) | 900 | 900 |
"""
OLD = (
    "# Hut rules 2023\n\nA night costs 200 cr for each member.\n\nDogs sleep in the shed.\n\n"
    "The warden's extension is 4400.\n"
)
NEW = (
    "# Hut rules 2024\n\nA night costs 250 cr for each member.\n\nDogs sleep in the shed.\n\n"
    "The warden's extension is 4499.\n"
)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    (tmp_path / "report-2024.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / "hut-rules-2023.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "hut-rules-2024.md").write_text(NEW, encoding="utf-8")
    return Shelf(sorted(tmp_path.iterdir()))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many more members were there in 2024 than in 2023?", "computed: 150 − 120"),
        ("Did the members increase from 2023 to 2024?", "Yes — Members: 120 in 2023"),
        ("Did the nights in the hut rise from 2023 to 2024?", "No — Nights in the hut"),
        ("Has the wood changed between 2023 and 2024?", "No — Wood: 900 kg in 2023"),
        ("Which year had more members, 2023 or 2024?", "So it was 2024"),
        ("How did the cost of a night change between 2023 and 2024?", "That is 50 cr more"),
        ("Did the cost of a night rise from 2023 to 2024?", "Yes — "),
        ("Has the rule that dogs sleep in the shed changed since 2023?", "say the same"),
    ],
)
def test_tells_both_years(question: str, said: str, shelf: Shelf) -> None:
    assert said in taken(solve(question, shelf), shelf).text


def test_says_that_there_is_nothing_where_neither_year_speaks_of_it(shelf: Shelf) -> None:
    answer = solve("How did the number of boats change between 2023 and 2024?", shelf)
    assert answer is not None
    assert not answer.sentences


def test_difference_of_two_telephone_numbers_is_not_computed(shelf: Shelf) -> None:
    question = "Did the warden's extension change from 2023 to 2024?"
    answer = taken(solve(question, shelf), shelf)
    assert "4400" in answer.text
    assert "4499" in answer.text
    assert "computed" not in answer.text
