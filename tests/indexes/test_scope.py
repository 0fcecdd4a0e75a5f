"""A scope narrows what may be searched, and says what is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexes.catalog import Catalog
from indexes.dates import first_date, name_date
from indexes.errors import LibraryError
from indexes.scope import Scope, document_date
from indexes.types import Document, Page
from indexes.writer import CatalogWriter, Change, Staged
from tests.fakes import HashingEmbedder

ADDED = datetime(2025, 3, 1, tzinfo=UTC)
ALL = frozenset({"report", "letter", "notes", "theirs"})


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    made = Catalog(tmp_path / "footnote.sqlite3")
    for name, file, kind, collection, text in (
        ("report", "report 2023-05.pdf", "application/pdf", "work", "On 1 May 2020 it began."),
        ("letter", "letter.docx", "application/docx", "work", "Dated May 4, 2024. Dear all."),
        ("notes", "notes.md", "text/markdown", "home", "Nothing dated."),
        ("theirs", "secret.csv", "text/csv", "away", "Nothing dated."),
    ):
        document = Document(name, collection, "", file, kind, "0" * 64, 1, "local", ADDED)
        CatalogWriter(made).stage(
            Staged(document, (Page(name, 1, 0, text),), ()), HashingEmbedder().passages([])
        )
        CatalogWriter(made).activate(Change(added=(name,)), "b", "e")
    return made


def ids(catalog: Catalog, scope: Scope, allowed: frozenset[str] = ALL - {"theirs"}) -> set[str]:
    return set(scope.ids(catalog, allowed))


def test_an_empty_scope_narrows_nothing(catalog: Catalog) -> None:
    assert ids(catalog, Scope()) == {"report", "letter", "notes"}


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(collection="work"), {"report", "letter"}),
        (Scope(documents=("notes",)), {"notes"}),
        (Scope(documents=("notes.md", "letter.docx")), {"notes", "letter"}),
        (Scope(types=("pdf",)), {"report"}),
        (Scope(types=(".DOCX", "text/markdown")), {"letter", "notes"}),
        (Scope(since="2024"), {"letter", "notes"}),
        (Scope(until="2023"), {"report"}),
        (Scope(since="2023-05-31", until="2024-05-04"), {"report", "letter"}),
        (Scope(until="2024-05-03"), {"report"}),
        (Scope(collection="work", types=("pdf",), since="2024"), set()),
    ],
)
def test_a_scope_narrows(catalog: Catalog, scope: Scope, expected: set[str]) -> None:
    assert ids(catalog, scope) == expected


def test_a_scope_never_widens(catalog: Catalog) -> None:
    assert ids(catalog, Scope(since="1999"), frozenset({"letter"})) == {"letter"}
    assert ids(catalog, Scope(), frozenset()) == set()


@pytest.mark.parametrize(
    ("scope", "message"),
    [
        (Scope(collection="away"), r"no collection 'away'; there are: home, work"),
        (Scope(documents=("note.md",)), r"no document 'note.md'.*did you mean 'notes.md'\?"),
        (Scope(documents=("secret.csv",)), r"no document 'secret.csv'"),
        (Scope(types=("csv",)), r"no document of type 'csv'; there are: docx, md, pdf"),
    ],
)
def test_what_is_not_allowed_is_unknown(catalog: Catalog, scope: Scope, message: str) -> None:
    with pytest.raises(LibraryError, match=message):
        ids(catalog, scope)


@pytest.mark.parametrize("text", ["", "23", "2023-5", "2023-13", "2023-02-30", "May 2023", "0000"])
def test_malformed_dates_are_told_with_the_form_to_write(text: str) -> None:
    with pytest.raises(LibraryError, match="write 2023, 2023-05 or 2023-05-01"):
        Scope(since=text)
    with pytest.raises(LibraryError, match="write 2023, 2023-05 or 2023-05-01"):
        Scope(until=text)


def test_dates_in_the_wrong_order_are_told() -> None:
    with pytest.raises(LibraryError, match="exchange the two dates"):
        Scope(since="2024", until="2023-05")


def test_the_date_of_a_document_is_in_its_name_its_opening_or_its_adding(catalog: Catalog) -> None:
    dates = {i.document.id: document_date(catalog, i.document) for i in catalog.documents()}
    assert dates == {
        "report": "2023-05", "letter": "2024-05-04", "notes": "2025-03-01", "theirs": "2025-03-01",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("report 2023-05-01.pdf", "2023-05-01"), ("report_20230501.pdf", "2023-05-01"),
        ("2022 plan, seen 2024.docx", "2024"), ("FY18 results.pdf", "2018"),
        ("3M_2018_10K.pdf", "2018"), ("invoice 120345.pdf", ""), ("2023-02-30.txt", ""),
    ],
)  # fmt: skip
def test_dates_in_names(name: str, expected: str) -> None:
    assert name_date(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was 3 Jan 2021, then 2022-01-01.", "2021-01-03"),
        ("September 30, 2019", "2019-09-30"), ("In May 2020 and on 04/05/2021.", ""),
        ("99 May 2020, 2 May 2021", "2021-05-02"),
    ],
)  # fmt: skip
def test_first_full_date(text: str, expected: str) -> None:
    assert first_date(text) == expected
