"""The weights with which the searches are summed, fitted to the places that reviewers gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from app.evaluation.questions import GoldQuestion
from indexes.errors import FootnoteError
from indexes.fusion import fuse
from indexes.ranking import RERANKED
from indexes.retrieve import Retriever
from indexes.weights import Weights, told, weights
from training.feedback.candidates import Item, items_of
from training.feedback.dataset import gold
from training.feedback.evaluate import LEAST_GUARD, holds
from training.feedback.job import Job, Outcome
from training.feedback.places import decided, figures, finding, moved, with_places

GRID = {
    "lexical": (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0),
    "routing": (0.0, 1.0, 2.0, 3.0, 4.0, 6.0),
    "support": (0.0, 0.15, 0.3, 0.6, 1.0),
    "version": (0.0, 1.5, 3.0, 5.0),
}
"""What each weight is tried at."""

ROUNDS = 3
FOLDS = 5

RECALLED = 5
"""Windows among which a place counts as found."""


def learn(job: Job) -> Outcome:
    """Fit, cross-validate, compare on what is held out."""
    data = job.reviewed()
    job.tell(str(data))
    if job.options.dry:
        return Outcome(None, False, data.wanting or "nothing was fitted: --dry-run")
    if data.wanting:
        raise FootnoteError(data.wanting)
    fit = [q for q in with_places(list(map(gold, data.learn))) if holds(job.footnote, q)]
    items = items_of(job, fit)
    start = weights(job.settings.fusion)
    gain = cross_validated(items, start)
    chosen = fitted(items, start)
    job.tell(f"{len(items)} questions: {told(chosen) or 'packaged'}, cross-validated {gain:+.4f}")
    before, after = score(items, start), score(items, chosen)
    made = {"fit before": before, "fit after": after, "cross-validated gain": gain}
    if chosen == start or gain <= 0:
        why = f"the fitted weights do not hold in cross-validation ({gain:+.4f})"
        return Outcome(None, False, why, {"fusion": told(chosen)}, made)
    return _judged(job, data.held, chosen, made)


def _judged(
    job: Job, held: Sequence[GoldQuestion], chosen: Weights, made: dict[str, float]
) -> Outcome:
    """Real searches with both."""
    footnote = job.footnote
    asked = [each for each in with_places(held) if holds(footnote, each)]
    models = footnote.models
    new = Retriever(footnote.catalog, footnote.builds, models.embedder, models.reranker, chosen)
    start = weights(job.settings.fusion)
    old = Retriever(footnote.catalog, footnote.builds, models.embedder, models.reranker, start)
    sides = [finding(each, job.allowed, asked) for each in (old, new)]
    guard, _ = job.with_synthetic(job.reviewed(), learnt=False)
    kept = [each for each in with_places(guard.guard) if holds(footnote, each)]
    beside = [finding(each, job.allowed, kept) for each in (old, new)] if kept else []
    guarded = moved(*beside) if beside else None
    wins, why = decided(moved(*sides), guarded, LEAST_GUARD)
    for name, each in zip(("held old", "held new"), sides, strict=True):
        made |= figures(name, each)
    for name, each in zip(("guard old", "guard new"), beside, strict=False):
        made |= figures(name, each)
    return Outcome(None, wins, why, {"fusion": told(chosen)}, made)


def fitted(items: Sequence[Item], start: Weights) -> Weights:
    """Coordinate search over GRID from `start`; a weight moves only where that is better."""
    best, reached = start, score(items, start)
    for _ in range(ROUNDS):
        before = best
        for name, values in GRID.items():
            for value in values:
                tried = replace(best, **{name: value})
                if (found := score(items, tried)) > reached + 1e-9:
                    best, reached = tried, found
        if best == before:
            break
    return best


def cross_validated(items: Sequence[Item], start: Weights) -> float:
    """Mean gain on questions that the fit has not seen, over FOLDS folds."""
    gains = []
    for fold in range(FOLDS):
        seen = [each for at, each in enumerate(items) if at % FOLDS != fold]
        unseen = list(items[fold::FOLDS])
        if seen and unseen:
            chosen = fitted(seen, start)
            gain = score(unseen, chosen) - score(unseen, start)
            gains += [gain] * len(unseen)
    return sum(gains) / len(gains) if gains else 0.0


def score(items: Sequence[Item], chosen: Weights) -> float:
    """Mean of recall@RECALLED and reciprocal rank of the first right window; 0 to 1."""
    return sum(_score(each, chosen) for each in items) / len(items) if items else 0.0


def _score(item: Item, chosen: Weights) -> float:
    fused = fuse(item.candidates, item.ranges, chosen)
    order = np.lexsort((item.candidates.ids, -fused))
    logits = np.full(len(fused), np.nan)
    logits[order[:RERANKED]] = item.logits[order[:RERANKED]]
    least = np.nanmin(logits) if not np.isnan(logits).all() else 0.0
    final = fused + item.weight * np.where(np.isnan(logits), least, logits)
    ranked = item.right[:, np.lexsort((item.candidates.ids, -final))]
    first = np.where(ranked.any(1), ranked.argmax(1), len(fused))
    return float(((first < RECALLED).mean() + 1 / (1 + first.min())) / 2)
