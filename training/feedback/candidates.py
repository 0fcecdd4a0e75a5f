"""What the searches find for questions whose places are known, to be weighed again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.evaluation.questions import GoldQuestion, GoldSpan
from app.evaluation.scores import HELD_SHARE
from indexes.fusion import Candidates, fuse
from indexes.opened import OpenBuilds
from indexes.pool import Pool
from indexes.query import Permitted, Query, Ranges
from indexes.ranking import RERANKED, Ranking
from indexes.reading import respelt
from indexes.retrieve import POOLS
from indexes.weights import PACKAGED, Weights
from indexes.windows import REACH
from training.feedback.job import Job

CORNERS = (
    PACKAGED, Weights(lexical=0.25), Weights(lexical=3.0), Weights(routing=0.0),
    Weights(routing=6.0), Weights(support=0.0), Weights(support=1.0),
)  # fmt: skip
"""Weights whose best candidates the reranker reads beforehand, so that few are unread later."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question with its candidates. logits: of each, NaN where the reranker has not read it.

    right: for each gold place, which candidates' windows hold it, shape (places, candidates).
    weight: of a logit beside the fused score.
    """

    candidates: Candidates
    ranges: Ranges
    logits: npt.NDArray[np.float64]
    right: npt.NDArray[np.bool_]
    weight: float


def items_of(job: Job, questions: Sequence[GoldQuestion]) -> list[Item]:
    """Of the questions of which a right window is found at all, whatever the weights."""
    footnote = job.footnote
    pool = OpenBuilds(footnote.catalog, footnote.builds, footnote.models.embedder).current()
    if pool is None:
        return []
    made = []
    for at, question in enumerate(questions, start=1):
        found = _item(job, pool, question)
        made += [found] if found is not None else []
        if at % 20 == 0:
            job.tell(f"searched for {at} of {len(questions)} questions")
    return made


def _item(job: Job, pool: Pool, question: GoldQuestion) -> Item | None:
    permitted = pool.permitted(job.allowed)
    asked = Query.of(question.question, job.footnote.embedder.query(question.question))
    query, _ = respelt(asked, permitted, pool.built.lexical)
    candidates = pool.candidates(query, permitted, POOLS[0])
    right = np.array([_holding(job, candidates, span) for span in question.spans])
    if not right.any():
        return None
    logits, weight = _logits(job, pool, candidates, permitted, question.question)
    return Item(candidates, pool.built.dense.ranges, logits, right, weight)


def _logits(
    job: Job, pool: Pool, candidates: Candidates, permitted: Permitted, question: str
) -> tuple[npt.NDArray[np.float64], float]:
    """The reranker's logits of the best candidates by any of CORNERS, and its weight."""
    logits = np.full(len(candidates.ids), np.nan)
    reranker = job.footnote.models.reranker()
    if reranker is None:
        return logits, 0.0
    for corner in CORNERS:
        fused = fuse(candidates, pool.built.dense.ranges, corner)
        ranking = Ranking(job.footnote.catalog, candidates, fused, permitted.documents)
        best = ranking.order[:RERANKED]
        if not np.isnan(logits[best]).any():
            continue
        ranking.rerank(reranker, question)
        for at in best:
            logit = ranking.scores(at).rerank
            if logit is not None and np.isnan(logits[at]):
                logits[at] = logit
    return logits, reranker.weight


def _holding(job: Job, candidates: Candidates, span: GoldSpan) -> npt.NDArray[np.bool_]:
    """Of which candidates the window holds at least HELD_SHARE of the place."""
    chunks = job.view.chunks(job.ids.get(span.document, ""))
    places = {chunk.id: at for at, chunk in enumerate(chunks)}
    least = HELD_SHARE * (span.end - span.start)

    def holds(chunk_id: int) -> bool:
        at = places.get(chunk_id)
        if at is None:
            return False
        run = chunks[max(0, at - REACH) : at + REACH + 1]
        return min(run[-1].end, span.end) - max(run[0].start, span.start) >= least

    return np.array([holds(int(each)) for each in candidates.ids], np.bool_)
