from __future__ import annotations

import pytest

from app.reading.rows import cut

ROW = "id: SP-7; item: Drum filter, 60 micrometres; place: Pump house; year: 2019; price: 1875"


def test_row_keeps_what_is_asked_about_and_what_answers() -> None:
    said = cut("What did the drum filter in the pump house cost?", ROW, "1875")
    assert said == "item: Drum filter, 60 micrometres; place: Pump house; price: 1875"


def test_row_keeps_its_first_cell_where_no_cell_is_asked_about() -> None:
    assert cut("What does it cost?", ROW, "1875") == "id: SP-7; price: 1875"


def test_phrase_over_several_cells_keeps_the_row_whole() -> None:
    assert cut("Tell me of the filter", ROW, ROW) == ROW


@pytest.mark.parametrize(
    "text",
    [
        "The filter costs 1875; it was bought in 2019; it stands in the pump house; it works.",
        "Time at sea: Public holiday; Sea leave earned: 1.5 days",
    ],
)
def test_what_is_no_long_row_stays_as_it_is(text: str) -> None:
    assert cut("What did the filter cost?", text, "1.5 days") == text
