from __future__ import annotations

from datetime import date

import pytest

from app.curation.expiring import Statement, statements


def one(text: str) -> Statement:
    (found,) = statements(text)
    assert text[found.start : found.end] == found.quote
    return found


@pytest.mark.parametrize(
    ("text", "kind", "ends"),
    [
        ("Valid until: 31 March 2024", "expired", date(2024, 3, 31)),
        ("**Valid until:** 2024-03-31", "expired", date(2024, 3, 31)),
        ("| Valid until | 31 March 2024 |", "expired", date(2024, 3, 31)),
        ("Valid from 1 January 2023 to 31 December 2023", "expired", date(2023, 12, 31)),
        ("Expiry date: June 2024", "expired", date(2024, 6, 30)),
        ("Expires: May 1, 2024", "expired", date(2024, 5, 1)),
        ("- Next review: February 2024", "review", date(2024, 2, 29)),
        ("Review date: 1 May 2024", "review", date(2024, 5, 1)),
        ("This policy expires on 1 May 2024.", "expired", date(2024, 5, 1)),
        ("This price list is valid until 31 December 2023.", "expired", date(2023, 12, 31)),
        ("This policy will be reviewed by the end of 2024.", "review", date(2024, 12, 31)),
    ],
)
def test_statements_of_a_document_on_its_own_end_are_read(text: str, kind: str, ends: date) -> None:
    found = one(f"Tariff\n\nSome words before it.\n{text}\nMore words.")
    assert (found.kind, found.ends) == (kind, ends)


@pytest.mark.parametrize(
    "text",
    [
        "The offer of the competitor expired on 1 May 2024.",
        "Passwords expire after 90 days; 2024 saw many resets.",
        "Leave that is not taken expires on 31 March 2024 for all staff.",
        "The lease was valid until 31 March 2021 and was followed by another.",
        "This contract is valid until 31 March 2021 unless it is renewed.",
        "This policy was reviewed on 1 May 2024.",
        "Valid until further notice, last changed 2024.",
        "For example, a card might say: valid until 31 March 2024.",
        "Valid until: 31.03.24",
    ],
)
def test_other_ends_and_open_ones_are_left_alone(text: str) -> None:
    assert list(statements(text)) == []


def test_offsets_are_those_of_the_text() -> None:
    text = "Rates\r\n\r\nThis tariff ends on 30 June 2023. It then lapses.\n"
    assert one(text).quote == "This tariff ends on 30 June 2023."
