"""Opening what stands behind a citation, each format in its own way."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.sources import PageImage, Passage, Table
from app.types import Actor
from indexes.errors import LibraryError
from tests.app.sources.house import ME, House, PaperDrawer, files, pdf
from tests.ingest.readers.made import Deck, book_of, box_on

PAGES: tuple[list[str], ...] = (
    ["The pier was built in 1952.", "It has 9 lamps, and lamp", "seven is red. It burns all night"],
    ["and all winter. No ferry waits."],
    [],
)  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> House:
    folder = files(tmp_path)
    pdf(folder / "pier-2025-03.pdf", *PAGES)
    (folder / "notes.md").write_text("# Notes\n\nWritten on 3 March 2025.\n\n- **One** lamp\n")
    (folder / "lamps.csv").write_text("Lamp,Watts\none,60\ntwo,75\n")
    return House.of(tmp_path)


def marked(body: object) -> str:
    assert isinstance(body, Passage)
    return "".join(each.text for each in body.segments if each.marked)


def test_sentence_of_a_pdf_is_marked_on_its_page(house: House) -> None:
    source = house.sources.open(
        ME, *house.span("pier-2025-03.pdf", "lamps, and lamp\nseven is red.")
    )
    assert isinstance(source.body, PageImage)
    assert (source.page, source.passage_page, source.passage_end, source.page_count) == (1, 1, 1, 3)
    assert (source.dated, source.notice) == ("March 2025", "")
    first, second = source.body.marks
    assert first.left > 72 / 600 > second.left  # from within a line, then from a start
    assert first.top + first.height <= second.top
    assert source.body.placed
    assert source.body.quoted == "lamps, and lamp\nseven is red."
    assert source.body.said.startswith("The pier was built in 1952.")


def test_passage_across_a_page_end_is_marked_on_each_page(house: House) -> None:
    document_id, start, _ = house.span("pier-2025-03.pdf", "It burns all night")
    _, _, end = house.span("pier-2025-03.pdf", "and all winter.")
    at = (document_id, start, end)
    source = house.sources.open(ME, *at)
    assert (source.page, source.passage_page, source.passage_end) == (1, 1, 2)
    assert isinstance(source.body, PageImage)
    assert source.body.quoted == "It burns all night"
    rest = house.sources.open(ME, *at, page=2)
    assert isinstance(rest.body, PageImage)
    assert (rest.page, rest.passage_page, rest.body.quoted) == (2, 1, "and all winter.")
    assert len(rest.body.marks) == 1


def test_other_page_shows_no_mark(house: House) -> None:
    source = house.sources.open(ME, *house.span("pier-2025-03.pdf", "9 lamps"), page=3)
    assert isinstance(source.body, PageImage)
    assert (source.body.marks, source.body.placed, source.body.quoted) == ((), True, "")


def test_page_without_stored_boxes_says_that_the_place_is_not_known(house: House) -> None:
    with house.catalog.database.connection as connection:
        connection.execute("UPDATE pages SET lines = x''")
    source = house.sources.open(ME, *house.span("pier-2025-03.pdf", "9 lamps"))
    assert isinstance(source.body, PageImage)
    assert (source.body.marks, source.body.placed) == ((), False)
    assert source.body.quoted == "9 lamps"


def test_page_that_cannot_be_drawn_is_shown_as_text(tmp_path: Path) -> None:
    pdf(files(tmp_path) / "pier.pdf", *PAGES)
    house = House.of(tmp_path, PaperDrawer(refuses=True))
    source = house.sources.open(ME, *house.span("pier.pdf", "9 lamps"))
    assert marked(source.body) == "9 lamps"
    assert source.notice == (
        "This page is shown as text: drawing it took more than 10 s of processor time."
    )


def test_pdf_whose_file_is_gone_is_shown_as_text(house: House) -> None:
    document_id = house.id("pier-2025-03.pdf")
    next((house.home / "originals").glob(f"{document_id}*")).unlink()
    source = house.sources.open(ME, *house.span("pier-2025-03.pdf", "No ferry waits."))
    assert marked(source.body) == "No ferry waits."
    assert source.page == 2
    assert "is missing from the library" in source.notice
    with pytest.raises(LibraryError, match="cannot be downloaded"):
        house.sources.original(ME, document_id)


def test_text_is_shown_exactly_with_its_passage_marked(house: House) -> None:
    source = house.sources.open(ME, *house.span("notes.md", "**One** lamp"))
    assert marked(source.body) == "**One** lamp"
    assert isinstance(source.body, Passage)
    assert "".join(each.text for each in source.body.segments) == house.catalog.text(
        source.document.id
    )
    assert source.dated == "3 March 2025"
    assert (source.earlier, source.later) == (None, None)


def test_long_text_is_read_to_its_end_in_stretches(tmp_path: Path) -> None:
    text = "\n\n".join(f"Entry {n}: the ferry left on time." for n in range(3000))
    (files(tmp_path) / "log.txt").write_text(text)
    house = House.of(tmp_path)
    at = house.span("log.txt", "Entry 1500:")
    source = house.sources.open(ME, *at)
    assert marked(source.body) == "Entry 1500:"
    while source.earlier is not None:
        source = house.sources.open(ME, *at, at=source.earlier)
    said = ""
    while True:
        assert isinstance(source.body, Passage)
        said += "".join(each.text for each in source.body.segments)
        if source.later is None:
            break
        source = house.sources.open(ME, *at, at=source.later)
    assert said == text


def test_row_of_a_csv_file_is_marked_in_its_table(house: House) -> None:
    body = house.sources.open(ME, *house.span("lamps.csv", "two,75")).body
    assert isinstance(body, Table)
    assert (body.columns, body.rows[1]) == (("Lamp", "Watts"), ("two", "75"))
    assert body.marked == {1}


def test_row_of_a_workbook_s_second_sheet_is_marked(tmp_path: Path) -> None:
    path = book_of(files(tmp_path), [["Lamp", "Watts"], ["one", None], ["two", 75]])
    house = House.of(tmp_path)
    body = house.sources.open(ME, *house.span(path.name, "two | 75")).body
    assert isinstance(body, Table)
    assert body.columns == ("Lamp", "Watts")
    assert body.rows == (("one", ""), ("two", "75"))
    assert body.marked == {1}


def test_slide_is_a_page_of_text(tmp_path: Path) -> None:
    deck = Deck()
    for words in ("First of all", "Lamp seven is red"):
        box_on(deck.slide().shapes, words)
    deck.saved(files(tmp_path))
    house = House.of(tmp_path)
    source = house.sources.open(ME, *house.span("deck.pptx", "Lamp seven"))
    assert (source.page, source.page_count, marked(source.body)) == (2, 2, "Lamp seven")


@pytest.mark.parametrize(("start", "end"), [(-5, 4), (0, 10**9), (10**9, 10**9 + 5), (9, 3)])
def test_offsets_beyond_the_text_are_cut_to_it(house: House, start: int, end: int) -> None:
    document_id = house.id("notes.md")
    text = house.catalog.text(document_id)
    source = house.sources.open(ME, document_id, start, end)
    assert marked(source.body) == text[max(0, start) : max(0, end)]


def test_page_that_is_not_there_is_refused(house: House) -> None:
    with pytest.raises(LibraryError, match=r"has no page 9; it has 3\."):
        house.sources.open(ME, house.id("pier-2025-03.pdf"), 0, 0, page=9)


def test_documents_of_others_and_removed_ones_are_as_unknown_as_none(house: House) -> None:
    document_id = house.id("notes.md")
    sources = house.sources
    for actor, wanted in ((Actor("eve"), document_id), (ME, "0" * 16), (ME, "")):
        with pytest.raises(LibraryError, match="not in your library any more"):
            sources.open(actor, wanted, 0, 5)
        with pytest.raises(LibraryError, match="not in your library any more"):
            sources.original(actor, wanted)
        with pytest.raises(LibraryError, match="not in your library any more"):
            sources.reading(actor, wanted)


def test_access_is_asked_each_time(house: House) -> None:
    at = house.span("notes.md", "lamp")
    house.sources.open(ME, *at)
    with house.catalog.database.connection as connection:
        connection.execute("UPDATE documents SET owner = 'eve' WHERE id = ?", (at[0],))
    with pytest.raises(LibraryError):
        house.sources.open(ME, *at)


def test_original_is_the_file_that_was_added(house: House) -> None:
    original = house.sources.original(ME, house.id("lamps.csv"))
    assert (original.name, original.media_type) == ("lamps.csv", "text/csv")
    assert original.path.read_text() == "Lamp,Watts\none,60\ntwo,75\n"


def test_page_is_read_with_its_chunks_and_why_it_was_not(house: House) -> None:
    document_id = house.id("pier-2025-03.pdf")
    reading = house.sources.reading(ME, document_id, 2)
    assert isinstance(reading.body, PageImage)
    assert reading.body.marks == ()
    assert " ".join(chunk.text for chunk in reading.chunks) == "and all winter. No ferry waits."
    assert {chunk.page for chunk in reading.chunks} == {2}
    with house.catalog.database.connection as connection:
        connection.execute("INSERT INTO unread VALUES (?, 3, 'Too dark.')", (document_id,))
    empty = house.sources.reading(ME, document_id, 3)
    assert (empty.chunks, empty.unread) == ((), "Too dark.")


def test_reading_of_a_table_shows_its_rows_and_chunks(house: House) -> None:
    reading = house.sources.reading(ME, house.id("lamps.csv"))
    assert isinstance(reading.body, Table)
    assert [chunk.text for chunk in reading.chunks] == ["one,60", "two,75"]


def test_removed_document_is_gone(house: House) -> None:
    at = house.span("notes.md", "lamp")
    with house.catalog.database.connection as connection:
        connection.execute("DELETE FROM documents WHERE id = ?", (at[0],))
    with pytest.raises(LibraryError, match="not in your library any more"):
        house.sources.open(ME, *at)
