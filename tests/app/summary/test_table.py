from __future__ import annotations

from pathlib import Path

import pytest

from app.summary.source import Source, read
from app.summary.table import profile, tables
from tests.app.summary.worlds import HANDBOOK, store, store_rows

ROWS = [
    {
        "name": f"Boat {chr(ord('A') + at)}",
        "built": f"{2000 + at}-05-01",
        "price": str(100 * (at + 1)),
        "harbour": "North" if at % 3 else "South",
    }
    for at in range(12)
]


@pytest.fixture
def source(tmp_path: Path) -> Source:
    catalog = store_rows(tmp_path, ROWS)
    return read(catalog, catalog.document("rates"))


def test_a_table_is_told_by_its_columns_ranges_and_frequent_values(source: Source) -> None:
    (table,) = tables(source)

    assert [line.text for line in profile(source, table, 12)] == [
        "rates.txt is a table of 12 rows with the columns name, built, price, harbour.",
        "built runs from 2000-05-01 (Boat A) to 2011-05-01 (Boat L).",
        "price runs from 100 (Boat A) to 1200 (Boat L).",
        "harbour: most often North (8 rows), South (4 rows).",
    ]


def test_each_figure_is_in_the_row_that_is_cited(source: Source) -> None:
    (table,) = tables(source)
    price = profile(source, table, 12)[2]

    assert [place.quote for place in price.places] == [
        "Boat A,2000-05-01,100,South",
        "Boat L,2011-05-01,1200,North",
    ]
    assert all(source.text[each.start : each.end] == each.quote for each in price.places)


def test_prose_is_no_table(tmp_path: Path) -> None:
    catalog = store(tmp_path, HANDBOOK)

    assert tables(read(catalog, catalog.document("handbook"))) == []
