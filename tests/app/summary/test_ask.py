from __future__ import annotations

from dataclasses import replace

import pytest

from app.summary.ask import wanted
from indexes.types import Document
from tests.builders import document


def held(name: str, title: str) -> Document:
    return replace(document(name), source=f"/files/{name}", title=title)


LEAVE_2024 = held("leave-policy-2024.docx", "Leave policy 2024")
LEAVE_2025 = held("leave-policy-2025.docx", "Leave policy 2025")
MANUAL = held("diving-safety-manual.pdf", "Diving safety manual, edition 7")
LOG = held("field_log_summer.txt", "SKERRY POINT FIELD LOG")
LIBRARY = (LEAVE_2024, LEAVE_2025, MANUAL, LOG)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Summarise the leave policy 2025", LEAVE_2025),
        ("Summarize leave-policy-2024.docx", LEAVE_2024),
        ("please summarise the leave policy 2025 in five sentences.", LEAVE_2025),
        ("Could you give me a short summary of the diving safety manual?", MANUAL),
        ("What is the diving manual about?", MANUAL),
        ("What's in \u201cdiving-safety-manual.pdf\u201d?", MANUAL),
        ("Sum up the field log", LOG),
        ("Overview of field_log_summer.txt", LOG),
        ("TL;DR: leave policy 2024", LEAVE_2024),
        ("What does the manual say?", MANUAL),
        ("Summarise the log, please", LOG),
    ],
)
def test_a_request_for_a_summary_names_its_document(question: str, found: Document) -> None:
    assert wanted(question, LIBRARY) == found


@pytest.mark.parametrize(
    "question",
    [
        "Summarise the leave policy",  # of which year?
        "How many days of leave are there?",
        "What does the leave policy 2025 say about illness?",
        "Summarise the rules for trainees in the leave policy 2025",
        "Summarise the travel policy",
        "Summarise diving",
        "What is hyperbaric oxygen about?",
        "What is this document about?",
        "Summarise",
        "",
    ],
)
def test_when_unsure_it_is_a_question_like_others(question: str) -> None:
    assert wanted(question, LIBRARY) is None


@pytest.mark.parametrize(
    "question", ["What is this document about?", "Summarise it.", "Summarise this PDF"]
)
def test_this_document_is_the_only_one(question: str) -> None:
    assert wanted(question, [MANUAL]) == MANUAL
    assert wanted(question, []) is None


def test_a_name_that_two_documents_have_is_unsure() -> None:
    twice = (LEAVE_2024, replace(LEAVE_2024, id="other", collection="old"))

    assert wanted("Summarise leave-policy-2024.docx", twice) is None
