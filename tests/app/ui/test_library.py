"""The library page: the list, what is done with a document, removal and undo."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from app.ui import session
from app.ui.shelves.shelf import heard
from indexes.errors import LibraryError
from tests.app.ui.fakes import FakeFootnote, armed, listing
from tests.app.ui.library_fakes import Shelved, browser, equip, pick, put

HOSTILE = "<b>$x$</b>:red[x](http://evil.example).txt"
MENU = "menu-id-handbook.md"


@pytest.fixture
def shelved(footnote: FakeFootnote) -> Shelved:
    return equip(footnote)


@pytest.fixture
def library(shelved: Shelved) -> AppTest:
    return browser().run()


def rows(library: AppTest) -> str:
    return "\n".join(each.value for each in library.markdown)


def names(library: AppTest) -> list[str]:
    """Those in the list, as they are shown."""
    shown = [each for each in library.button if (each.key or "").startswith("open-")]
    return [each.label.strip("*").replace("\\", "") for each in shown]


def test_documents_are_listed_with_their_facts(library: AppTest) -> None:
    assert not library.exception
    assert library.subheader[0].value == "2 documents"
    assert names(library) == ["handbook.md", "rates.csv"]
    assert "Text \u00b7 3 pages \u00b7 41 chunks \u00b7 in default \u00b7 added 4 March 2026" in (
        rows(library)
    )


def test_tags_notes_and_pages_that_were_not_read_stand_in_the_list(
    footnote: FakeFootnote, library: AppTest
) -> None:
    scan = replace(listing("scan.pdf", private=True), unread_count=2, warning_count=1)
    tagged = replace(scan.document, tags=("2026", "*bold*", "c", "d", "e", "f"))
    footnote.catalog.listings = [replace(scan, document=tagged)]
    shown = rows(library.run())
    assert ":orange[2 pages not read]" in shown
    assert ":orange[1 note]" in shown
    assert ":gray-badge[2026] :gray-badge[\\*bold\\*]" in shown
    assert "and 1 more" in shown
    assert ":material/lock: private" in shown


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("board/2026/a.txt", "in default \u00b7 from board/2026 \u00b7 added"),
        ("a.txt", "in default \u00b7 added"),
        ("/home/me/a.txt", "in default \u00b7 added"),
        ("all.zip//b/a.txt", "in default \u00b7 added"),
    ],
)
def test_the_folder_of_an_upload_tells_files_of_one_name_apart(
    library: AppTest, footnote: FakeFootnote, source: str, told: str
) -> None:
    found = listing("a.txt")
    footnote.catalog.listings = [replace(found, document=replace(found.document, source=source))]
    library.run()
    assert names(library) == ["a.txt"]
    assert told in rows(library).replace("\\", "")


def test_an_empty_library_says_what_to_do(library: AppTest, footnote: FakeFootnote) -> None:
    footnote.catalog.listings.clear()
    assert "No documents yet" in rows(library.run())


def test_storage_is_told_quietly(library: AppTest) -> None:
    assert "On this disk: 94 MB (originals 1.2 MB, database 81 kB, models 92 MB)" in rows(library)


def test_what_is_removed_can_be_had_back_at_once(library: AppTest, footnote: FakeFootnote) -> None:
    pick(library, MENU, "Remove")

    assert names(library) == ["rates.csv"]
    assert "Removed **handbook\\.md**." in rows(library)

    library.button(key="undo").click().run()

    assert sorted(names(library)) == ["handbook.md", "rates.csv"]
    assert "Removed" not in rows(library)


def test_the_next_removal_takes_the_place_of_the_last(library: AppTest) -> None:
    pick(library, MENU, "Remove")
    pick(library, "menu-id-rates.csv", "Remove")
    assert "Removed **rates\\.csv**." in rows(library)
    assert "Removed **handbook" not in rows(library)
    library.button(key="restore-id-handbook.md").click().run()
    assert names(library) == ["handbook.md"]
    assert "Removed **rates\\.csv**." in rows(library)


def test_the_bin_can_be_emptied(library: AppTest, shelved: Shelved) -> None:
    pick(library, MENU, "Remove")
    assert "leaves for good in 10 minutes" in rows(library)

    library.button(key="purge").click().run()

    assert shelved.shelf.binned == []
    assert "Removed" not in rows(library)
    assert not library.exception


def test_what_left_the_bin_can_no_longer_be_undone(library: AppTest, shelved: Shelved) -> None:
    pick(library, MENU, "Remove")
    shelved.shelf.binned.clear()
    assert "Removed" not in rows(library.run())


def test_a_removal_that_fails_is_told(
    library: AppTest, footnote: FakeFootnote, shelved: Shelved
) -> None:
    shelved.shelf.error = LibraryError("The library is in use; try again.")

    pick(library, MENU, "Remove")

    assert "The library is in use" in library.error[0].value
    assert len(footnote.catalog.listings) == 2
    assert not library.run().error


def test_removing_does_not_wait_for_an_upload(
    library: AppTest, footnote: FakeFootnote, shelved: Shelved
) -> None:
    footnote.library.pause.clear()
    library.file_uploader(key="files").set_value([("new.txt", b"Text.", "text/plain")])
    next(each for each in library.button if each.label == "Add to library").click().run()

    pick(library, MENU, "Remove")

    assert "Documents are being added" in library.error[0].value
    assert shelved.shelf.binned == []
    footnote.library.pause.set()
    assert all(job.wait(30) for job in session.uploads().jobs)
    assert "handbook.md" not in names(pick(library, MENU, "Remove"))


def test_several_are_tagged_moved_and_removed_together(
    library: AppTest, footnote: FakeFootnote
) -> None:
    library.checkbox(key="pick-id-handbook.md").check().run()
    assert "1 selected" in rows(library)
    library.checkbox(key="pick-all").check().run()
    assert "2 selected" in rows(library)

    library.button(key="tag-picked").click().run()
    put(library, "new-tags", "Add tags", "2026")
    assert [each.document.tags for each in footnote.catalog.listings] == [("2026",)] * 2

    library.button(key="move-picked").click().run()
    put(library, "new-collection", "Move", "finance")
    assert {each.document.collection for each in footnote.catalog.listings} == {"finance"}
    assert "2 selected" in rows(library)

    library.button(key="remove-picked").click().run()
    assert "Removed **2 documents**." in rows(library)
    library.button(key="undo").click().run()
    assert len(names(library)) == 2
    assert "selected" not in rows(library)


def test_a_selection_can_be_cleared(library: AppTest) -> None:
    library.checkbox(key="pick-all").check().run()
    library.button(key="clear-picked").click().run()
    assert "selected" not in rows(library)
    assert not library.checkbox(key="pick-id-handbook.md").value


def test_what_is_gone_is_not_selected(library: AppTest, footnote: FakeFootnote) -> None:
    library.checkbox(key="pick-all").check().run()
    footnote.catalog.listings.pop()
    assert "1 selected" in rows(library.run())


def test_every_box_and_menu_says_which_document_it_is_for(library: AppTest) -> None:
    assert library.checkbox(key="pick-id-rates.csv").label == "Select rates.csv"
    labels = [each.proto.label for each in library.get("menu_button")]
    assert labels == ["Actions for handbook.md", "Actions for rates.csv"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("visitor-faq.html", "visitor-faq.html"),
        ("a_b (2) - c.txt", "a b 2 c.txt"),
        ("![x](http://www.evil.example)", "x http www evil.example"),
        ("R\u00e9sum\u00e9.pdf", "R\u00e9sum\u00e9.pdf"),
    ],
)
def test_names_are_heard_without_signs_that_act(name: str, said: str) -> None:
    assert heard(name) == said
    assert armed(heard(name)) == []


@pytest.mark.parametrize("option", ["Rename", "Tags", "Move", "Replace", "Download original"])
def test_hostile_names_are_inert(library: AppTest, footnote: FakeFootnote, option: str) -> None:
    footnote.catalog.listings = [listing(HOSTILE)]
    library.run()
    pick(library, f"menu-id-{HOSTILE}", option)
    assert not library.exception
    labels = [each.label for each in (*library.button, *library.checkbox)]
    menus = [each.proto.label for each in library.get("menu_button")]
    assert armed("\n".join((rows(library), *labels, *menus))) == []
