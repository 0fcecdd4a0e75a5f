from __future__ import annotations

import pytest

from ingest.readers.sheet_values import number_shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (42, "00000", "00042"),
        (12, '0 "kg"', "12 kg"),
        (3, "[$€-407] #,##0.00", "€ 3.00"),
        (1_500_000, '0.0,,"M"', "1.5M"),
        (0, '0.00;-0.00;"none"', "none"),
        (0.5, "# ?/?", "0.5"),
        (1.25, "[h]:mm", "30:00"),
        (1e9, "yyyy", "1000000000"),
        (-0.001, "0.0", "0.0"),
        (float("inf"), "0", "inf"),
    ],
)
def test_number_formats(value: float, code: str, shown: str) -> None:
    assert number_shown(value, code) == shown
