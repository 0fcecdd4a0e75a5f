from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from indexes.errors import LibraryError
from indexes.retrieve import Search
from indexes.types import Chunk, Document, Passed, Version, Window
from tests.app.ui.fakes import CONTEXT, FakeCatalog, FakeFootnote, armed, hit, listing

HOSTILE = "<img src=http://e.example> [x](javascript:y) :red[x] $z$ `c` ![i](http://e) :smile:"
HIT = hit(listing("handbook.md"))


@pytest.fixture(autouse=True)
def _documents_of_the_fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Scope reads its documents from the database, which the fake has not."""

    def ready(catalog: FakeCatalog) -> list[Document]:
        return [each.document for each in catalog.listings]

    monkeypatch.setattr("indexes.scope._ready", ready)


@pytest.fixture
def search(screen: AppTest) -> AppTest:
    return screen.run().switch_page("search.py").run()


def look(search: AppTest, question: str = "How many days of leave?") -> AppTest:
    return search.text_input(key="search-question").set_value(question).run()


def texts(search: AppTest) -> str:
    """Everything in the main part that is drawn as Markdown."""
    labels = [each.label for each in search.expander]
    badges = [each.proto.body for each in search.main.markdown]
    return "\n".join([*(each.value for each in search.main.markdown), *labels, *badges])


def test_page_waits_for_a_question(search: AppTest, footnote: FakeFootnote) -> None:
    assert not search.exception
    assert search.title[0].value == "Search"
    assert footnote.retriever.asked == []


def test_hits_come_with_place_text_and_scores(search: AppTest, footnote: FakeFootnote) -> None:
    look(search)

    assert not search.exception
    assert search.subheader[0].value == "2 passages"
    shown = texts(search)
    assert "**handbook\\.md**, page 2" in shown
    assert ":orange-background[**Leave** is agreed" in shown
    assert "25 **days** of" in shown
    for figure in ("Meaning 0.60", "Words 4.00", "Document 0.00", "Together 1.00"):
        assert figure in shown
    assert "Second look" not in shown
    assert "2 documents searched in 12\u202fms (by meaning 3\u202fms)" in shown
    assert footnote.retriever.asked[0][:2] == ("How many days of leave?", 8)


def test_second_look_is_shown_where_it_was_taken(search: AppTest, footnote: FakeFootnote) -> None:
    looked = replace(HIT, scores=replace(HIT.scores, rerank=2.345))
    footnote.retriever.found = Search((looked, HIT), {"total": 1.0})
    shown = texts(look(search))
    assert "Second look 2.35" in shown or "Second look 2.34" in shown
    assert "Second look \u2013" in shown


@pytest.mark.parametrize(
    ("version", "told"),
    [
        (Version("2024", True, 3), "version 2024, newest of 3"),
        (Version("2022", False, 3), "version 2022, older of 3"),
    ],
)
def test_version_is_named(
    search: AppTest, footnote: FakeFootnote, version: Version, told: str
) -> None:
    footnote.retriever.found = Search((replace(HIT, version=version),), {"total": 1.0})
    assert told in texts(look(search)).replace("\\", "")


def test_what_was_left_out_stands_under_its_reason(search: AppTest, footnote: FakeFootnote) -> None:
    said = [Passed(HIT.window, HIT.scores, "repeat", "A better hit says it.")]
    ranked = [Passed(HIT.window, HIT.scores, "rank", f"Reason {at}.") for at in range(12)]
    footnote.retriever.found = Search((HIT,), {"total": 1.0}, (*ranked, *said))

    shown = texts(look(search))

    assert "What was left out: 13 passages" in shown
    assert shown.index("**Said already**") < shown.index("**Ranked lower**")
    assert "A better hit says it\\." in shown
    assert "Reason 9\\." in shown
    assert "Reason 10" not in shown
    assert "and 2 more" in shown


def test_surroundings_are_read_when_they_are_opened(
    search: AppTest, footnote: FakeFootnote
) -> None:
    moved = Chunk(1, HIT.window.document.id, 900, 900 + len(CONTEXT), 2, (), CONTEXT, CONTEXT)
    window = Window(HIT.window.document, 1, (moved,), CONTEXT)
    footnote.retriever.found = Search((replace(HIT, window=window),), {"total": 1.0})
    look(search)
    assert "Text from" not in texts(search)

    search.session_state["around-1-1"] = True
    search.run()

    end = 900 + len(CONTEXT)
    assert ":gray[Text from 200 to 900\\.]" in texts(search)
    assert f":gray[Text from {end} to {end + 700}\\.]" in texts(search)
    assert len(footnote.retriever.asked) == 1


def test_search_is_kept_until_something_changes(search: AppTest, footnote: FakeFootnote) -> None:
    look(search).run()
    assert len(footnote.retriever.asked) == 1

    search.number_input(key="search-hits").set_value(1).run()

    assert [k for _, k, _ in footnote.retriever.asked] == [8, 1]
    assert search.subheader[0].value == "1 passage"


def test_filters_narrow_and_can_be_cleared(search: AppTest, footnote: FakeFootnote) -> None:
    look(search)
    search.multiselect(key="search-documents").set_value(["id-rates.csv"]).run()
    assert footnote.retriever.asked[-1][2] == {"id-rates.csv"}

    search.button(key="search-clear-here").click().run()

    assert footnote.retriever.asked[-1][2] == {"id-rates.csv", "id-handbook.md"}


def test_filters_that_no_document_fits_say_so(search: AppTest, footnote: FakeFootnote) -> None:
    look(search)
    search.text_input(key="search-since").set_value("2031").run()

    assert "No document fits these filters" in search.info[0].value
    assert len(footnote.retriever.asked) == 1

    search.button(key="search-clear").click().run()

    assert search.subheader[0].value == "2 passages"


def test_a_date_that_is_none_is_told(search: AppTest) -> None:
    look(search)
    search.text_input(key="search-since").set_value("soon").run()
    assert not search.exception
    assert "is not a date" in search.error[0].value


def test_collections_are_offered_where_there_are_several(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    footnote.catalog.listings.append(listing("contract.pdf", "legal"))
    search = look(screen.run().switch_page("search.py").run())
    search.selectbox(key="search-collection").set_value("legal").run()
    assert footnote.retriever.asked[-1][2] == {"id-contract.pdf"}


def test_an_empty_library_says_what_to_do(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.catalog.listings.clear()
    search = screen.run().switch_page("search.py").run()
    assert search.title[0].value == "Your library is empty"
    assert not search.text_input


def test_nothing_found_is_a_sentence(search: AppTest, footnote: FakeFootnote) -> None:
    footnote.retriever.found = Search((), {"total": 1.0}, (), ("No document holds x.",))
    look(search)
    assert "Nothing in these documents fits" in search.info[0].value
    assert "No document holds x\\." in texts(search)


def test_an_error_is_shown_as_its_sentence(search: AppTest, footnote: FakeFootnote) -> None:
    footnote.retriever.found = LibraryError("The library was embedded with another model.")
    assert "another model" in look(search).error[0].value


def test_everything_that_a_document_says_is_inert(search: AppTest, footnote: FakeFootnote) -> None:
    bad = listing(f"{HOSTILE}.txt").document
    chunk = Chunk(1, bad.id, 0, len(HOSTILE), 1, (HOSTILE,), HOSTILE, HOSTILE)
    window = Window(bad, 1, (chunk,), HOSTILE)
    found = replace(HIT, window=window, version=Version(HOSTILE, True, 2))
    left = Passed(window, HIT.scores, "rank", HOSTILE)
    footnote.retriever.found = Search((found,), {"total": 1.0}, (left,), (HOSTILE,))
    search.session_state["around-1-1"] = True

    look(search, "img src e example red x smile i")

    assert not search.exception
    assert armed(texts(search)) == []
