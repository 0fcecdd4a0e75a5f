"""The sample library and its questions are what README says, and fit the readers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from app.evaluation.questions import load
from app.settings import PROJECT_ROOT
from ingest.readers import read
from ingest.readers.base import Reading

SAMPLES = PROJECT_ROOT / "data" / "samples"
QUESTIONS = PROJECT_ROOT / "data" / "eval" / "samples.jsonl"


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return {path.name: read(path) for path in sorted(SAMPLES.iterdir())}


def test_library_has_all_six_formats_and_no_warning(readings: dict[str, Reading]) -> None:
    suffixes = {Path(name).suffix for name in readings}
    assert suffixes == {".pdf", ".docx", ".html", ".md", ".txt", ".csv"}
    assert len(readings) >= 15
    assert sum(len(reading.pages) for reading in readings.values()) >= 80
    assert [name for name, reading in readings.items() if reading.warnings] == []


def test_every_gold_span_is_its_quote(readings: dict[str, Reading]) -> None:
    for question in load(QUESTIONS):
        for span in question.spans:
            text = readings[span.document].text
            assert text[span.start : span.end] == span.quote, question.id


def test_questions_are_many_and_of_every_kind() -> None:
    questions = load(QUESTIONS)
    kinds = Counter(question.kind for question in questions)
    assert len(questions) >= 80
    assert kinds["unanswerable"] >= 20
    assert kinds["two_documents"] >= 10
    two = [question for question in questions if question.kind == "two_documents"]
    assert all(len({span.document for span in question.spans}) == 2 for question in two)
    assert all(question.answers for question in questions if question.kind != "unanswerable")
