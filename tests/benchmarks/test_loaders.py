from __future__ import annotations

from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from benchmarks.loaders import load


@pytest.mark.parametrize("suffix", ["txt", "md", "csv"])
def test_text_formats_are_taken_as_they_are(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text("# One\ntwo, 3", encoding="utf-8")
    (document,) = load(path)
    assert document.page_content == "# One\ntwo, 3"
    assert document.metadata == {"source": path.name, "page": 1}


def test_markup_is_taken_off_html(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>One &amp; <b>two</b></p>", encoding="utf-8")
    assert load(path)[0].page_content.strip() == "One & two"


def test_word_gives_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_paragraph("Before.")
    table = file.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    file.add_paragraph("After.")
    file.save(str(tmp_path / "a.docx"))
    assert load(tmp_path / "a.docx")[0].page_content == "Before.\nleft\tright\nAfter."


def test_a_pdf_gives_one_document_per_page(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for text in ("First page", "Second page"):
        canvas.drawString(100, 700, text)
        canvas.showPage()
    canvas.save()
    pages = load(tmp_path / "a.pdf")
    assert [page.page_content.strip() for page in pages] == ["First page", "Second page"]
    assert [page.metadata["page"] for page in pages] == [1, 2]
