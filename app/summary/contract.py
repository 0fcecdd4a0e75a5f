"""The JSON of `footnote summarise --json`; see `app.contract` for what holds of all of it."""

from __future__ import annotations

from typing import TypedDict

from app.contract import (
    CitationJson,
    SentenceJson,
    TimingsJson,
    UsageJson,
    citation_json,
    sentence_json,
    timings_json,
    usage_json,
)
from app.summary.types import Summary


class CoverageJson(TypedDict):
    """How much was read: all sections and passages. cited: sections that the summary stands on."""

    sections: int
    passages: int
    cited: int


class SummaryJson(TypedDict):
    """`footnote summarise --json`. method: quoted, counted or written.

    model, prompt: '' unless it was written. notes: on who wrote it, or why not.
    """

    document: str
    document_id: str
    title: str
    method: str
    text: str
    sentences: list[SentenceJson]
    citations: list[CitationJson]
    model: str
    prompt: str
    usage: UsageJson
    timings_ms: TimingsJson
    coverage: CoverageJson
    notes: list[str]


def summary_json(summary: Summary) -> SummaryJson:
    """The summary with its citations."""
    coverage = summary.coverage
    return {
        "document": summary.document.name,
        "document_id": summary.document.id,
        "title": summary.document.title,
        "method": summary.method,
        "text": summary.text,
        "sentences": [sentence_json(each) for each in summary.sentences],
        "citations": [citation_json(each) for each in summary.citations],
        "model": summary.model,
        "prompt": summary.prompt,
        "usage": usage_json(summary.usage),
        "timings_ms": timings_json(summary.timings),
        "coverage": {
            "sections": coverage.sections,
            "passages": coverage.passages,
            "cited": coverage.cited,
        },
        "notes": list(summary.notes),
    }
