"""A document as Footnote read it: pages, chunks, what was left out, and the way back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from indexes.types import Chunk
from tests.app.ui.fakes import FakeFootnote, armed, listing
from tests.app.ui.library_fakes import Shelved, browser, equip, pick
from tests.app.ui.test_library import HOSTILE, names, rows
from tests.app.ui.test_summary import FakeSummariser

HANDBOOK = "id-handbook.md"


@pytest.fixture
def shelved(footnote: FakeFootnote) -> Shelved:
    return equip(footnote)


@pytest.fixture
def reading(shelved: Shelved) -> AppTest:
    return address(browser(), HANDBOOK).run()


def address(screen: AppTest, document_id: str, page: str = "") -> AppTest:
    screen.query_params["document"] = document_id
    if page:
        screen.query_params["page"] = page
    return screen


def asked(screen: AppTest, key: str) -> str:
    """What the address says."""
    value = screen.query_params[key]
    return value if isinstance(value, str) else value[0]


def bodies(reading: AppTest) -> list[str]:
    """What the components of the page draw."""
    return [str(each.proto) for each in reading.get("bidi_component")]


def chunks(reading: AppTest) -> list[str]:
    shown = [each for each in reading.button if (each.key or "").startswith("chunk-")]
    return [each.label.replace("\\", "") for each in shown]


def test_a_name_in_the_list_opens_the_document(shelved: Shelved) -> None:
    library = browser().run()
    library.button(key=f"open-{HANDBOOK}").click().run()
    assert not library.exception
    assert library.title[0].value == "handbook\\.md"
    assert asked(library, "document") == HANDBOOK


def test_an_address_opens_a_page_of_a_document(shelved: Shelved) -> None:
    reading = address(browser(), HANDBOOK, "2").run()
    assert not reading.exception
    assert shelved.sources.read[-1] == (2, None)
    assert "Page 2 says" in bodies(reading)[0]


def test_the_way_back_leads_to_the_list(reading: AppTest) -> None:
    reading.button(key="back").click().run()
    assert names(reading) == ["handbook.md", "rates.csv"]
    assert "document" not in reading.query_params


def test_pages_are_turned_and_jumped_to(reading: AppTest, shelved: Shelved) -> None:
    assert reading.button(key="turn-Previous page").disabled
    reading.button(key="turn-Next page").click().run()
    assert shelved.sources.read[-1] == (2, None)
    reading.number_input(key="page-field").set_value(3).run()
    assert shelved.sources.read[-1] == (3, None)
    assert asked(reading, "page") == "3"
    assert reading.button(key="turn-Next page").disabled


@pytest.mark.parametrize("page", ["-1", "x", "99999999999", "0x2"])
def test_an_address_with_a_page_that_is_none_shows_the_first(shelved: Shelved, page: str) -> None:
    assert not address(browser(), HANDBOOK, page).run().exception
    assert shelved.sources.read[-1] == (1, None)


def test_a_page_that_the_document_has_not_is_told(shelved: Shelved) -> None:
    reading = address(browser(), HANDBOOK, "7").run()
    assert "has no page 7" in reading.error[0].value.replace("\\", "")


@pytest.mark.parametrize("document_id", ["id-gone", "<b>x</b>"])
def test_a_document_that_is_not_there_is_told_with_a_way_back(
    shelved: Shelved, document_id: str
) -> None:
    reading = address(browser(), document_id).run()
    assert "not in your library" in reading.error[0].value
    reading.button(key="back").click().run()
    assert len(names(reading)) == 2


def test_chunks_stand_beside_the_page_below_their_headings(reading: AppTest) -> None:
    assert chunks(reading)[1].startswith(":gray[2]\u2002Staff receive 25 days")
    assert "Leave \u203a Paid leave" in rows(reading)
    assert rows(reading).count("Paid leave") == 1


def test_a_chunk_is_shown_where_it_stands_until_it_is_clicked_again(
    reading: AppTest, shelved: Shelved
) -> None:
    reading.button(key="chunk-11").click().run()
    assert shelved.sources.opened == [(39, 97)]
    reading.button(key="chunk-11").click().run()
    assert shelved.sources.opened == [(39, 97)]
    assert "Page 1 says" in bodies(reading)[0]


def test_what_is_opened_and_what_is_marked_is_brought_into_sight(reading: AppTest) -> None:
    assert f'"opened": "{HANDBOOK}", "marked": ""' in bodies(reading)[-1].replace("\\", "")
    reading.button(key="chunk-11").click().run()
    assert '"marked": "1-39"' in bodies(reading)[-1].replace("\\", "")


def test_another_page_shows_no_chunk_of_this_one(reading: AppTest, shelved: Shelved) -> None:
    reading.button(key="chunk-11").click().run()
    reading.button(key="turn-Next page").click().run()
    assert "Page 2 says" in bodies(reading)[0]
    assert len(shelved.sources.opened) == 1


def test_a_long_page_is_read_in_stretches(reading: AppTest, shelved: Shelved) -> None:
    shelved.sources.more = True
    reading.run()
    assert reading.button(key="stretch-Before this").disabled
    reading.button(key="stretch-After this").click().run()
    reading.button(key="turn-Next page").click().run()
    *_, stretch, page = shelved.sources.read
    assert stretch == (1, 90)
    assert page == (2, None)


def test_a_page_that_was_not_read_says_why(reading: AppTest, shelved: Shelved) -> None:
    shelved.sources.unread[1] = "It is a picture; install Tesseract."
    shelved.sources.chunks = ()
    reading.run()
    assert reading.warning[0].value.replace("\\", "") == "It is a picture; install Tesseract."
    assert "Nothing of this page can be found or cited" in rows(reading)


def test_what_was_left_out_is_told_with_the_facts(reading: AppTest) -> None:
    shown = rows(reading).replace("\\", "")
    assert "Text \u00b7 3 pages \u00b7 9,000 characters \u00b7 41 chunks \u00b7 in default" in shown
    assert "Not read: pages 2-3: It is a picture." in shown
    assert "2 charts are left out." in shown


def test_a_whole_document_says_so(reading: AppTest, footnote: FakeFootnote) -> None:
    footnote.catalog.missing = False
    assert "knows of nothing that it left out" in rows(reading.run())


def test_the_original_can_be_downloaded(reading: AppTest) -> None:
    (button,) = reading.get("download_button")
    assert button.proto.label == "Download original (9 bytes)"


def test_summarise_in_the_menu_opens_the_document_with_its_summary(
    shelved: Shelved, footnote: FakeFootnote
) -> None:
    summariser = FakeSummariser()
    footnote.summariser = summariser  # type: ignore[attr-defined]  # the page's own part
    library = browser().run()
    pick(library, f"menu-{HANDBOOK}", "Summarise")
    assert not library.exception
    assert library.title[0].value == "handbook\\.md"
    assert summariser.asked == [HANDBOOK]
    assert "**Summary**" in rows(library)


def test_open_in_the_menu_opens_the_document(shelved: Shelved) -> None:
    library = browser().run()
    assert pick(library, "menu-id-rates.csv", "Open").title[0].value == "rates\\.csv"


def test_what_the_document_says_is_inert(shelved: Shelved, footnote: FakeFootnote) -> None:
    footnote.catalog.listings = [listing(HOSTILE)]
    document = footnote.catalog.listings[0].document
    tagged = replace(document, tags=(HOSTILE,))
    footnote.catalog.listings[0] = replace(footnote.catalog.listings[0], document=tagged)
    chunk = Chunk(1, document.id, 0, 9, 1, (HOSTILE, HOSTILE), f"{HOSTILE}\n# x\n![y](z)", "")
    shelved.sources.chunks = (chunk,)
    shelved.sources.unread[1] = HOSTILE
    reading = address(browser(), document.id).run()
    assert not reading.exception
    labels = [each.label for each in reading.button]
    told = [reading.title[0].value, reading.warning[0].value, rows(reading), *labels]
    assert armed("\n".join(told)) == []
