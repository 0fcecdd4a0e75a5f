"""The contract's keys and types, written out: a change here is a change for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from app.contract import answer_json, doctor_json, document_json
from app.contract_library import ingest_json, marked_json, plan_json, report_json
from app.findings import Finding
from indexes.catalog import DocumentReport, Listing
from indexes.types import Unread
from ingest.report import IngestReport, Outcome, Passed, Planned
from tests.app.cli.fakes import answer, document

ANSWER = {
    "question": str, "read_as": str, "notes": list, "status": str, "text": str, "sentences": list,
    "citations": list, "model": str, "prompt": str, "version": str, "build_id": str, "arm": str,
    "cached": bool, "usage": dict, "timings_ms": dict, "trace_id": str,
}  # fmt: skip
SENTENCE = {"text": str, "marks": list, "verdict": str, "reason": str}
CITATION = {
    "mark": int, "document": str, "document_id": str, "page": int, "start": int, "end": int,
    "quote": str, "verdict": str, "dated": str,
}  # fmt: skip
USAGE = {"prompt_tokens": int, "completion_tokens": int, "cached_tokens": int}
TIMINGS = {"retrieve": float, "first_token": float, "total": float}
DOCUMENT = {
    "id": str, "document": str, "title": str, "collection": str, "pages": int, "chunks": int,
    "characters": int, "state": str, "added_at": str, "source": str, "media_type": str,
    "sha256": str, "unread_count": int, "warning_count": int, "private": bool,
    "tags": list, "renamed": bool,
}  # fmt: skip


def shape(value: Mapping[str, object]) -> dict[str, type]:
    """Keys in order with the types that JSON gives back."""
    return {key: type(each) for key, each in json.loads(json.dumps(value)).items()}


def test_answer_json_has_exactly_these_keys() -> None:
    body = answer_json(answer())
    assert list(shape(body).items()) == list(ANSWER.items())
    assert list(shape(body["sentences"][0]).items()) == list(SENTENCE.items())
    assert list(shape(body["citations"][0]).items()) == list(CITATION.items())
    assert list(shape(body["usage"]).items()) == list(USAGE.items())
    assert list(shape(body["timings_ms"]).items()) == list(TIMINGS.items())
    assert body["sentences"][0]["marks"] == [1]


def test_answer_tells_how_the_question_was_read() -> None:
    body = answer_json(answer(read_as="How many days in 2019?", notes=("Read as a follow-up.",)))
    assert (body["question"], body["read_as"]) == ("How many days?", "How many days in 2019?")
    assert body["notes"] == ["Read as a follow-up."]


def test_abstention_has_the_same_keys_and_no_citations() -> None:
    cited = answer().citations
    body = answer_json(
        answer("Nothing was found.", status="abstained", sentences=(), citations=(), nearest=cited)
    )
    assert shape(body) == ANSWER
    assert (body["status"], body["sentences"], body["citations"]) == ("abstained", [], [])


def test_document_json_has_exactly_these_keys() -> None:
    body = document_json(Listing(document("leave.txt"), 4, 250, "ready"))
    assert list(shape(body).items()) == list(DOCUMENT.items())
    assert body["added_at"] == "2026-01-02T12:00:00+00:00"
    assert (body["document"], body["source"]) == ("leave.txt", "/files/leave.txt")
    assert (body["chunks"], body["characters"], body["state"]) == (4, 250, "ready")
    assert body["private"] is False


def test_private_document_is_told_as_such() -> None:
    held = document("leave.txt", private=True)
    assert document_json(Listing(held, 4, 250, "ready"))["private"] is True
    assert marked_json(held, changed=True) == {
        "id": "id-leave.txt", "document": "leave.txt", "collection": "default", "private": True,
        "changed": True,
    }  # fmt: skip


def test_doctor_json_has_exactly_these_keys() -> None:
    good, bad = Finding("CPU", "ok", "a CPU"), Finding("Disk", "fail", "full", "Free some space.")
    assert doctor_json([good, bad]) == {
        "status": "fail",
        "findings": [
            {"name": "CPU", "status": "ok", "detail": "a CPU", "remedy": ""},
            {"name": "Disk", "status": "fail", "detail": "full", "remedy": "Free some space."},
        ],
    }


OUTCOME = {
    "source": str, "status": str, "reason": str, "id": str, "pages": int, "chunks": int,
    "characters": int, "unread": list, "warnings": list,
}  # fmt: skip


def test_document_report_has_the_keys_of_a_document_and_more() -> None:
    listing = Listing(document("leave.txt"), 4, 250, "ready", 1, 1)
    report = DocumentReport(listing, (Unread(2, "It is a picture."),), ("A note.",), ("/a", "/b"))
    body = report_json(report)
    assert shape(body) == {**DOCUMENT, "unread": list, "warnings": list, "places": list}
    assert body["unread"] == [{"page": 2, "reason": "It is a picture."}]
    assert (body["warnings"], body["places"]) == (["A note."], ["/a", "/b"])


def test_ingest_json_has_exactly_these_keys() -> None:
    added = Outcome("/a", "added", "", document("a"), 4, 250, ("A note.",), (Unread(2, "Dark."),))
    failed = Outcome("/b", "failed", "It is damaged.")
    passed = Passed(Path("/c\udcff"), "is a program.")
    body = ingest_json(IngestReport((added, failed), 1.23456, True), [passed])
    assert shape(body) == {"outcomes": list, "passed": list, "seconds": float, "stopped": bool}
    assert [shape(each) for each in body["outcomes"]] == [OUTCOME, OUTCOME]
    assert body["outcomes"][0]["id"] == "id-a"
    assert body["outcomes"][1]["id"] == ""
    assert body["passed"] == [{"path": "/c\\xff", "reason": "is a program."}]
    assert (body["seconds"], body["stopped"]) == (1.235, True)


def test_plan_json_has_exactly_these_keys() -> None:
    body = plan_json([Planned("/a", "added", "", 12)], [Passed(Path("/c"), "is a program.")])
    assert body == {
        "planned": [{"source": "/a", "status": "added", "reason": "", "bytes": 12}],
        "passed": [{"path": "/c", "reason": "is a program."}],
    }
