from __future__ import annotations

from app.reading.names import names, strangers
from tests.app.evidence import hit
from tests.indexes.windowing import windows

HARBOUR = windows(["The Hexham dock opens at eight in 2024.", "Dogs stay on a lead."])
HITS = [hit(HARBOUR[1])]
ID = HITS[0].window.document.id


def test_names_and_numbers_are_found_but_for_the_first_word() -> None:
    found = [each.group() for each in names("When did Anna Berg open dock 12 in 1,900 days?")]
    assert found == ["Anna Berg", "12", "1,900"]


def test_what_the_document_holds_is_no_stranger() -> None:
    assert strangers("When does the Hexham dock open in 2024?", ID, HITS) == 0


def test_every_unknown_name_and_number_counts_once() -> None:
    assert strangers("When does the Tarn dock open in 2025, Tarn or 2025?", ID, HITS) == 2


def test_plain_words_are_never_strangers() -> None:
    assert strangers("When does the crane open?", ID, HITS) == 0


def test_name_of_the_document_counts_as_held() -> None:
    title = HITS[0].window.document.name.split(".")[0]
    assert strangers(f"What does {title.capitalize()} say?", ID, HITS) == 0


def test_other_documents_hold_nothing_for_this_one() -> None:
    assert strangers("When does the Hexham dock open?", "another", HITS) == 1
