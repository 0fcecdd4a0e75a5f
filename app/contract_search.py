"""The JSON of `footnote search --json`. Other programs read it: keys change only with a version.

Offsets are in characters of the document's text, `end` not included; pages count from 1; times are
in milliseconds. Every function gives exactly the keys of its TypedDict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:  # these load native libraries, which `footnote --help` must not wait for
    from indexes.retrieve import Search
    from indexes.types import Hit, Passed, Scores, Version, Window


class ScoresJson(TypedDict):
    """What each search gave a window; each compares only with its own kind, higher is better.

    dense: cosine, -1 to 1. lexical: BM25, from 0. routing: of the document, 0 to 1. fused: all of
    them together. rerank: the reranker's logit, null where it did not look.
    """

    dense: float
    lexical: float
    routing: float
    fused: float
    rerank: float | None


class VersionJson(TypedDict):
    """Which of several versions the document is. of: how many there are, this one included."""

    label: str
    newest: bool
    of: int


class SpanJson(TypedDict):
    """A stretch of the document's text."""

    start: int
    end: int


class WindowJson(TypedDict):
    """A window of text. centre: the sentence, row or item in it that was scored.

    private: whether no remote model may be given its text.
    """

    document: str
    document_id: str
    page: int
    start: int
    end: int
    text: str
    headings: list[str]
    centre: SpanJson
    scores: ScoresJson
    private: bool


class HitJson(WindowJson):
    """A window that was found. score: of the stage that ranked it last, which `stage` names.

    version: null for a document that has no other versions.
    """

    score: float
    stage: str
    version: VersionJson | None


class PassedJson(WindowJson):
    """A window that was left out. stage: repeat, overlap, rank or budget; reason: a sentence."""

    stage: str
    reason: str


class SearchJson(TypedDict):
    """`footnote search --json`. hits: best first. timings_ms: by step, with `total`.

    notes: sentences on how the question was read.
    """

    hits: list[HitJson]
    timings_ms: dict[str, float]
    notes: list[str]


class ExplainedJson(SearchJson):
    """`footnote search --json --explain`. passed: what is not among the hits, best first."""

    passed: list[PassedJson]


def search_json(search: Search) -> SearchJson:
    """What was found, and how long each step took."""
    return {
        "hits": [_hit_json(hit) for hit in search.hits],
        "timings_ms": {step: float(ms) for step, ms in search.timings_ms.items()},
        "notes": list(search.notes),
    }


def explained_json(search: Search) -> ExplainedJson:
    """The same with what was left out."""
    return {**search_json(search), "passed": [_passed_json(each) for each in search.passed]}


def _hit_json(hit: Hit) -> HitJson:
    return {
        **_window_json(hit.window, hit.scores),
        "score": float(hit.score),
        "stage": hit.stage,
        "version": _version_json(hit.version) if hit.version else None,
    }


def _passed_json(passed: Passed) -> PassedJson:
    return {
        **_window_json(passed.window, passed.scores),
        "stage": passed.stage,
        "reason": passed.reason,
    }


def _window_json(window: Window, scores: Scores) -> WindowJson:
    (centre,) = (chunk for chunk in window.chunks if chunk.id == window.centre)
    return {
        "document": window.document.name,
        "document_id": window.document.id,
        "page": window.page,
        "start": window.start,
        "end": window.end,
        "text": window.text,
        "headings": list(window.headings),
        "centre": {"start": centre.start, "end": centre.end},
        "scores": _scores_json(scores),
        "private": window.document.private,
    }


def _scores_json(scores: Scores) -> ScoresJson:
    return {
        "dense": float(scores.dense),
        "lexical": float(scores.lexical),
        "routing": float(scores.routing),
        "fused": float(scores.fused),
        "rerank": None if scores.rerank is None else float(scores.rerank),
    }


def _version_json(version: Version) -> VersionJson:
    return {"label": version.label, "newest": version.newest, "of": version.of}
