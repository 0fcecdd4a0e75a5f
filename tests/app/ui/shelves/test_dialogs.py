"""The dialogs of the list: rename, tags, move, replace, download."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from app.ui import session
from indexes.errors import LibraryError
from tests.app.ui.fakes import FakeFootnote
from tests.app.ui.library_fakes import Shelved, browser, equip, pick, put
from tests.app.ui.test_library import MENU, names, rows


@pytest.fixture
def shelved(footnote: FakeFootnote) -> Shelved:
    return equip(footnote)


@pytest.fixture
def library(shelved: Shelved) -> AppTest:
    return browser().run()


def test_a_document_is_renamed(library: AppTest) -> None:
    pick(library, MENU, "Rename")
    library.text_input(key="new-name").set_value("Staff handbook.md")
    next(each for each in library.button if each.label == "Rename").click().run()

    assert names(library) == ["Staff handbook.md", "rates.csv"]
    assert "The file itself keeps its name" not in rows(library)


def test_a_name_that_is_refused_is_told_in_the_dialog(library: AppTest, shelved: Shelved) -> None:
    shelved.shelf.error = LibraryError("A name needs a letter.")
    pick(library, MENU, "Rename")
    next(each for each in library.button if each.label == "Rename").click().run()
    assert "A name needs a letter" in library.error[0].value
    assert library.text_input(key="new-name").value == "handbook.md"


def test_a_document_is_tagged(library: AppTest) -> None:
    pick(library, MENU, "Tags")
    put(library, "new-tags", "Save tags", "leave", "2026")
    assert ":gray-badge[leave] :gray-badge[2026]" in rows(library)


def test_a_document_is_moved(library: AppTest, footnote: FakeFootnote) -> None:
    pick(library, MENU, "Move")
    put(library, "new-collection", "Move", "finance")
    assert [each.document.collection for each in footnote.catalog.listings] == [
        "finance",
        "default",
    ]
    assert not library.exception


def test_a_document_is_replaced_through_the_queue(library: AppTest, shelved: Shelved) -> None:
    pick(library, MENU, "Replace")
    library.file_uploader(key="newer").set_value([("new.md", b"Newer.", "text/markdown")])
    next(each for each in library.button if each.label == "Replace").click().run()
    assert all(job.wait(30) for job in session.uploads().jobs)

    assert shelved.shelf.replaced == [("id-handbook.md", "new.md", b"Newer.")]
    assert "**new\\.md** replaced: 3 pages, 41 chunks." in library.run().success[0].value


def test_replacing_asks_for_a_file(library: AppTest, shelved: Shelved) -> None:
    pick(library, MENU, "Replace")
    next(each for each in library.button if each.label == "Replace").click().run()
    assert "Choose a file first" in library.info[0].value
    assert shelved.shelf.replaced == []


def test_the_original_can_be_downloaded(library: AppTest) -> None:
    pick(library, MENU, "Download original")
    assert not library.exception
    (button,) = library.get("download_button")
    assert button.proto.label == "Download original (9 bytes)"


def test_a_dialog_stays_open_when_the_page_is_drawn_anew(library: AppTest) -> None:
    pick(library, MENU, "Rename")
    assert library.run().text_input(key="new-name").value == "handbook.md"


def test_a_dialog_of_a_document_that_is_gone_closes(
    library: AppTest, footnote: FakeFootnote
) -> None:
    pick(library, MENU, "Rename")
    footnote.catalog.listings.clear()
    assert not library.run().exception
    assert "The file itself keeps its name" not in rows(library)
