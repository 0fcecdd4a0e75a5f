from __future__ import annotations

from typing import cast

import pytest

from app.cost import Cost, priced, usage_of
from app.settings import Settings
from app.types import Usage
from indexes.retrieve import Retriever, Search


def test_what_is_spent_is_added_up_with_what_was_cached() -> None:
    cost = Cost()
    told = {"input_tokens": 40, "output_tokens": 7, "input_token_details": {"cache_read": 32}}
    cost.add(told)
    cost.add(None)
    cost.spent(Usage(1, 2, 3))
    assert cost.usage == Usage(41, 9, 35)


def test_usage_without_details_has_nothing_cached() -> None:
    assert usage_of({"input_tokens": 4, "output_tokens": 7}) == Usage(4, 7, 0)
    nothing = {"input_tokens": 4, "output_tokens": 7, "input_token_details": {"cache_read": None}}
    assert usage_of(nothing) == Usage(4, 7, 0)


def test_note_is_made_once() -> None:
    cost = Cost()
    cost.note("a.")
    cost.note("b.")
    cost.note("a.")
    assert cost.notes == ("a.", "b.")


def test_prices_are_of_a_million_tokens_and_models_without_one_are_free() -> None:
    price = priced(Settings(prices="far=0.5/2"))
    assert price("far", Usage(1_000_000, 500_000, 900_000)) == pytest.approx(1.5)
    assert price("near", Usage(1_000_000, 500_000)) == 0


class Searches:
    """Finds nothing, in a time that it makes up."""

    def search(self, question: str, k: int, allowed: frozenset[str]) -> Search:
        return Search((), {"embed": 2.0, "dense": 3.0, "total": 6.0})


def test_steps_of_a_search_follow_one_another_within_it() -> None:
    cost = Cost()
    cost.search(cast(Retriever, Searches()), "ferry", 5, frozenset({"a", "b"}))
    search, embed, dense = cost.spans.done()
    assert dict(search.attributes) == {"wanted": 5, "documents": 2, "found": 0}
    assert [(each.name, each.parent, each.ms) for each in (embed, dense)] == [
        ("search: embed", 0, 2.0),
        ("search: dense", 0, 3.0),
    ]
    assert dense.start_ms == pytest.approx(embed.start_ms + 2.0, abs=0.002)
