"""Measures of answers, of what was found and of what was cited: pure functions.

A score lies between 0 and 1 unless its docstring says otherwise. `None` stands for "cannot be
said": a share of nothing has no value, and averaging must leave it out instead of counting 0.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

HELD_SHARE = 0.5
"""How much of a span another must cover for the two to count as the same place."""

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_MARKS = re.compile(r"\s*\[\d+(?:\s*,\s*\d+)*\]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text. document: its name. start:end: offsets in characters."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the bounds of its confidence interval. n: how many values it rests on."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Abstentions:
    """Counts of the four cases, and what follows from them.

    right: abstained, and the library does not hold the answer. needless: abstained, though it
    does. missed: answered, though it does not. answered: answered, and it does.
    """

    right: int
    needless: int
    missed: int
    answered: int

    @property
    def precision(self) -> float | None:
        """right / (right + needless); None if nothing was abstained from."""
        return _share(self.right, self.right + self.needless)

    @property
    def recall(self) -> float | None:
        """right / (right + missed); None if every question could be answered."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """2 right / (2 right + needless + missed); None if no case calls for a judgement."""
        return _share(2 * self.right, 2 * self.right + self.needless + self.missed)


def without_marks(text: str) -> str:
    """Return `text` without its `[n]` and `[n, m]` marks and the blank space before them."""
    return _MARKS.sub("", text)


def normalise(text: str) -> str:
    """Return `text` as SQuAD compares it.

    Lower case; without ASCII punctuation; without the words a, an, the; words parted by single
    spaces. In that order, as in the evaluation script of SQuAD 1.1 (Rajpurkar and others, 2016).
    """
    bare = text.lower().translate(_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", bare).split())


def exact_match(answer: str, golds: Sequence[str]) -> float:
    """Return 1 if `answer` equals one of `golds` after `normalise`, else 0 (SQuAD 1.1)."""
    return float(any(normalise(answer) == normalise(gold) for gold in golds))


def token_f1(answer: str, golds: Sequence[str]) -> float:
    """Return the best token F1 of `answer` with one of `golds`; 0 without golds (SQuAD 1.1).

    With c the words in common, repeats counted: P = c / words of the answer, R = c / words of the
    gold, F1 = 2PR / (P + R). If either side has no words, 1 if both have none, else 0.
    """
    return max((_token_f1(normalise(answer), normalise(gold)) for gold in golds), default=0.0)


def contains_gold(answer: str, golds: Sequence[str]) -> float:
    """Return 1 if the normalised words of a gold stand in those of `answer`, else 0.

    Whole words in a row: "4 days" is not in "14 days". A gold without words is in nothing.
    """
    held = f" {normalise(answer)} "
    return float(any(f" {normalise(gold)} " in held for gold in golds if normalise(gold)))


def held_share(gold: Span, spans: Iterable[Span]) -> float:
    """Return the share of `gold`'s characters that lie in the union of `spans`, 0 to 1."""
    reached, held = gold.start, 0
    pieces = sorted((s.start, s.end) for s in spans if s.document == gold.document)
    for start, end in pieces:
        start, end = max(start, reached), min(end, gold.end)
        if end > start:
            held += end - start
            reached = end
    return held / (gold.end - gold.start)


def recall_at(golds: Sequence[Span], found: Sequence[Span], k: int) -> float | None:
    """Return the share of `golds` held by the first `k` of `found`, which come best first.

    Held: at least half of its characters lie in them, taken together; the document must be the
    same. After recall at k of information retrieval, with spans for documents. None without golds.
    """
    first = found[:k]
    held = sum(held_share(gold, first) >= HELD_SHARE for gold in golds)
    return _share(held, len(golds))


def hit_at(golds: Sequence[Span], found: Sequence[Span], k: int) -> float | None:
    """Return 1 if at least one of `golds` is held by the first `k` of `found`, else 0.

    None without golds.
    """
    recall = recall_at(golds, found, k)
    return None if recall is None else float(recall > 0)


def reciprocal_rank(golds: Sequence[Span], found: Sequence[Span]) -> float | None:
    """Return 1 / rank of the first of `found` that by itself holds one of `golds`; 0 if none does.

    Ranks count from 1. Its mean over questions is MRR (Voorhees, TREC-8, 1999). None without golds.
    """
    if not golds:
        return None
    for rank, span in enumerate(found, start=1):
        if any(held_share(gold, [span]) >= HELD_SHARE for gold in golds):
            return 1 / rank
    return 0.0


def same_place(left: Span, right: Span) -> bool:
    """Tell whether two spans overlap by at least half of the shorter one, in one document."""
    if left.document != right.document:
        return False
    shared = min(left.end, right.end) - max(left.start, right.start)
    shorter = min(left.end - left.start, right.end - right.start)
    return shared > 0 and shared >= HELD_SHARE * shorter


def citation_precision(golds: Sequence[Span], cited: Sequence[Span]) -> float | None:
    """Return the share of `cited` that are the same place as one of `golds`; None if none cited.

    The same place: one document, and an overlap of at least half of the shorter of the two spans.
    So a citation of a whole sentence is right when the gold is a phrase of it. This measures
    places against places that a person marked; ALCE (Gao and others, 2023) asks a model instead
    whether the cited text entails the sentence.
    """
    right = sum(any(same_place(span, gold) for gold in golds) for span in cited)
    return _share(right, len(cited))


def citation_recall(golds: Sequence[Span], cited: Sequence[Span]) -> float | None:
    """Return the share of `golds` that `cited` hold; None without golds.

    Held: at least half of the gold's characters lie in the citations, taken together.
    """
    return recall_at(golds, cited, len(cited))


def abstentions(cases: Iterable[tuple[bool, bool]]) -> Abstentions:
    """Count `cases`, each (the library holds the answer, the system abstained)."""
    counts = Counter(cases)
    return Abstentions(
        right=counts[(False, True)],
        needless=counts[(True, True)],
        missed=counts[(False, False)],
        answered=counts[(True, False)],
    )


def mean_interval(values: Sequence[float], seed: int = 0, resamples: int = 2000) -> Interval | None:
    """Return the mean of `values` with its 95 % bootstrap interval; None without values.

    The percentile bootstrap: means of `resamples` samples of n values drawn with replacement, cut
    at their 2.5th and 97.5th percentiles (Efron and Tibshirani, 1993, chapter 13). The same seed
    gives the same interval. `values` may have any unit and range.
    """
    if not values:
        return None
    sample = np.asarray(values, dtype=np.float64)
    generator = np.random.default_rng(seed)
    drawn = (generator.integers(0, sample.size, sample.size) for _ in range(resamples))
    means = np.fromiter((sample[rows].mean() for rows in drawn), np.float64, resamples)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(sample.mean()), float(low), float(high), int(sample.size))


def _token_f1(answer: str, gold: str) -> float:
    said, wanted = answer.split(), gold.split()
    if not said or not wanted:
        return float(said == wanted)
    common = sum((Counter(said) & Counter(wanted)).values())
    if not common:
        return 0.0
    precision, recall = common / len(said), common / len(wanted)
    return 2 * precision * recall / (precision + recall)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
