"""Texts beside a question's own, mostly of the same article: about its matter, without its answer.

What a library without the answer mostly offers; the search over all contexts seldom finds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexes.words import stem, words
from training.reader.answers import Located
from training.rerank.answers import mentioned
from training.rerank.data import Corpus, Question
from training.rerank.groups import LOOSE
from training.rerank.mine import AROUND

REACH = 2
"""Contexts on each side."""


class Neighbours:
    """Adds the neighbours of questions to what counts as wrong for them."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._stems: dict[int, frozenset[str]] = {}

    def added(self, question: Question) -> Question:
        """The question, with the likeliest chunk of each neighbour behind its first negative.

        Neighbours that are held out, or that hold an answer close by, are passed over.
        """
        if question.source in LOOSE:
            return question
        asked = {stem(word) for word in words(question.text)}
        near = [self._likeliest(asked, context) for context in self._contexts(question.context)]
        fresh = [
            chunk for chunk in near
            if chunk not in question.negatives and not self._answers(question, chunk)
        ]  # fmt: skip
        negatives = (*question.negatives[:1], *fresh, *question.negatives[1:])
        return replace(question, negatives=negatives)

    def _contexts(self, own: int) -> list[int]:
        last = len(self._corpus.first) - 1
        reach = range(max(0, own - REACH), min(last, own + REACH + 1))
        return [at for at in reach if at != own and at not in self._corpus.held]

    def _likeliest(self, asked: set[str], context: int) -> int:
        return max(self._corpus.of(context), key=lambda chunk: len(asked & self._known(chunk)))

    def _known(self, chunk: int) -> frozenset[str]:
        if chunk not in self._stems:
            text = self._corpus.texts[chunk]
            self._stems[chunk] = frozenset(stem(word) for word in words(text))
        return self._stems[chunk]

    def _answers(self, question: Question, chunk: int) -> bool:
        texts = [self._corpus.texts[at] for at in self._corpus.near(chunk, AROUND)]
        return mentioned(question.answers, texts)


def with_neighbours(corpus: Corpus, asked: Sequence[Located]) -> list[Located]:
    """All questions with their neighbours among their negatives."""
    neighbours = Neighbours(corpus)
    return [replace(each, question=neighbours.added(each.question)) for each in asked]
