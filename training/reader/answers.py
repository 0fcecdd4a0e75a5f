"""Where in its context a question's answer stands, to the character."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexes.pairs import bounds
from indexes.words import stem, words
from training.rerank.data import Corpus, Question

LONGEST = 220
"""Characters above which an answer is no phrase; its question is left out."""

REPEATED = 0.3
"""What each time that a chunk holds an answer, up to three, counts beside a word of the question
that it holds."""

_TRIMMED = " .,;:"


@dataclass(frozen=True, slots=True)
class Located:
    """A question whose answer was found.

    good, doubtful: numbers of chunks in the corpus: those of the answer's sentence, and others that
    hold an answer too. spans: the answers' characters (start, end) in the context, its chunks
    joined by a space; all in the good chunks.
    """

    question: Question
    good: tuple[int, ...]
    doubtful: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


def located(question: Question, corpus: Corpus) -> Located | None:
    """Take the chunk that shares most words with the question among those that hold an answer.

    None where no answer stands in the context as whole words, in any case, or one is longer than
    LONGEST.
    """
    own = corpus.of(question.context)
    texts = corpus.texts[own.start : own.stop]
    found = _found(question.answers, " ".join(texts))
    if not found:
        return None
    edges = bounds(texts)
    held = [[at for at, edge in enumerate(edges) if _touch(span, edge)] for span in found]
    best = _best(question.text, texts, [places[0] for places in held])
    spans = [span for span, places in zip(found, held, strict=True) if places[0] == best]
    if max(end - start for start, end in spans) > LONGEST:
        return None
    good = {at for span, places in zip(found, held, strict=True) if span in spans for at in places}
    doubtful = {at for places in held for at in places} - good
    return Located(
        question,
        tuple(own.start + at for at in sorted(good)),
        tuple(own.start + at for at in sorted(doubtful)),
        tuple(spans),
    )


def _found(answers: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Each place where an answer stands, once."""
    places: dict[tuple[int, int], None] = {}
    for answer in answers:
        wanted = " ".join(answer.split()).strip(_TRIMMED)
        if wanted:
            pattern = rf"(?<!\w){re.escape(wanted)}(?!\w)"
            places |= {m.span(): None for m in re.finditer(pattern, text, re.IGNORECASE)}
    return list(places)


def _touch(span: tuple[int, int], edge: tuple[int, int]) -> bool:
    return span[0] < edge[1] and edge[0] < span[1]


def _best(question: str, texts: Sequence[str], starts: Sequence[int]) -> int:
    """The chunk that is meant. starts: of each answer found, the chunk in which it starts."""
    asked = {stem(word) for word in words(question)}

    def score(at: int) -> float:
        shared = len(asked & {stem(word) for word in words(texts[at])})
        return shared + REPEATED * min(starts.count(at), 3)

    return max(sorted(set(starts)), key=score)
