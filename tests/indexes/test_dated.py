"""A document's own date, as people write it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from indexes.dated import document_date, own_date
from indexes.dates import spoken
from tests.builders import activate, document, open_library, stage


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("2025-03-03", "3 March 2025"),
        ("2025-12-31", "31 December 2025"),
        ("2025-03", "March 2025"),
        ("2025", "2025"),
        ("", ""),
    ],
)
def test_iso_dates_are_said_as_people_write_them(iso: str, said: str) -> None:
    assert spoken(iso) == said


@pytest.mark.parametrize("text", ["soon", "2025-13", "2025-02-30"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        spoken(text)


def test_name_goes_before_title_and_opening_and_the_day_of_adding_is_none(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "log", ["Begun on 1 May 2024.", "Ended on 2 May 2024."])
    stage(catalog, "bare", ["Nothing here bears a date."])
    activate(catalog, builds, "log", "bare")
    log = document("log")
    assert document_date(catalog, replace(log, source="log-2025-03.txt")) == "March 2025"
    assert document_date(catalog, replace(log, title="Log of 7 June 2023")) == "7 June 2023"
    assert (own_date(catalog, log), document_date(catalog, log)) == ("2024-05-01", "1 May 2024")
    assert document_date(catalog, document("bare")) == ""


def test_a_date_in_a_cell_is_not_the_document_s(tmp_path: Path) -> None:
    catalog, builds = open_library(tmp_path)
    stage(catalog, "register", ["Burrow camera, next service 16 March 2026."])
    activate(catalog, builds, "register")

    register = replace(document("register"), media_type="text/csv")

    assert own_date(catalog, document("register")) == "2026-03-16"
    assert own_date(catalog, register) == ""
