from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from indexes.errors import LibraryError
from tests.app.ui.fakes import FakeFootnote, armed, listing


@pytest.fixture
def library(screen: AppTest) -> AppTest:
    return screen.run().switch_page("library.py").run()


def rows(library: AppTest) -> str:
    return "\n".join(each.value for each in library.markdown)


def test_documents_are_listed_with_their_facts(library: AppTest) -> None:
    assert not library.exception
    assert library.subheader[0].value == "2 documents"
    assert "**handbook\\.md**" in rows(library)
    assert "3 pages \u00b7 41 chunks \u00b7 added 4 March 2026 \u00b7 ready \u00b7 in default" in (
        rows(library)
    )


def test_an_empty_library_says_what_to_do(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.catalog.listings.clear()

    screen.run().switch_page("library.py").run()

    assert "No documents yet" in rows(screen)


def test_removing_asks_first(library: AppTest, footnote: FakeFootnote) -> None:
    library.button(key="removing-id-handbook.md").click().run()

    assert footnote.library.removed == []
    assert "handbook\\.md** leaves the library" in rows(library)

    library.button(key="remove").click().run()

    assert [each.name for each in footnote.library.removed] == ["handbook.md"]
    assert footnote.records.forgotten == ["id-handbook.md"]
    assert library.subheader[0].value == "1 document"


def test_a_document_can_be_kept_after_all(library: AppTest, footnote: FakeFootnote) -> None:
    library.button(key="removing-id-handbook.md").click().run()

    library.button(key="keep").click().run()

    assert footnote.library.removed == []
    assert "leaves the library" not in rows(library)


def test_a_removal_that_fails_is_told(library: AppTest, footnote: FakeFootnote) -> None:
    footnote.library.error = LibraryError("The library is in use; try again.")
    library.button(key="removing-id-handbook.md").click().run()

    library.button(key="remove").click().run()

    assert "The library is in use" in library.error[0].value
    assert len(footnote.catalog.listings) == 2


def test_long_lists_are_paged_and_found_by_name(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.catalog.listings = [listing(f"minutes {at:02}.txt") for at in range(45)]
    library = screen.run().switch_page("library.py").run()
    assert rows(library).count("**minutes") == 20

    library.text_input(key="filter").set_value("MINUTES 31").run()

    assert rows(library).count("**minutes") == 1


def test_pages_that_were_not_read_stand_in_the_list(
    screen: AppTest, footnote: FakeFootnote
) -> None:
    footnote.catalog.listings = [replace(listing("scan.pdf"), unread_count=2)]
    assert ":orange[2 pages not read]" in rows(screen.run().switch_page("library.py").run())


def test_details_tell_what_was_not_read_and_why(library: AppTest) -> None:
    library.button(key="details-id-handbook.md").click().run()
    assert not library.exception
    shown = rows(library).replace("\\", "")
    assert (
        "text \u00b7 3 pages \u00b7 9,000 characters \u00b7 41 chunks \u00b7 added 4 March" in shown
    )
    assert "Not read: pages 2-3: It is a picture." in shown
    assert "2 charts are left out." in shown


def test_details_stay_open_when_the_page_is_drawn_anew(library: AppTest) -> None:
    library.button(key="details-id-handbook.md").click().run()
    assert "2 charts are left out" in rows(library.run())


def test_details_of_a_whole_document_say_so(library: AppTest, footnote: FakeFootnote) -> None:
    footnote.catalog.missing = False
    library.button(key="details-id-handbook.md").click().run()
    assert "knows of nothing that it left out" in rows(library)


def test_details_are_inert(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.catalog.listings = [listing("<b>$x$</b>:red[x](http://evil.example).txt")]
    library = screen.run().switch_page("library.py").run()
    library.button(key=f"details-{footnote.catalog.listings[0].document.id}").click().run()
    assert armed(rows(library)) == []
