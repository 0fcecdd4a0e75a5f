"""The scores of one question: of what was found, and of what was answered."""

from __future__ import annotations

from app.evaluation.questions import GoldQuestion
from app.evaluation.report import Cited, Found, Said
from app.evaluation.scores import (
    Span,
    citation_precision,
    citation_recall,
    contains_gold,
    exact_match,
    hit_at,
    recall_at,
    reciprocal_rank,
    token_f1,
    without_marks,
)
from app.types import Answer
from indexes.retrieve import Search

RANKS = 10
"""How many windows are looked through for the reciprocal rank."""


def grade_search(question: GoldQuestion, search: Search) -> Found:
    """Return how well `search`, with at least RANKS windows asked for, found the gold spans."""
    windows = [Span(h.window.document.name, h.window.start, h.window.end) for h in search.hits]
    golds = _golds(question)
    return Found(
        recall_at_5=recall_at(golds, windows, 5),
        hit_at_5=hit_at(golds, windows, 5),
        reciprocal_rank=reciprocal_rank(golds, windows[:RANKS]),
        search_ms=search.timings_ms["total"],
    )


def grade_answer(question: GoldQuestion, answer: Answer, seconds: float) -> Said:
    """Return the scores of `answer`, which took `seconds`; its `[n]` marks are not compared.

    Citation precision has no value where an answerable question comes without gold spans; where
    the library does not hold the answer, every citation is wrong.
    """
    text = without_marks(answer.text)
    answered = answer.status == "answered"
    golds = _golds(question)
    cited = [Span(c.document, c.start, c.end) for c in answer.citations]
    judge_spans = answered and bool(golds or not question.answerable)
    quotes = " ".join(citation.quote for citation in answer.citations)
    return Said(
        status=answer.status,
        reason="",
        text=answer.text,
        citations=tuple(
            Cited(c.document, c.page, c.start, c.end, c.quote, c.verdict) for c in answer.citations
        ),
        exact_match=exact_match(text, question.answers) if answered else 0.0,
        token_f1=token_f1(text, question.answers) if answered else 0.0,
        contains_gold=contains_gold(text, question.answers) if answered else 0.0,
        citation_precision=citation_precision(golds, cited) if judge_spans else None,
        citation_recall=citation_recall(golds, cited) if answered else None,
        cites_gold=contains_gold(quotes, question.answers)
        if answered and question.answerable
        else None,
        words=len(text.split()) if answered else 0,
        seconds=seconds,
        first_token_ms=answer.timings.first_token or None,
        prompt_tokens=answer.usage.prompt_tokens,
        completion_tokens=answer.usage.completion_tokens,
    )


def grade_refusal(reason: str, seconds: float) -> Said:
    """Return the scores of a question that was refused after `seconds`: nothing right in it."""
    return Said(
        status="failed",
        reason=reason,
        text="",
        citations=(),
        exact_match=0.0,
        token_f1=0.0,
        contains_gold=0.0,
        citation_precision=None,
        citation_recall=None,
        cites_gold=None,
        words=0,
        seconds=seconds,
        first_token_ms=None,
        prompt_tokens=0,
        completion_tokens=0,
    )


def _golds(question: GoldQuestion) -> list[Span]:
    return [Span(span.document, span.start, span.end) for span in question.spans]
