from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from app.ui.session import UNEXPECTED
from indexes.errors import LibraryError
from tests.app.ui.fakes import FakeFootnote, armed, listing

TEXT = "text/plain"


@pytest.fixture
def library(screen: AppTest) -> AppTest:
    return screen.run().switch_page("library.py").run()


def add(library: AppTest, *files: tuple[str, bytes, str]) -> AppTest:
    library.file_uploader[0].set_value(list(files))
    return next(b for b in library.button if b.label == "Add to library").click().run()


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


def test_uploads_are_added_and_told_apart(library: AppTest, footnote: FakeFootnote) -> None:
    add(
        library,
        ("new.txt", b"Fresh text.", TEXT),
        ("handbook.md", b"Known text.", TEXT),
        ("broken.pdf", b"%BAD", "application/pdf"),
    )

    assert not library.exception
    assert "**new\\.txt** added: 3 pages, 41 chunks\\." in library.success[0].value.replace(
        "chunks.", "chunks\\."
    )
    assert "is in the library already" in library.info[0].value
    assert "**broken\\.pdf** was not added" in library.error[0].value
    assert "damaged" in library.error[0].value
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
    library.text_input[0].set_value("  finance ")

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

    add(
        library,
        ("../../<img src=http:>[x](javascript:y).txt", b"%BAD", TEXT),
        ("<b>$x$</b>:red[x].txt", b"fine", TEXT),
    )

    shown = rows(library) + library.error[0].value + library.success[0].value
    assert armed(shown) == []


def test_removing_asks_first(library: AppTest, footnote: FakeFootnote) -> None:
    library.button(key="remove-id-handbook.md").click().run()

    assert footnote.library.removed == []
    assert "handbook\\.md** leaves the library" in rows(library)

    library.button(key="remove").click().run()

    assert [each.name for each in footnote.library.removed] == ["handbook.md"]
    assert footnote.records.forgotten == ["id-handbook.md"]
    assert library.subheader[0].value == "1 document"


def test_a_document_can_be_kept_after_all(library: AppTest, footnote: FakeFootnote) -> None:
    library.button(key="remove-id-handbook.md").click().run()

    library.button(key="keep").click().run()

    assert footnote.library.removed == []
    assert "leaves the library" not in rows(library)


def test_a_removal_that_fails_is_told(library: AppTest, footnote: FakeFootnote) -> None:
    footnote.library.error = LibraryError("The library is in use; try again.")
    library.button(key="remove-id-handbook.md").click().run()

    library.button(key="remove").click().run()

    assert "The library is in use" in library.error[0].value
    assert len(footnote.catalog.listings) == 2


def test_long_lists_are_paged_and_found_by_name(screen: AppTest, footnote: FakeFootnote) -> None:
    footnote.catalog.listings = [listing(f"minutes {at:02}.txt") for at in range(45)]
    library = screen.run().switch_page("library.py").run()
    assert rows(library).count("**minutes") == 20

    library.text_input(key="filter").set_value("MINUTES 31").run()

    assert rows(library).count("**minutes") == 1
