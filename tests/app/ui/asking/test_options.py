"""Where a question looks, and who answers it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from app.chats import Options
from app.choices import Choice
from app.ui.asking.options import EVERYWHERE, scope_label
from tests.app.ui.fakes import FakeFootnote, listing
from tests.app.ui.test_ask import ask


@pytest.fixture
def two_collections(footnote: FakeFootnote) -> FakeFootnote:
    footnote.catalog.listings.append(listing("budget.csv", "finance"))
    return footnote


def test_the_collection_is_offered_only_where_there_are_several(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    screen.run()
    assert "collection" not in [each.key for each in screen.selectbox]


def test_a_question_looks_in_the_collection(screen: AppTest, two_collections: FakeFootnote) -> None:
    screen.run()
    screen.selectbox(key="collection").select("finance").run()
    ask(screen, "How much?")

    assert two_collections.journey.asked[-1].collection == "finance"
    assert screen.multiselect(key="documents").options == ["budget.csv"]


def test_a_question_looks_in_chosen_documents(screen: AppTest, footnote: FakeFootnote) -> None:
    screen.run()
    screen.multiselect(key="documents").select("id-rates.csv").run()
    ask(screen, "How much?")

    assert footnote.journey.asked[-1].documents == frozenset({"id-rates.csv"})


def test_documents_of_another_collection_are_let_go(
    screen: AppTest, two_collections: FakeFootnote
) -> None:
    screen.run()
    screen.multiselect(key="documents").select("id-rates.csv").run()
    screen.selectbox(key="collection").select("finance").run()
    ask(screen, "How much?")

    assert two_collections.journey.asked[-1].documents is None


def test_a_removed_document_is_no_longer_looked_in(screen: AppTest, footnote: FakeFootnote) -> None:
    screen.run()
    screen.multiselect(key="documents").select("id-rates.csv").run()
    footnote.catalog.listings.pop()
    ask(screen, "How much?")

    assert footnote.journey.asked[-1].documents is None


def test_a_model_is_offered_only_where_there_are_several(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    screen.run()
    assert "model" not in [each.key for each in screen.selectbox]

    footnote.choices.offer += (Choice("Qwen2.5-1.5B", False, "larger"),)
    screen.run()
    screen.selectbox(key="model").select("Qwen2.5-1.5B").run()
    ask(screen, "How much?")

    assert footnote.journey.asked[-1].model == "Qwen2.5-1.5B"


def test_more_passages_can_be_searched_for(screen: AppTest, footnote: FakeFootnote) -> None:
    screen.run()
    ask(screen, "How much?")
    screen.slider(key="hits").set_value(20).run()
    ask(screen, "How much?")

    assert [each.hits for each in footnote.journey.asked] == [0, 20]


def test_the_row_says_where_the_question_looks() -> None:
    listings = [listing("a.md"), listing("b.md")]

    assert scope_label(Options(), listings) == "All documents"
    assert scope_label(Options("fi*nance"), listings) == "fi\\*nance"
    assert scope_label(Options(documents=frozenset({"id-a.md"})), listings) == "a\\.md"
    assert (
        scope_label(Options(documents=frozenset({"id-a.md", "id-b.md"})), listings) == "2 documents"
    )
    assert EVERYWHERE
