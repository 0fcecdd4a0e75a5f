"""Exact phrases: what a question puts in quotation marks must stand in what is found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexes.catalog import Catalog
from indexes.lexical import Lexical
from indexes.query import Permitted, Query
from indexes.words import content_words, stem, words

MOST_READ = 2000
"""Windows with all words of the phrases whose text is read, at most."""


def holding_phrases(
    query: Query, permitted: Permitted, lexical: Lexical, catalog: Catalog
) -> tuple[Permitted, tuple[str, ...]]:
    """The permitted windows with every phrase of the question, and sentences on what was done.

    Nothing changes for a question without phrases, nor when no window holds them all.
    """
    if not query.phrases:
        return permitted, ()
    asked = (content_words(" ".join(phrase)) for phrase in query.phrases)
    stems = sorted({stem(word) for phrase in asked for word in phrase})
    ids = [int(each) for each in lexical.holding(stems, permitted)[:MOST_READ]]
    windows = catalog.windows(ids, permitted.documents)
    kept = [each for each, window in windows.items() if _holds(window.spoken, query.phrases)]
    said = " and ".join(f"\u201c{' '.join(phrase)}\u201d" for phrase in query.phrases)
    if not kept:
        return permitted, (f"No passage holds the exact words {said}; searched without them.",)
    chunks = np.zeros_like(permitted.chunks)
    chunks[kept] = True
    return Permitted(permitted.documents, chunks), (f"Only passages with the exact words {said}.",)


def _holds(text: str, phrases: Sequence[tuple[str, ...]]) -> bool:
    spaced = f" {' '.join(words(text))} "
    return all(f" {' '.join(phrase)} " in spaced for phrase in phrases)
