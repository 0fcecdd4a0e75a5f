"""Windows round citations."""

from __future__ import annotations

from app.checking import Checked
from app.surroundings import with_context
from app.types import Citation


def _cited(quote: str) -> Citation:
    return Citation(1, "a.md", "a", "A", 1, 5, 5 + len(quote), quote, quote, "supported")


def test_text_that_is_given_stands_round_a_citation() -> None:
    answer = with_context(Checked("", (), (_cited("quay"),)), lambda each: f"the {each.quote} is")
    assert answer.citations[0].context == "the quay is"
    assert answer.citations[0].quote == "quay"


def test_nothing_given_leaves_a_citation_as_it_was() -> None:
    answer = with_context(Checked("", (), (_cited("quay"),)), lambda _: "")
    assert answer.citations[0].context == "quay"
