"""Differences between two versions of one document."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.parts.changes import changed
from app.parts.kinds import Changed
from app.parts.solve import solve
from tests.app.parts.library import Shelf, taken

OLD = """# Hut rules 2023

## Nights

A night in the hut costs 200 cr for each member of the club.
Guests pay 300 cr, children under ten years pay nothing at all.
Wood is cut before the night and stacked beside the northern door.

## Dogs

Dogs sleep in the shed behind the hut and never in the kitchen.
The door of the shed is kept closed from sunset until the morning.

## Keys

The key hangs at the post office and is returned on the next day.
"""
NEW = """# Hut rules 2024

## Nights

A night in the hut costs 250 cr for each member of the club.
Guests pay 300 cr, children under ten years pay nothing at all.
Wood is cut before the night and stacked beside the northern door.

## Dogs

Dogs sleep in the shed behind the hut and never in the kitchen.

## Keys

The key hangs at the post office and is returned on the next day.
Whoever loses the key pays for a new lock on both of the doors.
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    (tmp_path / "hut-rules-2023.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "hut-rules-2024.md").write_text(NEW, encoding="utf-8")
    (tmp_path / "weather-2023.md").write_text("# Weather\n\nIt rained a lot.\n", encoding="utf-8")
    return Shelf(sorted(tmp_path.iterdir()))


def test_tells_what_was_and_is_new_and_gone(shelf: Shelf) -> None:
    answer = taken(solve("What changed between the 2023 and 2024 hut rules?", shelf), shelf)
    assert "Nights: was “A night in the hut costs 200 cr for each member of the club” [1]; " in (
        answer.text
    )
    assert "now “A night in the hut costs 250 cr for each member of the club” [2]." in answer.text
    assert "Keys: new: “Whoever loses the key" in answer.text
    assert "Dogs: gone: “The door of the shed" in answer.text
    assert "3 changes" in answer.text


def test_keeps_to_the_topic(shelf: Shelf) -> None:
    question = "What changed about keys between the 2023 and 2024 hut rules?"
    answer = taken(solve(question, shelf), shelf)
    assert "lock" in answer.text
    assert "250" not in answer.text


@pytest.mark.parametrize(
    ("topic", "years"),
    [
        ("in the 2025 hut rules", ("2025",)),
        ("in the weather", ()),
        ("between the 2023 and 2024 hut rules about bicycles", ("2023", "2024")),
        ("in the garden", ()),
    ],
)
def test_gives_up_without_two_versions_or_a_difference(
    topic: str, years: tuple[str, ...], shelf: Shelf
) -> None:
    assert changed(f"What changed {topic}?", Changed(topic, years), shelf) is None


def test_says_the_difference_of_two_versions(shelf: Shelf) -> None:
    question = "How did the cost of a night in the hut change between the 2023 and the 2024 rules?"
    answer = taken(solve(question, shelf), shelf)
    assert "That is 50 cr more" in answer.text
    assert "(computed: 250 − 200)" in answer.text
