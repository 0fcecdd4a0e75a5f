"""The sources of one example: chunks of the corpus, each text in a file of its own."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

from indexes.words import STOP_WORDS, stem, words
from training.chat.material import file_name, headings, shown
from training.chat.sources import Source
from training.reader.answers import Located
from training.rerank.data import Corpus
from training.rerank.groups import LOOSE

OWN = 0.45
"""Share of wrong sentences that are of the answer's own text."""

BEST = 0.6
"""Share of wrong sentences that are the likeliest of what is left; the others are drawn."""

LONGEST = 420
"""Characters above which a wrong source is left out."""


class Shelf:
    """Takes sources from the corpus; all of one text have the same file name.

    known: chunks that may be drawn where a question has no negatives. rnd: draws everything.
    """

    def __init__(self, corpus: Corpus, known: Sequence[int], rnd: random.Random) -> None:
        self._corpus, self._known, self._rnd = corpus, known, rnd
        self._names: dict[int, str] = {}

    def source(self, chunk: int) -> Source:
        """The chunk as it is shown."""
        context = self._corpus.contexts[chunk]
        first = self._corpus.texts[self._corpus.of(context).start]
        if context not in self._names:
            self._names[context] = file_name(first, self._rnd)
        texts = tuple(self._corpus.texts[at] for at in shown(self._corpus, chunk))
        return Source(self._names[context], texts, headings(first, self._rnd))

    def wrong(self, located: Located, closed: Collection[int], count: int) -> list[Source]:
        """Up to `count` sources without the answer: of its own text, and the negatives.

        closed: chunks that none of them holds, besides those of the answer. None holds a chunk of
        another.
        """
        taken = {*closed, *located.good, *located.doubtful}
        own = self._own(located, taken)
        others = [] if located.question.source in LOOSE else list(located.question.negatives)
        found = []
        for _ in range(count):
            chunk = self._next(own, others)
            run = shown(self._corpus, chunk)
            short = sum(len(self._corpus.texts[at]) for at in run) < LONGEST
            if short and taken.isdisjoint(run):
                taken.update(run)
                found.append(self.source(chunk))
        return found

    def _own(self, located: Located, taken: Collection[int]) -> list[int]:
        """Chunks of the answer's text, those first that share most words with the question."""
        asked = _stems(located.question.text)
        own = [at for at in self._corpus.of(located.question.context) if at not in taken]
        return sorted(own, key=lambda at: -len(asked & _stems(self._corpus.texts[at])))

    def _next(self, own: list[int], others: list[int]) -> int:
        """A chunk, taken out of its list; any that is known where both are empty."""
        rnd = self._rnd
        pool = own if own and (not others or rnd.random() < OWN) else others
        if not pool:
            return rnd.choice(self._known)
        return pool.pop(0 if rnd.random() < BEST else rnd.randrange(len(pool)))


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words(text) if word not in STOP_WORDS}
