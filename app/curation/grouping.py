"""Questions that mean the like, in groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexes.words import content_words, stem

Vectors = npt.NDArray[np.float32]

ALIKE = 0.5
"""Cosine from which two questions are of one subject: chosen, not tuned."""

NAME_WORDS = 3
HELD_BY = 0.4
"""Share of a group's questions that hold a word of its name."""

_ASKING = frozenset(
    ("give", "tell", "show", "list", "find", "explain", "describe", "long", "much", "many", "get",
     "need", "want", "know", "say", "says", "use", "please", "company")
)  # fmt: skip
"""Words of asking, which name no subject; stop words are left out before."""


def groups(vectors: Vectors) -> list[list[int]]:
    """Rows in groups, the largest first; each row is in one, the group's middle is its first.

    vectors: shape (n, d), unit length. Method of Butina (1999): whichever row has the most free
    neighbours within ALIKE takes them, again and again, so that nothing is chained together over
    steps in between.
    """
    near = np.asarray(vectors @ vectors.T >= ALIKE)
    np.fill_diagonal(near, True)
    counts = near.sum(axis=1)
    free = np.ones(len(vectors), np.bool_)
    found: list[list[int]] = []
    while free.any():
        middle = int(np.where(free, counts, -1).argmax())
        taken = np.flatnonzero(near[middle] & free)
        free[taken] = False
        counts -= near[:, taken].sum(axis=1)
        found.append([middle, *(int(each) for each in taken if each != middle)])
    return found


def name(questions: Sequence[str]) -> str:
    """Words that most of the questions share, as `parental, leave`; '' where there are none.

    questions: the middle one first. Where they share nothing, the words are the middle one's.
    """
    held: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    first: dict[str, tuple[int, int]] = {}
    for number, question in enumerate(questions):
        said = [each for each in content_words(question) if len(each) > 2 and each not in _ASKING]
        held.update({stem(word) for word in said})
        for place, word in enumerate(said):
            forms.setdefault(stem(word), Counter())[word] += 1
            first.setdefault(stem(word), (number, place))
    shared = [each for each, number in held.items() if number >= HELD_BY * len(questions)]
    shared = shared or [each for each in first if first[each][0] == 0]
    best = sorted(shared, key=lambda each: (-held[each], first[each]))[:NAME_WORDS]
    ordered = sorted(best, key=lambda each: first[each])
    return ", ".join(forms[each].most_common(1)[0][0] for each in ordered)
