from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.shelf import View, arranged, collections, kinds, tags
from indexes.catalog import Listing
from tests.app.cli.fakes import NOON, document


def listed(name: str, **changes: object) -> Listing:
    return Listing(document(name, "", **changes), 4, 250, "ready")


REPORTS = [
    listed("Report 10.txt", added_at=NOON, tags=("Finance", "2024")),
    listed("report 2.txt", added_at=NOON + timedelta(days=1), collection="legal"),
    replace(listed("Über.pdf", media_type="application/pdf", private=True), unread_count=2),
]


def names(view: View) -> list[str]:
    return [each.document.name for each in arranged(REPORTS, view)]


def test_newest_come_first_and_equal_ones_by_name() -> None:
    assert names(View()) == ["report 2.txt", "Report 10.txt", "Über.pdf"]


def test_names_sort_as_people_do() -> None:
    assert names(View(sort="name", descending=False)) == [
        "report 2.txt", "Report 10.txt", "Über.pdf",
    ]  # fmt: skip
    assert names(View(sort="name"))[0] == "Über.pdf"


@pytest.mark.parametrize(
    ("view", "found"),
    [
        (View(text="REPORT"), ["report 2.txt", "Report 10.txt"]),
        (View(text="finance 10"), ["Report 10.txt"]),
        (View(text="title über"), ["Über.pdf"]),
        (View(text="report über"), []),
        (View(collection="legal"), ["report 2.txt"]),
        (View(tags=("Finance", "2024")), ["Report 10.txt"]),
        (View(tags=("Finance", "legal")), []),
        (View(kind="PDF"), ["Über.pdf"]),
        (View(unread=True), ["Über.pdf"]),
        (View(private=True), ["Über.pdf"]),
        (View(sort="unread"), ["Über.pdf", "report 2.txt", "Report 10.txt"]),
    ],
)
def test_view_narrows_and_orders(view: View, found: list[str]) -> None:
    assert names(view) == found


def test_filters_offer_what_there_is() -> None:
    assert kinds(REPORTS) == ("PDF", "text")
    assert tags(REPORTS) == ("2024", "Finance")
    assert collections(REPORTS) == ("default", "legal")
    assert tags([]) == ()
