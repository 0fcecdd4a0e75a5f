"""Adding: a folder with its paths, and text that is pasted."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from app.ui import session
from app.ui.shelves.adding import TITLE_CHARACTERS, pasted_name
from ingest.names import NAMELESS
from tests.app.ui.fakes import FakeFootnote, armed
from tests.app.ui.library_fakes import browser, equip
from tests.app.ui.test_library import rows

TEXT = "text/plain"


@pytest.fixture
def library(footnote: FakeFootnote) -> AppTest:
    equip(footnote)
    return browser().run()


def way(library: AppTest, name: str) -> AppTest:
    return library.button_group(key="way").set_value(name).run()


def press(library: AppTest) -> AppTest:
    return next(each for each in library.button if each.label == "Add to library").click().run()


def submit(library: AppTest) -> AppTest:
    press(library)
    assert all(job.wait(30) for job in session.uploads().jobs)
    return library.run()


def test_files_of_a_folder_keep_their_paths(library: AppTest, footnote: FakeFootnote) -> None:
    way(library, "Folder")
    library.file_uploader(key="folder").set_value(
        [("board/2026/minutes.txt", b"One.", TEXT), ("board/../../x/minutes.txt", b"Two.", TEXT)]
    )
    submit(library)
    assert not library.exception
    assert [each.name for each, _, _ in footnote.library.added] == [
        "board/2026/minutes.txt",
        "board/x/minutes.txt",
    ]


def test_what_systems_leave_in_a_folder_is_passed_over(
    library: AppTest, footnote: FakeFootnote
) -> None:
    way(library, "Folder")
    left = ["a/.DS_Store", "a/.git/config", "a/Thumbs.db", "a/__MACOSX/b.txt", "a/b.txt"]
    library.file_uploader(key="folder").set_value([(each, b"x", TEXT) for each in left])
    submit(library)
    assert [each.name for each, _, _ in footnote.library.added] == ["a/b.txt"]


def test_a_folder_without_files_is_told(library: AppTest) -> None:
    way(library, "Folder")
    library.file_uploader(key="folder").set_value([("a/.DS_Store", b"x", TEXT)])
    assert "Choose a folder first" in press(library).info[0].value


def test_pasted_text_becomes_a_document(library: AppTest, footnote: FakeFootnote) -> None:
    way(library, "Text")
    library.text_input(key="pasted-title").set_value("Notes on leave")
    library.text_area(key="pasted-text").set_value("Staff receive 25 days.")
    library.text_input(key="into-Text").set_value("notes")
    submit(library)
    ((admission, content, collection),) = footnote.library.added
    assert (admission.name, content, collection) == (
        "Notes on leave.txt",
        b"Staff receive 25 days.",
        "notes",
    )
    assert "**Notes on leave\\.txt** added" in library.success[0].value


def test_no_text_is_told(library: AppTest, footnote: FakeFootnote) -> None:
    way(library, "Text")
    library.text_area(key="pasted-text").set_value("  \n ")
    assert "Paste some text first" in press(library).info[0].value
    assert footnote.library.added == []


def test_a_hostile_title_is_inert(library: AppTest) -> None:
    way(library, "Text")
    library.text_input(key="pasted-title").set_value("<b>$x$</b> ![y](http://z.example)")
    library.text_area(key="pasted-text").set_value("Text.")
    submit(library)
    assert armed(library.success[0].value + rows(library)) == []


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("Leave", "Staff receive 25 days.", "Leave.txt"),
        ("Leave", "Intro\n\n## Days\n25", "Leave.md"),
        ("", "\n# Paid leave\nText", "Paid leave.md"),
        ("", "First line.\nSecond", "First line.txt"),
        ("a/b\\c", "x", "a-b-c.txt"),
        ("..", "x", f"{NAMELESS}.txt"),
        ("", "#hashtag", "hashtag.txt"),
    ],
)
def test_pasted_text_is_called_by_its_title_or_first_line(title: str, text: str, name: str) -> None:
    assert pasted_name(title, text) == name


def test_a_long_first_line_is_cut() -> None:
    assert pasted_name("", "word " * 100) == f"{('word ' * 100)[:TITLE_CHARACTERS].strip()}.txt"
