"""The JSON that `footnote ingest` and `footnote documents NAME` print; see `app.contract`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

from app.contract import DocumentJson, document_json
from ingest.names import spelt

if TYPE_CHECKING:  # as in app.contract
    from indexes.catalog import DocumentReport
    from indexes.types import Document, Unread
    from ingest.report import IngestReport, Outcome, Passed, Planned


class UnreadJson(TypedDict):
    """A page whose text is not in the library."""

    page: int
    reason: str


class DocumentReportJson(DocumentJson):
    """`footnote documents NAME --json`. places: every path or upload name of these bytes."""

    unread: list[UnreadJson]
    warnings: list[str]
    places: list[str]


class MarkedJson(TypedDict):
    """A document of `footnote private --json`. changed: whether it was otherwise before."""

    id: str
    document: str
    collection: str
    private: bool
    changed: bool


class OutcomeJson(TypedDict):
    """What came of one file.

    status: added, replaced, known, unpacked, removed or failed. id: the document's, '' if none.
    """

    source: str
    status: str
    reason: str
    id: str
    pages: int
    chunks: int
    characters: int
    unread: list[UnreadJson]
    warnings: list[str]


class PassedJson(TypedDict):
    """A file in a folder that was not let in."""

    path: str
    reason: str


class IngestJson(TypedDict):
    """`footnote ingest --json`; with `--watch` a line each time that something happened.

    stopped: whether Ctrl-C ended it early.
    """

    outcomes: list[OutcomeJson]
    passed: list[PassedJson]
    seconds: float
    stopped: bool


class PlannedJson(TypedDict):
    """What an ingest would do with a file. status: as in OutcomeJson."""

    source: str
    status: str
    reason: str
    bytes: int


class PlanJson(TypedDict):
    """`footnote ingest --dry-run --json`."""

    planned: list[PlannedJson]
    passed: list[PassedJson]


def report_json(report: DocumentReport) -> DocumentReportJson:
    """A document with what became of it."""
    return {
        **document_json(report.listing),
        "unread": [_unread_json(each) for each in report.unread],
        "warnings": list(report.warnings),
        "places": list(report.places),
    }


def marked_json(document: Document, changed: bool) -> MarkedJson:
    """A document that was marked as private, or no longer is."""
    return {
        "id": document.id,
        "document": document.name,
        "collection": document.collection,
        "private": document.private,
        "changed": changed,
    }


def outcome_json(outcome: Outcome) -> OutcomeJson:
    """What came of a file."""
    return {
        "source": outcome.source,
        "status": outcome.status,
        "reason": outcome.reason,
        "id": outcome.document.id if outcome.document else "",
        "pages": outcome.document.page_count if outcome.document else 0,
        "chunks": outcome.chunks,
        "characters": outcome.characters,
        "unread": [_unread_json(each) for each in outcome.unread],
        "warnings": list(outcome.warnings),
    }


def ingest_json(report: IngestReport, passed: Sequence[Passed]) -> IngestJson:
    """What came of every file, and what was passed over."""
    return {
        "outcomes": [outcome_json(each) for each in report.outcomes],
        "passed": [_passed_json(each) for each in passed],
        "seconds": round(report.seconds, 3),
        "stopped": report.stopped,
    }


def plan_json(planned: Sequence[Planned], passed: Sequence[Passed]) -> PlanJson:
    """What an ingest would do, and what it would pass over."""
    return {
        "planned": [
            {
                "source": each.source,
                "status": each.status,
                "reason": each.reason,
                "bytes": each.bytes,
            }
            for each in planned
        ],
        "passed": [_passed_json(each) for each in passed],
    }


def _passed_json(passed: Passed) -> PassedJson:
    return {"path": spelt(passed.path), "reason": passed.reason}


def _unread_json(unread: Unread) -> UnreadJson:
    return {"page": unread.page, "reason": unread.reason}
