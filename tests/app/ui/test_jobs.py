"""Uploads: the page while they go on, and what it tells when they are done."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests
from streamlit.testing.v1 import AppTest

from app.ui import jobs, session
from app.ui.session import UNEXPECTED
from indexes.errors import LibraryError
from indexes.types import Unread
from ingest.report import Outcome
from tests.app.ui.fakes import FakeFootnote, armed, listing
from tests.app.ui.library_fakes import browser, equip

TEXT = "text/plain"
File = tuple[str, bytes, str]


@pytest.fixture
def library(footnote: FakeFootnote) -> AppTest:
    equip(footnote)
    return browser().run()


def submit(library: AppTest, *files: File) -> AppTest:
    """Add files and look at the page at once."""
    library.file_uploader[0].set_value(list(files))
    return next(b for b in library.button if b.label == "Add to library").click().run()


def settle(library: AppTest) -> AppTest:
    """Look at the page when all is done."""
    assert all(job.wait(30) for job in session.uploads().jobs)
    return library.run()


def add(library: AppTest, *files: File) -> AppTest:
    return settle(submit(library, *files))


def texts(*names: str) -> list[File]:
    return [(name, b"Text.", TEXT) for name in names]


def shown(library: AppTest) -> str:
    return "\n".join(each.value for each in library.markdown).replace("\\", "")


def test_uploads_are_added_and_told_apart(library: AppTest, footnote: FakeFootnote) -> None:
    add(
        library,
        ("new.txt", b"Fresh text.", TEXT),
        ("handbook.md", b"Known text.", TEXT),
        ("broken.pdf", b"%BAD", "application/pdf"),
    )

    assert not library.exception
    assert library.success[0].value == "**new\\.txt** added: 3 pages, 41 chunks."
    assert library.info[0].value == "**handbook\\.md** is in the library already."
    assert library.error[0].value.replace("\\", "") == (
        "**broken.pdf** was not added: it is damaged; save it again from its program."
    )
    assert library.subheader[0].value == "3 documents"


def test_uploaded_bytes_arrive_and_leave_no_file_behind(
    library: AppTest, footnote: FakeFootnote
) -> None:
    add(library, ("new.txt", b"Fresh text.", TEXT))

    admission, content, collection = footnote.library.added[0]
    assert (admission.name, content, collection) == ("new.txt", b"Fresh text.", "default")
    assert admission.path.suffix == ".txt"
    assert admission.path.is_relative_to(footnote.settings.home / "uploads")
    assert list((footnote.settings.home / "uploads").iterdir()) == []


def test_uploads_go_into_the_collection_that_was_named(
    library: AppTest, footnote: FakeFootnote
) -> None:
    library.text_input(key="into-Files").set_value("  finance ")

    add(library, ("new.txt", b"Fresh text.", TEXT))

    assert footnote.library.added[0][2] == "finance"


def test_a_failed_ingest_is_told_and_leaves_no_file_behind(
    library: AppTest, footnote: FakeFootnote
) -> None:
    footnote.library.error = LibraryError("The disk is full; free some space.")

    add(library, ("new.txt", b"Fresh text.", TEXT))

    assert "The disk is full" in library.error[0].value
    assert list((footnote.settings.home / "uploads").iterdir()) == []
    assert library.subheader[0].value == "2 documents"


def test_an_unexpected_error_shows_no_detail(library: AppTest, footnote: FakeFootnote) -> None:
    footnote.library.error = ValueError("secret detail")

    add(library, ("new.txt", b"Fresh text.", TEXT))

    assert UNEXPECTED.split(".")[0] in library.error[0].value
    assert "secret" not in library.error[0].value
    assert not library.exception


def test_adding_nothing_asks_for_a_file(library: AppTest, footnote: FakeFootnote) -> None:
    next(b for b in library.button if b.label == "Add to library").click().run()

    assert "Choose one or more files" in library.info[0].value
    assert footnote.library.added == []


def test_hostile_names_and_reasons_are_inert(library: AppTest, footnote: FakeFootnote) -> None:
    footnote.library.reason = "![x](http://evil.example/x.png)"
    hostile: list[File] = [
        ("../../<img src=http:>[x](javascript:y).txt", b"%BAD", TEXT),
        ("<b>$x$</b>:red[x].txt", b"fine", TEXT),
    ]

    add(library, *hostile)
    alerts = library.error[0].value + library.success[0].value
    add(library, *hostile, *texts("a.txt", "b.txt", "c.txt"))
    assert len(library.success) == 0  # the report of the first upload makes room

    assert library.expander
    assert armed(alerts + "\n".join(each.value for each in library.markdown)) == []


def test_page_stays_usable_while_files_are_read_and_can_stop_them(
    library: AppTest, footnote: FakeFootnote
) -> None:
    footnote.library.pause.clear()
    submit(library, *texts("first.txt", "second.txt"))
    assert not library.exception
    assert library.text_input(key="into-Files").value == "default"
    assert library.subheader[0].value.endswith("documents")
    assert "**second.txt** :gray[waiting]" in shown(library)

    library.button(key="stop-1").click().run()
    assert library.button(key="stop-1").disabled
    footnote.library.pause.set()
    settle(library)

    assert "Stopped" in library.warning[0].value
    assert "**second.txt** was not begun." in shown(library)
    assert [admission.name for admission, _, _ in footnote.library.added] == ["first.txt"]


def test_uploads_are_taken_in_one_after_the_other(library: AppTest, footnote: FakeFootnote) -> None:
    footnote.library.pause.clear()
    submit(library, *texts("first.txt"))
    submit(library, *texts("second.txt"))
    assert "**second.txt** :gray[waiting]" in shown(library)
    footnote.library.pause.set()
    settle(library)
    assert [each.name for each, _, _ in footnote.library.added] == ["first.txt", "second.txt"]
    assert len(library.success) == 2


def test_another_browser_sees_what_is_on_its_way(library: AppTest, footnote: FakeFootnote) -> None:
    footnote.library.pause.clear()
    submit(library, *texts("first.txt"))
    other = browser()
    assert "**first.txt**" in shown(other.run())
    footnote.library.pause.set()
    assert "**first\\.txt** added" in settle(other).success[0].value


def test_questions_can_be_asked_meanwhile(
    library: AppTest, screen: AppTest, footnote: FakeFootnote
) -> None:
    footnote.library.pause.clear()
    submit(library, *texts("first.txt", "second.txt"))
    ask = screen.run()
    assert not ask.exception
    assert "Adding documents: " in shown(ask)
    ask.chat_input(key="question").set_value("How many days?").run()
    assert [each.text for each in footnote.journey.asked] == ["How many days?"]
    footnote.library.pause.set()
    assert "Adding documents" not in shown(settle(ask))


def test_what_became_of_many_files_is_a_sum_with_a_list_to_open(library: AppTest) -> None:
    add(library, *texts(*(f"n{at}.txt" for at in range(5))), ("x.pdf", b"%BAD", TEXT))
    assert library.warning[0].value == "6 files: 5 added, 1 not added."
    assert library.expander[0].label == "What became of each file"
    lines = library.expander[0].markdown[0].value.split("  \n")
    assert "**x\\.pdf** was not added" in lines[0]
    assert lines[1].endswith("**n0\\.txt** added: 3 pages, 41 chunks.")
    assert len(lines) == 6


def test_thousands_of_files_do_not_flood_the_page(library: AppTest) -> None:
    add(library, *[(f"n{at}.pdf", b"%BAD", TEXT) for at in range(250)])
    assert shown(library).count("was not added") == 10 + 200
    assert "and 50 more" in shown(library)


def test_files_in_an_archive_are_shown_below_it(library: AppTest, footnote: FakeFootnote) -> None:
    document = listing("one.txt").document
    unread = (Unread(2, "It is a picture."),)
    footnote.library.inside["all.zip"] = [
        Outcome("all.zip", "unpacked"),
        Outcome("all.zip//a/one.txt", "added", "", document, 4, 250, ("A note.",), unread),
        Outcome("all.zip//two.bin", "failed", "two.bin is a program."),
        Outcome("all.zip//three.txt", "known"),
    ]
    add(library, ("all.zip", b"PK", TEXT))
    lines = library.expander[0].markdown[0].value.replace("\\", "").split("  \n")
    assert "**all.zip \u203a two.bin** was not added: it is a program." in lines[0]
    assert "**all.zip** was unpacked." in lines[1]
    assert "**all.zip \u203a a/one.txt** added: 3 pages, 4 chunks, 1 page not read." in lines[2]
    assert "Not read: page 2: It is a picture." in lines[3]
    assert "A note." in lines[4]
    assert "**all.zip \u203a three.txt** is in the library already." in lines[5]
    assert library.warning[0].value.startswith("3 files: 1 added, 1 in the library already, 1 not")


def test_files_of_one_name_are_told_apart_by_their_order(library: AppTest) -> None:
    add(library, ("a.txt", b"%BAD", TEXT), ("b.txt", b"x", TEXT), ("a.txt", b"y", TEXT))
    assert len(library.error) == 1
    assert len(library.success) == 2


def test_report_can_be_dismissed(library: AppTest) -> None:
    add(library, *texts("new.txt"))
    library.button(key="dismiss-1").click().run()
    assert len(library.success) == 0


@pytest.mark.parametrize("asked", [False, True])
def test_the_end_of_an_upload_does_not_take_the_place_of_another_screen(
    monkeypatch: pytest.MonkeyPatch, asked: bool
) -> None:
    requests, drawn = ScriptRequests(), []
    if asked:
        requests.request_rerun(RerunData(page_script_hash="ask"))
    context = SimpleNamespace(script_requests=requests)
    monkeypatch.setattr(jobs, "get_script_run_ctx", lambda: context)
    monkeypatch.setattr("streamlit.rerun", lambda: drawn.append(True))

    jobs._draw_anew()

    assert drawn == [True] * (not asked)
