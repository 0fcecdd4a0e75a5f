from __future__ import annotations

import math
from dataclasses import replace

from app.reading.evidence import gathered
from app.reading.focus import extract, focused, ranked, shortfall
from tests.app.evidence import hit, window
from tests.app.reading.fake import FakeReader
from tests.indexes.windowing import windows

HARBOUR = windows(
    ["The fuel dock was built by Ilse Brandt.", "It opens at eight.", "Dogs stay on a lead."]
)
LIBRARY = windows(["Cats sleep a lot.", "The reading room closes at five."], "b", first=10)
HITS = [hit(HARBOUR[1]), hit(LIBRARY[11])]
WINDOWS = [found.window for found in HITS]


def test_likeliest_sentence_comes_first_with_the_document_it_stands_in() -> None:
    read = gathered("When?", WINDOWS, FakeReader({"at five": 3.0, "Dogs": 1.0}))
    best = focused(read, HITS, 2)
    assert [found.window.spoken for found in best] == [
        "The reading room closes at five.",
        "Dogs stay on a lead.",
    ]
    assert [found.window.document.id for found in best] == ["b", HITS[0].window.document.id]


def test_sentence_that_leans_on_the_one_before_keeps_it() -> None:
    read = gathered("When?", WINDOWS, FakeReader({"at eight": 3.0}))
    (best,) = focused(read, HITS, 1)
    assert best.window.spoken == "The fuel dock was built by Ilse Brandt.\nIt opens at eight."
    assert best.window.centre == 2


def test_no_sentence_is_shown_twice() -> None:
    read = gathered("When?", WINDOWS, FakeReader({"at eight": 3.0, "Ilse": 2.0}))
    shown = [chunk.id for found in focused(read, HITS, 9) for chunk in found.window.chunks]
    assert len(shown) == len(set(shown))


def test_cut_windows_quote_the_document_exactly() -> None:
    read = gathered("When?", WINDOWS, FakeReader({"at eight": 3.0}))
    whole = HARBOUR[1]
    for found in focused(read, HITS):
        if found.window.document == whole.document:
            first, last = found.window.start - whole.start, found.window.end - whole.start
            assert found.window.text == whole.text[first:last]


def test_extract_is_the_likeliest_sentence_with_a_mark() -> None:
    read = gathered("When?", WINDOWS, FakeReader({"at five": 3.0}))
    assert extract(read, "When does the reading room close?") == (
        "The reading room closes at five [1]."
    )


def test_phrase_counts_beside_its_sentence() -> None:
    read = gathered("When?", WINDOWS, FakeReader({"at five": 1.0, "at eight": 1.2}))
    assert [each.chunk.id for each in ranked(read)[:2]] == [2, 11]


def test_nothing_read_gives_no_extract_and_no_sources() -> None:
    read = gathered("When?", [], FakeReader({}))
    assert extract(read, "When?") == ""
    assert focused(read, []) == ()


def test_heading_is_no_answer_by_itself() -> None:
    found = window("ferry", ["Top", "The ferry leaves at eight."])
    assert found.chunks[0].headings == ("Top",)
    read = gathered("Where?", [found], FakeReader({"Top": 4.0, "eight": 1.0}))
    assert ranked(read)[0].chunk.spoken == "The ferry leaves at eight."
    assert extract(read, "Where?") == "The ferry leaves at eight [1]."


def test_shortfall_is_nought_for_the_best_and_endless_for_what_was_not_read() -> None:
    read = gathered("When?", WINDOWS, FakeReader({"at five": 3.0, "at eight": 1.0}))
    best, second = (each.chunk for each in ranked(read)[:2])
    assert shortfall(read, [best]) == 0
    assert 0 < shortfall(read, [second]) < math.inf
    assert shortfall(read, [second, best]) == 0
    assert shortfall(read, []) == math.inf
    assert shortfall(read, [replace(best, document_id="else")]) == math.inf


def test_the_number_of_a_table_is_never_the_answer() -> None:
    table = windows(["Table 2.", "Leave is asked for in writing."], "t", first=20)
    found = hit(table[20])
    read = gathered("How?", [found.window], FakeReader({"Table": 5.0, "writing": 1.0}))
    assert ranked(read)[0].chunk.spoken == "Leave is asked for in writing."


def test_sentence_that_another_document_repeats_is_shown_once() -> None:
    again = windows(["Dogs stay on a  LEAD!", "Cats may roam."], "c", first=20)
    read = gathered("When?", [HARBOUR[1], again[20]], FakeReader({"Dogs": 3.0}))
    shown = [found.window.spoken for found in focused(read, [hit(HARBOUR[1]), hit(again[20])], 9)]
    assert sum("lead" in text.casefold() for text in shown) == 1
    assert any("Cats" in text for text in shown)


def test_of_sentences_that_differ_in_figures_alone_the_one_found_first_counts() -> None:
    new = windows(["Staff have 27 days of leave.", "Dogs stay on a lead."], "n", first=30)
    old = windows(["Staff have 25 days of leave.", "Cats may roam."], "o", first=40)
    reader = FakeReader({"25 days": 4.0, "27 days": 1.0, "roam": 2.0})
    read = gathered("How many days?", [new[30], old[40]], reader)
    said = [picked.chunk.spoken for picked in ranked(read)]
    assert said[:2] == ["Staff have 27 days of leave.", "Cats may roam."]
    assert shortfall(read, [old[40].chunks[0]]) > 0
    turned = gathered("How many days?", [old[40], new[30]], reader)
    assert ranked(turned)[0].chunk.spoken == "Staff have 25 days of leave."


def test_rows_of_one_document_that_differ_in_figures_keep_what_they_promise() -> None:
    table = windows(["In 2023 it earned 5 crowns.", "In 2024 it earned 7 crowns."], "t", first=50)
    read = gathered("What in 2024?", [table[50]], FakeReader({"7 crowns": 4.0, "5 crowns": 1.0}))
    assert ranked(read)[0].chunk.spoken == "In 2024 it earned 7 crowns."
