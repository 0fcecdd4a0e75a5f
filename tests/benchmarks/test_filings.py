"""The invented annual reports: the same each time, and their questions have pages that answer."""

from __future__ import annotations

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from benchmarks.filings import Ranked, summary
from benchmarks.filings_companies import companies
from benchmarks.filings_pages import Report
from benchmarks.filings_pdf import Block, Sheet, draw
from benchmarks.filings_questions import COUNT, Filed, questions
from benchmarks.filings_statements import money


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return [Report(company, year) for company in companies() for year in company.years]


def test_there_are_enough_reports_under_names_of_their_own(reports: list[Report]) -> None:
    assert len(companies()) == 24
    assert len({report.name for report in reports}) == len(reports) > 70


def test_a_report_is_drawn_the_same_each_time_with_a_page_for_each_sheet(
    reports: list[Report], tmp_path: Path
) -> None:
    sheets = reports[0].sheets()
    draw(tmp_path / "a.pdf", sheets, "foot")
    draw(tmp_path / "b.pdf", Report(companies()[0], companies()[0].years[0]).sheets(), "foot")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    pdf = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    assert len(pdf) == len(sheets) >= 12
    place = [sheet.key for sheet in sheets].index("cash_flow")
    text = pdf[place].get_textpage().get_text_bounded()
    assert money(reports[0].figures["capex"]) in text


def test_a_page_that_is_too_full_is_refused(tmp_path: Path) -> None:
    full = Sheet("full", tuple(Block("text", f"line {n}") for n in range(80)))
    with pytest.raises(ValueError, match="too full"):
        draw(tmp_path / "full.pdf", [full], "foot")


def test_questions_are_the_same_each_time_and_name_pages_that_exist(reports: list[Report]) -> None:
    asked = questions(reports)
    assert asked == questions(reports)
    assert len(asked) == COUNT
    lengths = {report.name: len(report.sheets()) for report in reports}
    for question in asked:
        assert question.pages
        assert max(question.pages) <= lengths[question.document]
    kinds = [question.kind for question in asked]
    assert {kind: kinds.count(kind) for kind in kinds} == dict.fromkeys(set(kinds), COUNT // 3)


def test_ranks_count_different_pages_and_different_documents() -> None:
    asked = Filed("?", "novel", "b", frozenset({3}))
    found = Ranked(asked, (("a", 1), ("a", 1), ("b", 2), ("b", 3)), 1.0)
    assert (found.page_rank, found.result_rank, found.document_rank) == (3, 4, 2)
    assert found.document_in_five_pages
    nothing = Ranked(asked, (), 3.0)
    assert (nothing.page_rank, nothing.document_rank) == (0, 0)
    said = summary([found, nothing])
    assert said["page@1"] == 0
    assert said["page@5"] == 50
    assert said["page MRR"] == pytest.approx(100 / 6)
    assert said["cpu ms"] == 2
