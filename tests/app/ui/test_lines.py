from __future__ import annotations

from app.ui.lines import flow

PRINTED = """\
Staff who have worked for the organisation for at
least six months may ask for parental leave, and
the request is answered within ten working days.
"""


def test_lines_that_the_page_broke_are_joined() -> None:
    first, *rest = flow(PRINTED)

    assert first == " ".join(PRINTED.split())
    assert rest == [""]


def test_short_lines_stay_apart() -> None:
    assert list(flow("Ada Marsh\n12 Quay Street\nLowhaven")) == [
        "Ada Marsh",
        "12 Quay Street",
        "Lowhaven",
    ]


def test_a_sentence_goes_on_whatever_the_width() -> None:
    assert list(flow("The society now counts\n612 members in all and\nit grows.")) == [
        "The society now counts",
        "612 members in all and it grows.",
    ]


def test_rows_stay_apart() -> None:
    rows = [
        "2025-01-03,Lowhaven,harbour,412,open all year",
        "2025-01-04,Lowhaven,harbour,398,open all year",
        "2025-01-05,Lowhaven,harbour,401,open all year",
    ]
    piped = [f"| {row.replace(',', ' | ')} |" for row in rows]

    assert list(flow("\n".join(rows))) == rows
    assert list(flow("\n".join(piped))) == piped


def test_list_items_stay_apart() -> None:
    items = [
        "- the first thing that has to be said about it",
        "- the second thing that has to be said about it",
        "3. the third thing that has to be said about it",
    ]

    assert list(flow("\n".join(items))) == items


def test_a_word_divided_at_the_line_end_is_not_torn_apart() -> None:
    text = "The whole of the library is searched by two well-\nknown methods at the same time.\n"

    assert next(flow(text)).endswith("two well-known methods at the same time.")


def test_empty_lines_end_paragraphs() -> None:
    assert list(flow("One.\n\nTwo.")) == ["One.", "", "Two."]


def test_spacing_is_reduced() -> None:
    assert list(flow("  a \t b\u00a0c  ")) == ["a b c"]
