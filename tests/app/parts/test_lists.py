"""Lists by their structure."""

from __future__ import annotations

import pytest

from app.parts.kinds import Listed
from app.parts.lists import MOST, listed
from tests.app.parts.library import FIXTURES, Shelf, taken


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(sorted(FIXTURES.iterdir()))


def test_every_item_stands_by_itself_under_the_lead(shelf: Shelf) -> None:
    answer = taken(listed("q bring", Listed("items that participants bring"), shelf), shelf)
    assert answer.text.startswith("Participants bring the following items [1]:\n- ")
    assert [sentence.lead for sentence in answer.sentences] == ["", *["\n- "] * 4]


def test_an_item_of_two_sentences_cites_both_or_their_chunk(shelf: Shelf) -> None:
    answer = taken(listed("bring", Listed("items that participants bring"), shelf), shelf)
    assert "warm to minus ten degrees" in answer.sentences[1].text


def test_numbered_items_stand_under_their_heading(shelf: Shelf) -> None:
    answer = taken(listed("documents customs", Listed("documents for customs"), shelf), shelf)
    assert len(answer.sentences) == 4
    assert "issued by the office" not in answer.text


@pytest.mark.parametrize(
    "topic", ["documents for the police", "items that participants do not bring", "rules", "things"]
)
def test_gives_up_when_a_word_is_not_the_lists(topic: str, shelf: Shelf) -> None:
    assert listed(f"documents {topic}", Listed(topic), shelf) is None


def test_counts_what_is_too_much(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("long") / "birds.md"
    items = "\n".join(f"- bird number {n} of the island, as the ringers saw it" for n in range(20))
    path.write_text(f"# Island\n\nThe birds are these:\n\n{items}\n", encoding="utf-8")
    shelf = Shelf([path])
    answer = taken(listed("birds", Listed("birds"), shelf), shelf)
    assert len(answer.sentences) == MOST + 2
    assert answer.sentences[-1].text == f"and {20 - MOST} more."
