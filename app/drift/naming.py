"""What a topic is about: words of the library's windows nearest to its centre. Never stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np

from app.drift.codebook import Codebook, Stored, sampled
from indexes.types import Window
from indexes.words import content_words, stem

NEAREST = 8
"""Windows of a topic that are read."""

WORDS = 3


class Read(Stored, Protocol):
    """The parts of the catalog that give windows."""

    def windows(self, chunk_ids: Sequence[int], allowed: Collection[str]) -> dict[int, Window]: ...


def names(codebook: Codebook, catalog: Read, allowed: Collection[str]) -> dict[int, str]:
    """Up to WORDS words for each topic, as `leave, days, staff`; topics without any are absent.

    allowed: documents whose words may be shown.
    """
    found = sampled(catalog, allowed)
    if not found:
        return {}
    ids = np.array(list(found), np.int64)
    scores = np.array(list(found.values()), np.float32) @ codebook.centres.T
    nearest = scores.argmax(axis=1)
    chosen: dict[int, list[int]] = {}
    for topic in range(len(codebook.centres)):
        own = np.flatnonzero(nearest == topic)
        best = own[np.argsort(-scores[own, topic])][:NEAREST]
        if len(best):
            chosen[topic] = ids[best].tolist()
    windows = catalog.windows([each for own in chosen.values() for each in own], allowed)
    texts = {
        topic: [windows[each].spoken for each in own if each in windows]
        for topic, own in chosen.items()
    }
    return {topic: ", ".join(words) for topic, words in _distinctive(texts).items() if words}


def _distinctive(texts: dict[int, list[str]]) -> dict[int, list[str]]:
    """Words of many of a topic's texts, and of few other topics, each in its commonest form."""
    forms: dict[str, Counter[str]] = {}
    held: dict[int, Counter[str]] = {}
    for topic, own in texts.items():
        held[topic] = Counter()
        for text in own:
            said = [word for word in content_words(text) if len(word) > 2 and word.isalpha()]
            for word in said:
                forms.setdefault(stem(word), Counter())[word] += 1
            held[topic].update({stem(word) for word in said})
    everywhere = Counter(each for counts in held.values() for each in counts)
    named = {}
    for topic, counts in held.items():
        worth = {each: number / everywhere[each] ** 0.5 for each, number in counts.items()}
        best = sorted(worth, key=lambda each: (-worth[each], each))[:WORDS]
        named[topic] = [forms[each].most_common(1)[0][0] for each in best]
    return named
