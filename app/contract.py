"""The JSON that the command line prints. Other programs read it: keys change only with a version.

Every function gives exactly the keys of its TypedDict. Offsets are in characters of the
document's text, `end` not included; pages count from 1; times are in milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

from app.findings import Finding, worst

if (
    TYPE_CHECKING
):  # the rooms below load native libraries, which `footnote --help` must not wait for
    from app.types import Answer, Citation, Sentence, Timings, Usage
    from indexes.catalog import Listing


class SentenceJson(TypedDict):
    """One sentence of an answer, without its marks. reason: why it is not `supported`."""

    text: str
    marks: list[int]
    verdict: str
    reason: str


class CitationJson(TypedDict):
    """The place that supports a sentence; quote: the document's text from start to end.

    dated: the document's own date as people write it, '' if unknown.
    """

    mark: int
    document: str
    document_id: str
    page: int
    start: int
    end: int
    quote: str
    verdict: str
    dated: str


class UsageJson(TypedDict):
    """Tokens that the answer cost."""

    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int


class TimingsJson(TypedDict):
    """Where the time went."""

    retrieve: float
    first_token: float
    total: float


class AnswerJson(TypedDict):
    """`footnote ask --json`. status: answered or abstained.

    read_as: the question that was searched for. notes: sentences on how the question was read.
    version: id of the set of versions that made it, which `footnote versions show` takes; '' where
    it is not known. build_id: of the index that was searched. arm: `experiment/arm` or ''. cached:
    whether it was given before, to the same question.
    """

    question: str
    read_as: str
    notes: list[str]
    status: str
    text: str
    sentences: list[SentenceJson]
    citations: list[CitationJson]
    model: str
    prompt: str
    version: str
    build_id: str
    arm: str
    cached: bool
    usage: UsageJson
    timings_ms: TimingsJson
    trace_id: str


class DocumentJson(TypedDict):
    """One document of `footnote documents --json`. added_at: ISO 8601 with its zone.

    unread_count: pages whose text is not in the library. warning_count: what else was left out.
    private: whether no remote model may be given its text. renamed: whether `document` is a name
    that people gave it, and not its file's.
    """

    id: str
    document: str
    title: str
    collection: str
    pages: int
    chunks: int
    characters: int
    state: str
    added_at: str
    source: str
    media_type: str
    sha256: str
    unread_count: int
    warning_count: int
    private: bool
    tags: list[str]
    renamed: bool


class FindingJson(TypedDict):
    """One thing that the doctor looked at. status: ok, warn or fail; remedy: '' when ok."""

    name: str
    status: str
    detail: str
    remedy: str


class DoctorJson(TypedDict):
    """`footnote doctor --json`. status: the gravest of the findings'."""

    status: str
    findings: list[FindingJson]


def answer_json(answer: Answer) -> AnswerJson:
    """The checked answer with its citations."""
    return {
        "question": answer.question,
        "read_as": answer.read_as,
        "notes": list(answer.notes),
        "status": answer.status,
        "text": answer.text,
        "sentences": [sentence_json(each) for each in answer.sentences],
        "citations": [citation_json(each) for each in answer.citations],
        "model": answer.model,
        "prompt": answer.prompt,
        "version": answer.version,
        "build_id": answer.build_id,
        "arm": answer.arm,
        "cached": answer.cached,
        "usage": usage_json(answer.usage),
        "timings_ms": timings_json(answer.timings),
        "trace_id": answer.trace_id,
    }


def sentence_json(sentence: Sentence) -> SentenceJson:
    """One sentence of an answer or a summary."""
    return {
        "text": sentence.text,
        "marks": list(sentence.marks),
        "verdict": sentence.verdict,
        "reason": sentence.reason,
    }


def citation_json(citation: Citation) -> CitationJson:
    """One citation of an answer or a summary."""
    return {
        "mark": citation.mark,
        "document": citation.document,
        "document_id": citation.document_id,
        "page": citation.page,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "verdict": citation.verdict,
        "dated": citation.dated,
    }


def usage_json(usage: Usage) -> UsageJson:
    """What the model read and wrote."""
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "cached_tokens": usage.cached_tokens,
    }


def timings_json(timings: Timings) -> TimingsJson:
    """Where the time went."""
    return {
        "retrieve": float(timings.retrieve),
        "first_token": float(timings.first_token),
        "total": float(timings.total),
    }


def document_json(listing: Listing) -> DocumentJson:
    """A document as listed."""
    document = listing.document
    return {
        "id": document.id,
        "document": document.name,
        "title": document.title,
        "collection": document.collection,
        "pages": document.page_count,
        "chunks": listing.chunk_count,
        "characters": listing.character_count,
        "state": listing.state,
        "added_at": document.added_at.isoformat(),
        "source": document.source,
        "media_type": document.media_type,
        "sha256": document.sha256,
        "unread_count": listing.unread_count,
        "warning_count": listing.warning_count,
        "private": document.private,
        "tags": list(document.tags),
        "renamed": bool(document.renamed),
    }


def doctor_json(findings: Sequence[Finding]) -> DoctorJson:
    """What the doctor found."""
    return {
        "status": worst(findings),
        "findings": [
            {
                "name": each.name,
                "status": each.status,
                "detail": each.detail,
                "remedy": each.remedy,
            }
            for each in findings
        ],
    }
