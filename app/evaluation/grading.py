"""The scores of one question: of what was found, and of what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.evaluation.context import context_precision, context_recall
from app.evaluation.entailment import CitedSentence, Entails, Support, support
from app.evaluation.questions import GoldQuestion
from app.evaluation.report import Cited, Found, Judged, Said, Stated
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
from indexes.embed import Vectors
from indexes.retrieve import Search
from indexes.types import Hit

RANKS = 10
"""How many windows are looked through for the reciprocal rank."""


class Embedding(Protocol):
    """What makes vectors of unit length: Footnote's embedder."""

    @property
    def name(self) -> str: ...

    @property
    def precision(self) -> str: ...

    def query(self, text: str) -> Vectors: ...

    def passages(self, texts: Sequence[str]) -> Vectors: ...


class Judging(Protocol):
    """A model that judges answers."""

    @property
    def label(self) -> str: ...

    def judge(
        self,
        question: str,
        golds: Sequence[str],
        answer: str,
        sentences: Sequence[CitedSentence],
    ) -> Judged: ...


@dataclass(frozen=True, slots=True)
class Judges:
    """Who judges beyond words and places; scores that lack their judge are None."""

    entails: Entails | None = None
    model: Judging | None = None


NO_JUDGES = Judges()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, the evidence that the journey found for it, best first, and its seconds."""

    answer: Answer
    shown: tuple[Hit, ...]
    seconds: float


def grade_search(question: GoldQuestion, search: Search) -> Found:
    """Return how well `search`, with at least RANKS windows asked for, found the gold spans."""
    windows = _places(search.hits)
    golds = _golds(question)
    return Found(
        recall_at_5=recall_at(golds, windows, 5),
        hit_at_5=hit_at(golds, windows, 5),
        reciprocal_rank=reciprocal_rank(golds, windows[:RANKS]),
        search_ms=search.timings_ms["total"],
    )


def grade_answer(
    question: GoldQuestion, reply: Reply, embedder: Embedding, judges: Judges = NO_JUDGES
) -> Said:
    """Return the scores of one reply; its `[n]` marks are not compared.

    Precision by gold spans has no value where an answerable question comes without them; where
    the library does not hold the answer, every citation is wrong.
    """
    answer = reply.answer
    golds, shown = _golds(question), _places(reply.shown)
    said = replace(
        _worded(question, reply),
        sentences=tuple(Stated(s.text, s.marks, s.verdict) for s in answer.sentences),
        context_precision=context_precision(golds, shown),
        context_recall=context_recall(golds, shown),
        judged=_judged(question, answer, judges),
    )
    if answer.status != "answered":
        return said
    entailed = _entailed(question, answer, judges)
    cited = [Span(c.document, c.start, c.end) for c in answer.citations]
    quotes = " ".join(citation.quote for citation in answer.citations)
    has_places = bool(golds or not question.answerable)
    return replace(
        said,
        span_precision=citation_precision(golds, cited) if has_places else None,
        span_recall=citation_recall(golds, cited),
        cites_gold=contains_gold(quotes, question.answers) if question.answerable else None,
        alce_precision=entailed.precision if entailed else None,
        alce_recall=entailed.recall if entailed else None,
        unsupported=_unsupported(answer),
        relevancy=_relevancy(question.question, without_marks(answer.text), embedder),
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
        span_precision=None,
        span_recall=None,
        cites_gold=None,
        words=0,
        seconds=seconds,
        first_token_ms=None,
        prompt_tokens=0,
        completion_tokens=0,
    )


def _golds(question: GoldQuestion) -> list[Span]:
    return [Span(span.document, span.start, span.end) for span in question.spans]


def _worded(question: GoldQuestion, reply: Reply) -> Said:
    """What was said, its words compared with the right answers, and what it cost."""
    answer, golds = reply.answer, question.answers
    text = without_marks(answer.text) if answer.status == "answered" else ""
    return Said(
        status=answer.status,
        reason="",
        text=answer.text,
        citations=tuple(
            Cited(c.document, c.page, c.start, c.end, c.quote, c.verdict) for c in answer.citations
        ),
        exact_match=exact_match(text, golds) if text else 0.0,
        token_f1=token_f1(text, golds) if text else 0.0,
        contains_gold=contains_gold(text, golds) if text else 0.0,
        span_precision=None,
        span_recall=None,
        cites_gold=None,
        words=len(text.split()),
        seconds=reply.seconds,
        first_token_ms=answer.timings.first_token or None,
        prompt_tokens=answer.usage.prompt_tokens,
        completion_tokens=answer.usage.completion_tokens,
    )


def _places(hits: Sequence[Hit]) -> list[Span]:
    return [Span(h.window.document.name, h.window.start, h.window.end) for h in hits]


def _cited(answer: Answer) -> list[CitedSentence]:
    quotes = {citation.mark: citation.quote for citation in answer.citations}
    return [
        CitedSentence(s.text, tuple(quotes[mark] for mark in s.marks)) for s in answer.sentences
    ]


def _entailed(question: GoldQuestion, answer: Answer, judges: Judges) -> Support | None:
    if judges.entails is None:
        return None
    return support(_cited(answer), question.question, judges.entails)


def _judged(question: GoldQuestion, answer: Answer, judges: Judges) -> Judged | None:
    if judges.model is None:
        return None
    if answer.status != "answered":
        return Judged((), None)
    text = without_marks(answer.text)
    return judges.model.judge(question.question, question.answers, text, _cited(answer))


def _unsupported(answer: Answer) -> float | None:
    """The share of the answer's sentences with that verdict; None without sentences."""
    if not answer.sentences:
        return None
    return sum(s.verdict == "unsupported" for s in answer.sentences) / len(answer.sentences)


def _relevancy(question: str, text: str, embedder: Embedding) -> float:
    """The cosine of question and answer, -1 to 1.

    RAGAS lets a model write the questions that an answer would answer, and compares those; without
    a model this compares the answer itself, so a right answer in few words scores low.
    """
    return float(embedder.query(question) @ embedder.passages([text])[0])
