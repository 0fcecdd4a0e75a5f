"""The list of thousands of documents: pages, filters, order, and how often it is read."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.ui.shelves.listed import SETTLE_S, Held
from tests.app.ui.fakes import FakeFootnote, listing
from tests.app.ui.library_fakes import browser, equip, pick
from tests.app.ui.test_library import names, rows


@pytest.fixture
def library(footnote: FakeFootnote) -> AppTest:
    equip(footnote)
    listings = [listing(f"minutes {at:02}.txt", "finance" if at % 2 else "law") for at in range(45)]
    listings[7] = replace(listings[7], unread_count=1)
    private = replace(listings[8].document, private=True, tags=("board",))
    listings[8] = replace(listings[8], document=private)
    table = replace(listings[9].document, media_type="text/csv", source="rates.csv")
    listings[9] = replace(listings[9], document=table)
    footnote.catalog.listings = listings
    return browser().run()


def press(library: AppTest, label: str) -> AppTest:
    return next(each for each in library.button if each.label == label).click().run()


def test_long_lists_are_paged(library: AppTest) -> None:
    assert library.subheader[0].value == "45 documents"
    assert len(names(library)) == 20

    library.pagination(key="list-page").set_value(3).run()

    assert len(names(library)) == 5


def test_a_page_that_is_gone_gives_way_to_the_last(library: AppTest) -> None:
    library.pagination(key="list-page").set_value(3).run()
    library.text_input(key="filter").set_value("minutes").run()
    library.selectbox(key="in-collection").select("law").run()
    assert len(names(library)) == 3
    assert not library.exception


def test_documents_are_found_by_words(library: AppTest) -> None:
    library.text_input(key="filter").set_value("31 MINUTES").run()
    assert names(library) == ["minutes 31.txt"]
    assert "1 of 45 documents" in rows(library)


def test_what_is_not_there_is_told_and_all_can_be_shown_again(library: AppTest) -> None:
    library.text_input(key="filter").set_value("nowhere").run()
    assert "No document is like that" in rows(library)
    library.button(key="show-all").click().run()
    assert len(names(library)) == 20


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [("of-kind", "CSV", "rates.csv"), ("with-tags", ["board"], "minutes 08.txt")],
)
def test_documents_are_found_by_kind_and_tag(
    library: AppTest, key: str, value: str | list[str], expected: str
) -> None:
    if isinstance(value, list):
        library.multiselect(key=key).set_value(value).run()
    else:
        library.selectbox(key=key).select(value).run()
    assert names(library) == [expected]
    assert library.get("popover")[0].proto.popover.label == "Filters (1)"


@pytest.mark.parametrize(
    ("key", "expected"), [("unread-only", "minutes 07.txt"), ("private-only", "minutes 08.txt")]
)
def test_documents_are_found_by_what_is_true_of_them(
    library: AppTest, key: str, expected: str
) -> None:
    library.checkbox(key=key).check().run()
    assert names(library) == [expected]
    library.button(key="clear-filters").click().run()
    assert len(names(library)) == 20


def test_the_order_can_be_chosen(library: AppTest) -> None:
    library.selectbox(key="order").select("Name").run()
    assert names(library)[:2] == ["minutes 00.txt", "minutes 01.txt"]


def test_short_lists_have_no_filters(library: AppTest, footnote: FakeFootnote) -> None:
    del footnote.catalog.listings[7:]
    assert not library.run().selectbox


def test_a_selection_holds_across_pages_and_filters(library: AppTest) -> None:
    library.checkbox(key="pick-all").check().run()
    library.pagination(key="list-page").set_value(2).run()
    library.checkbox(key="pick-all").check().run()
    library.text_input(key="filter").set_value("nowhere").run()
    library.button(key="show-all").click().run()
    assert "40 selected" in rows(library)


def test_removing_the_last_one_found_says_so(library: AppTest) -> None:
    library.text_input(key="filter").set_value("rates").run()
    pick(library, "menu-id-minutes 09.txt", "Remove")
    assert "No document is like that" in rows(library)
    assert "Removed **rates\\.csv**." in rows(library)


class TestHeld:
    """The list is read again only when the database's file has changed."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "footnote.sqlite3"
        path.write_text("a")
        age(path, 100)
        return path

    @pytest.fixture
    def reads(self) -> list[int]:
        return []

    @pytest.fixture
    def held(self, path: Path, reads: list[int]) -> Held[int]:
        def read() -> int:
            reads.append(1)
            return len(reads)

        return Held(path, read)

    def test_nothing_is_read_twice_while_nothing_changes(self, held: Held[int]) -> None:
        assert [held.now(), held.now(), held.now()] == [1, 1, 1]

    def test_a_change_of_the_file_or_its_log_is_seen(self, held: Held[int], path: Path) -> None:
        held.now()
        age(path, 50)
        assert held.now() == 2
        log = path.with_name("footnote.sqlite3-wal")
        log.write_text("b")
        age(log, 40)
        assert held.now() == 3
        assert held.now() == 3

    def test_what_has_just_changed_is_not_trusted_yet(self, held: Held[int], path: Path) -> None:
        age(path, 0)
        assert held.now() != held.now()
        age(path, 2 * SETTLE_S)
        assert held.now() == held.now()

    def test_without_a_file_everything_is_read(self, held: Held[int], path: Path) -> None:
        path.unlink()
        assert [held.now(), held.now()] == [1, 2]

    def test_a_failure_is_not_held(self, path: Path) -> None:
        failures = [OSError("busy")]

        def read() -> int:
            if failures:
                raise failures.pop()
            return 7

        held = Held(path, read)
        with pytest.raises(OSError, match="busy"):
            held.now()
        assert held.now() == 7


def age(path: Path, seconds: float) -> None:
    """Have the file be changed so long ago."""
    moment = time.time_ns() - int(seconds * 1e9)
    os.utime(path, ns=(moment, moment))
