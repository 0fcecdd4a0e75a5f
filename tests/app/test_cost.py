from __future__ import annotations

from app.cost import Cost, usage_of
from app.types import Usage


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
