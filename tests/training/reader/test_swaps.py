from __future__ import annotations

import random

from training.reader.swaps import Swaps

CONTEXT = "The mill at Callow Bay was closed in 1932 by Ilse Brandt."


def all_of(swaps: Swaps, question: str) -> set[str | None]:
    return {swaps.swapped(question, CONTEXT, random.Random(seed)) for seed in range(60)}


def test_a_name_becomes_another_name() -> None:
    swaps = Swaps(["When did Tomas Reyes leave?", "Did Ilse Brandt stay?"])
    assert all_of(swaps, "What did Ilse Brandt close?") == {"What did Tomas Reyes close?"}


def test_a_number_becomes_another_number_that_the_context_does_not_hold() -> None:
    found = all_of(Swaps(["Was it in 1850 or in 1932?"]), "What was closed in 1932?")
    assert len(found) > 5
    assert "What was closed in 1850?" in found
    assert "What was closed in 1932?" not in found
    assert all(each and each.startswith("What was closed in ") for each in found)


def test_what_the_context_does_not_name_is_left_alone() -> None:
    assert all_of(Swaps(["Where is Oslo?"]), "Where is Merrin Point?") == {None}


def test_the_first_word_is_no_name() -> None:
    assert all_of(Swaps(["Where is Oslo?"]), "Callow or another?") == {None}


def test_without_other_names_nothing_is_swapped() -> None:
    assert all_of(Swaps([]), "What did Ilse Brandt close?") == {None}
