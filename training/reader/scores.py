"""Exact match and F1 of a phrase, and the area under the ROC curve.

Exact match and F1 after P. Rajpurkar et al., SQuAD: 100,000+ Questions for Machine Comprehension of
Text, 2016: without case, punctuation and articles; the best over all answers, 0 to 1.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

import numpy as np

_ARTICLE = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def exact(text: str, answers: Sequence[str]) -> float:
    """1 where the text is one of the answers, else 0."""
    return float(any(_words(text) == _words(answer) for answer in answers))


def f1(text: str, answers: Sequence[str]) -> float:
    """Harmonic mean of precision and recall of the text's words."""
    return max((_overlap(_words(text), _words(answer)) for answer in answers), default=0.0)


def auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Share of pairs of which the right one scores higher; equal ones count half."""
    difference = np.subtract.outer(np.array(right), np.array(wrong))
    return float((difference > 0).mean() + (difference == 0).mean() / 2)


def _overlap(ours: Sequence[str], theirs: Sequence[str]) -> float:
    shared = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * shared / (len(ours) + len(theirs)) if shared else 0.0


def _words(text: str) -> list[str]:
    return _ARTICLE.sub(" ", text.lower().translate(_PUNCTUATION)).split()
