"""PDFs that are locked, damaged, endless or read in part."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from pypdfium2 import PdfiumError  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from indexes.errors import ReadError
from ingest.readers import pdf, read
from ingest.readers.base import Desk
from tests.ingest.readers.check import checked


def _pages(folder: Path, *words: str) -> Path:
    path = folder / "drawn.pdf"
    canvas = Canvas(str(path))
    for line in words:
        canvas.drawString(72, 700, line)
        canvas.showPage()
    canvas.save()
    return path


def _locked(path: Path, user: str, algorithm: str) -> Path:
    writer = pypdf.PdfWriter(clone_from=path)
    writer.encrypt(user_password=user, owner_password="owner", algorithm=algorithm)
    writer.write(path)
    return path


def test_password_protected_file_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = _locked(_pages(tmp_path, "Secret."), "user", "AES-256")
    with pytest.raises(ReadError, match=r"^drawn\.pdf needs a password; save an unprotected copy"):
        checked(path)


def test_file_that_opens_without_a_password_is_read(tmp_path: Path) -> None:
    path = _locked(_pages(tmp_path, "For all."), "", "AES-256")
    assert checked(path).text == "For all."


def test_skipped_and_later_pages_are_unread_and_not_begun(tmp_path: Path) -> None:
    path = _pages(tmp_path, *(f"This is page {n}." for n in range(1, 6)))
    begun: list[tuple[int, int]] = []
    desk = Desk(begin=lambda n, of: begun.append((n, of)), skip={2: "It hangs."}, stop=3)
    reading = read(path, desk=desk)
    assert begun == [(1, 5), (3, 5)]
    assert [entry.page for entry in reading.unread] == [2, 4, 5]
    assert reading.unread[0].reason == "It hangs."
    assert reading.pages == ("This is page 1.\f", "\f", "This is page 3.\f", "\f", "")


def test_damaged_page_is_unread_and_the_others_stay(tmp_path: Path) -> None:
    path = _pages(tmp_path, *(f"This is page {n}." for n in range(1, 4)))
    writer = pypdf.PdfWriter(clone_from=path)
    kids = writer.root_object["/Pages"]["/Kids"]  # type: ignore[index]
    kids[1] = writer._add_object(pypdf.generic.NumberObject(5))
    writer.write(path)
    reading = checked(path)
    assert [entry.page for entry in reading.unread] == [2]
    assert reading.unread[0].reason.startswith("This page is damaged; open the file")
    assert [page.strip() for page in reading.pages] == ["This is page 1.", "", "This is page 3."]


def test_tree_of_pages_that_holds_itself_ends(tmp_path: Path) -> None:
    path = _pages(tmp_path, "The only page.")
    writer = pypdf.PdfWriter(clone_from=path)
    pages = writer.root_object["/Pages"]
    pages["/Kids"].append(writer.root_object.raw_get("/Pages"))  # type: ignore[index]
    pages[pypdf.generic.NameObject("/Count")] = pypdf.generic.NumberObject(900_000)  # type: ignore[index]
    writer.write(path)
    reading = checked(path)
    assert "The only page." in reading.text
    assert len(reading.pages) < 1000


def test_ten_thousand_pages_are_read(tmp_path: Path) -> None:
    reading = checked(_pages(tmp_path, *["On and on."] * 10_000))
    assert len(reading.pages) == len(reading.layouts) == len(reading.blocks) == 10_000


def test_file_that_pdfium_refuses_is_read_by_pypdf_and_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PdfiumError("Data format error")

    path = _pages(tmp_path, "This is page 1.", "This is page 2.", "This is page 3.")
    monkeypatch.setattr(pdf, "PdfDocument", refuse)
    begun: list[tuple[int, int]] = []
    reading = read(path, desk=Desk(lambda n, of: begun.append((n, of)), skip={2: "It hangs."}))
    assert reading.pages == ("This is page 1.\f", "\f", "This is page 3.")
    assert begun == [(1, 3), (3, 3)]
    assert [entry.reason for entry in reading.unread] == ["It hangs."]
    assert reading.layouts == ()
    assert reading.warnings[0].startswith("The file is damaged or unusual, so its text was read")
