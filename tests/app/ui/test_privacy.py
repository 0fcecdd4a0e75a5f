"""Private documents on the Library page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from app.ui import session
from indexes.errors import LibraryError
from tests.app.ui.fakes import FakeFootnote, armed, listing

LOCK = "lock-id-handbook.md"


@pytest.fixture
def library(screen: AppTest) -> AppTest:
    return screen.run().switch_page("library.py").run()


def private(footnote: FakeFootnote) -> list[str]:
    return [each.document.name for each in footnote.catalog.listings if each.document.private]


def add(library: AppTest) -> None:
    library.file_uploader[0].set_value([("new.txt", b"Fresh text.", "text/plain")])
    next(each for each in library.button if each.label == "Add to library").click().run()
    assert all(job.wait(30) for job in session.uploads().jobs)


def test_a_click_on_the_lock_makes_a_document_private(
    library: AppTest, footnote: FakeFootnote
) -> None:
    assert "lock_open" in library.button(key=LOCK).icon

    library.button(key=LOCK).click().run()

    assert private(footnote) == ["handbook.md"]
    assert "lock_open" not in library.button(key=LOCK).icon
    facts = [each.value for each in library.markdown if "chunks" in each.value]
    assert ["private" in each for each in facts] == [True, False]


def test_opening_the_lock_asks_first(library: AppTest, footnote: FakeFootnote) -> None:
    library.button(key=LOCK).click().run()
    library.button(key=LOCK).click().run()
    assert "may then be sent" in "\n".join(each.value for each in library.markdown)
    assert private(footnote) == ["handbook.md"]

    library.button(key="unlock").click().run()

    assert private(footnote) == []
    assert not library.exception


def test_a_document_can_be_kept_private(library: AppTest, footnote: FakeFootnote) -> None:
    library.button(key=LOCK).click().run()
    library.button(key=LOCK).click().run()

    library.button(key="keep-private").click().run()

    assert private(footnote) == ["handbook.md"]
    assert "may then be sent" not in "\n".join(each.value for each in library.markdown)


def test_a_mark_that_cannot_be_set_is_told(library: AppTest, footnote: FakeFootnote) -> None:
    footnote.library.error = LibraryError("The disk is full; free some space.")

    library.button(key=LOCK).click().run()

    assert "The disk is full" in library.error[0].value
    assert private(footnote) == []


def test_an_upload_is_private_when_its_box_is_ticked(
    library: AppTest, footnote: FakeFootnote
) -> None:
    library.checkbox(key="private").check()
    add(library)
    assert private(footnote) == ["new.txt"]


@pytest.mark.parametrize("setting", ["no", "yes"])
def test_the_box_stands_as_set(screen: AppTest, footnote: FakeFootnote, setting: str) -> None:
    footnote.settings = replace(footnote.settings, private_by_default=setting)
    library = screen.run().switch_page("library.py").run()
    assert library.checkbox(key="private").value is (setting == "yes")
    add(library)
    assert private(footnote) == ["new.txt"] * (setting == "yes")


def test_the_question_is_inert(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.catalog.listings = [
        listing("<b>$x$</b>:red[x](http://evil.example).txt", private=True)
    ]
    library = screen.run().switch_page("library.py").run()
    library.button(key=f"lock-{footnote.catalog.listings[0].document.id}").click().run()
    assert armed("\n".join(each.value for each in library.markdown)) == []
