"""Private documents on the Library page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from app.ui import session
from indexes.errors import LibraryError
from tests.app.ui.fakes import FakeFootnote, armed, listing
from tests.app.ui.library_fakes import browser, equip, pick
from tests.app.ui.test_library import HOSTILE

MENU = "menu-id-handbook.md"


@pytest.fixture
def library(footnote: FakeFootnote) -> AppTest:
    equip(footnote)
    return browser().run()


def private(footnote: FakeFootnote) -> list[str]:
    return [each.document.name for each in footnote.catalog.listings if each.document.private]


def add(library: AppTest) -> None:
    library.file_uploader[0].set_value([("new.txt", b"Fresh text.", "text/plain")])
    next(each for each in library.button if each.label == "Add to library").click().run()
    assert all(job.wait(30) for job in session.uploads().jobs)


def test_a_document_is_made_private_in_its_menu(library: AppTest, footnote: FakeFootnote) -> None:
    pick(library, MENU, "Make private")

    assert private(footnote) == ["handbook.md"]
    facts = [each.value for each in library.markdown if "chunks" in each.value]
    assert [":material/lock: private" in each for each in facts] == [True, False]


def test_taking_the_mark_off_asks_first(library: AppTest, footnote: FakeFootnote) -> None:
    pick(library, MENU, "Make private")
    pick(library, MENU, "No longer private")
    assert "may then be sent" in "\n".join(each.value for each in library.markdown)
    assert private(footnote) == ["handbook.md"]

    library.button(key="unlock").click().run()

    assert private(footnote) == []
    assert not library.exception


def test_a_document_can_be_kept_private(library: AppTest, footnote: FakeFootnote) -> None:
    pick(library, MENU, "Make private")
    pick(library, MENU, "No longer private")

    library.button(key="keep-private").click().run()

    assert private(footnote) == ["handbook.md"]
    assert "may then be sent" not in "\n".join(each.value for each in library.markdown)


def test_a_mark_that_cannot_be_set_is_told(library: AppTest, footnote: FakeFootnote) -> None:
    footnote.library.error = LibraryError("The disk is full; free some space.")

    pick(library, MENU, "Make private")

    assert "The disk is full" in library.error[0].value
    assert private(footnote) == []


def test_an_upload_is_private_when_its_box_is_ticked(
    library: AppTest, footnote: FakeFootnote
) -> None:
    library.checkbox(key="private").check()
    add(library)
    assert private(footnote) == ["new.txt"]


@pytest.mark.parametrize("setting", ["no", "yes"])
def test_the_box_stands_as_set(footnote: FakeFootnote, setting: str) -> None:
    equip(footnote)
    footnote.settings = replace(footnote.settings, private_by_default=setting)
    library = browser().run()
    assert library.checkbox(key="private").value is (setting == "yes")
    add(library)
    assert private(footnote) == ["new.txt"] * (setting == "yes")


def test_the_question_is_inert(library: AppTest, footnote: FakeFootnote) -> None:
    footnote.catalog.listings = [listing(HOSTILE, private=True)]
    pick(library.run(), f"menu-id-{HOSTILE}", "No longer private")
    assert "may then be sent" in "\n".join(each.value for each in library.markdown)
    assert armed("\n".join(each.value for each in library.markdown)) == []
