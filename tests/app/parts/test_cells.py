"""Cells as numbers and dates."""

from __future__ import annotations

import pytest

from app.parts.cells import dates, has_decimal_comma, named_unit, numbers, without_unit


@pytest.mark.parametrize(
    ("cells", "comma", "values", "unit"),
    [
        (["1,250", "3"], False, (1250.0, 3.0), ""),
        (["2,5", "10"], True, (2.5, 10.0), ""),
        (["1.250,50", "2,25"], True, (1250.5, 2.25), ""),
        (["€120,000", "€45.50"], False, (120000.0, 45.5), "€"),
        (["0.5 day", "–", "1 day"], False, (0.5, None, 1.0), "day"),
        (["1 200", "-15"], False, (1200.0, -15.0), ""),
        (["0.125", "0.250"], False, (0.125, 0.25), ""),
    ],
)
def test_reads_numbers_of_one_unit(
    cells: list[str], comma: bool, values: tuple[float | None, ...], unit: str
) -> None:
    read = numbers("Value", cells, comma)
    assert read is not None
    assert (read.values, read.unit) == (values, unit)


@pytest.mark.parametrize(
    ("cells", "comma"),
    [
        (["$5", "€5"], False),
        (["5 kg", "5 g"], False),
        (["5", "many"], False),
        (["1.250", "2.300"], False),
        (["1,250", "2,5"], True),
        (["12,34,5", "1"], False),
        (["1", ""], False),
        (["0.5 day", "0.5 day in addition to the rest"], False),
    ],
)
def test_gives_up_where_a_number_is_open(cells: list[str], comma: bool) -> None:
    assert numbers("Value", cells, comma) is None


def test_knows_the_decimal_comma() -> None:
    assert has_decimal_comma(["7", "2,5"])
    assert not has_decimal_comma(["1,250", "7"])


@pytest.mark.parametrize(
    ("column", "unit", "name"),
    [
        ("price_cr", "cr", "price"),
        ("Price (EUR)", "EUR", "Price"),
        ("Gas used, litres", "litres", "Gas used"),
        ("hours", "", "hours"),
        ("purchase_year", "", "purchase year"),
    ],
)
def test_parts_a_column_from_its_unit(column: str, unit: str, name: str) -> None:
    assert (named_unit(column), without_unit(column)) == (unit, name)


def test_reads_dates_of_all_lengths() -> None:
    assert dates(["2025-03-01", "May 2023", "2019", "not serviced"]) == (
        "2025-03-01", "2023-05", "2019", "",
    )  # fmt: skip
    assert dates(["2025-03-01", "red", "green"]) is None
