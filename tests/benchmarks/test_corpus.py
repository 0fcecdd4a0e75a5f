from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from benchmarks.corpus import write_reports
from benchmarks.prose import Prose


def text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.mark.parametrize("pages", [1, 16, 21])
def test_reports_have_just_as_many_pages_as_were_asked_for(tmp_path: Path, pages: int) -> None:
    paths = write_reports(tmp_path, pages)
    assert sum(len(PdfReader(path).pages) for path in paths) == pages


def test_reports_are_the_same_each_time_and_differ_from_each_other(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_reports(tmp_path / "a", 18)]
    assert [path.read_bytes() for path in write_reports(tmp_path / "b", 18)] == first
    assert first[0] != first[1]
    other = write_reports(tmp_path / "c", 18, seed=2)
    assert [path.read_bytes() for path in other] != first


def test_pages_are_full_and_carry_running_heads_tables_and_two_columns(tmp_path: Path) -> None:
    (path,) = write_reports(tmp_path, 4)
    pages = [page.extract_text() for page in PdfReader(path).pages]
    assert all(f"Page {number}" in page for number, page in enumerate(pages, start=1))
    assert sum("Item" in page and "Change" in page for page in pages) >= 3
    assert all(len(page) > 1500 for page in pages)


def test_prose_is_varied() -> None:
    prose = Prose(1)
    sentences = [prose.paragraph(1, 1) for _ in range(300)]
    assert len(set(sentences)) > 290
    assert not any("{" in sentence or "}" in sentence for sentence in sentences)
    assert all(sentence[0].isupper() or sentence[0].isdigit() for sentence in sentences)
