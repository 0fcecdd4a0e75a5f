"""The JSON of `footnote summarise --json`; see `app.contract` for what holds of all of it."""

from __future__ import annotations

from typing import TypedDict

from app.contract import CitationJson, SentenceJson, TimingsJson, UsageJson
from app.summary.types import Summary
from app.types import Citation


class CoverageJson(TypedDict):
    """How much was read: all sections and passages. cited: sections that the summary stands on."""

    sections: int
    passages: int
    cited: int


class SummaryJson(TypedDict):
    """`footnote summarise --json`. method: quoted, counted or written.

    model, prompt: '' unless it was written.
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


def summary_json(summary: Summary) -> SummaryJson:
    """The summary with its citations."""
    usage, timings, coverage = summary.usage, summary.timings, summary.coverage
    return {
        "document": summary.document.name,
        "document_id": summary.document.id,
        "title": summary.document.title,
        "method": summary.method,
        "text": summary.text,
        "sentences": [
            {"text": each.text, "marks": list(each.marks), "verdict": each.verdict}
            for each in summary.sentences
        ],
        "citations": [_citation(each) for each in summary.citations],
        "model": summary.model,
        "prompt": summary.prompt,
        "usage": {
            "prompt_tokens": usage.prompt_tokens,
            "completion_tokens": usage.completion_tokens,
        },
        "timings_ms": {
            "retrieve": timings.retrieve,
            "first_token": timings.first_token,
            "total": timings.total,
        },
        "coverage": {
            "sections": coverage.sections,
            "passages": coverage.passages,
            "cited": coverage.cited,
        },
    }


def _citation(citation: Citation) -> CitationJson:
    return {
        "mark": citation.mark,
        "document": citation.document,
        "document_id": citation.document_id,
        "page": citation.page,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "verdict": citation.verdict,
    }
