"""Which chunks of a context hold a question's answer, and of which one cannot tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from indexes.words import stem, words

LONG_ANSWER = 6
"""Different words from which on an answer may span several chunks."""

LEAST_WORDS = 4
"""Different words that a chunk must have to be counted as a part of a long answer."""

COVERED = 0.6
"""Share of a chunk's different words that must stand in a long answer for it to be a part."""

TELLING = 3
"""Characters of an answer from which on its presence elsewhere says something."""


def placed(
    question: str, answers: Sequence[str], chunks: Sequence[str]
) -> tuple[set[int], set[int]]:
    """Places in `chunks` that hold an answer, and places that are in doubt.

    Where an answer stands in several chunks, the first of those that share most words with the
    question is meant, and the others are in doubt: they may answer or name it in passing.
    """
    folded = [_folded(text) for text in chunks]
    asked = {stem(word) for word in words(question)}
    good: set[int] = set()
    doubtful: set[int] = set()
    for answer in map(_folded, answers):
        if not answer.strip():
            continue
        holding = [at for at, text in enumerate(folded) if answer in text]
        if holding:
            good.add(max(holding, key=lambda at: len(asked & _stems(folded[at]))))
            doubtful.update(holding)
        else:
            good.update(_parts(answer, folded))
    return good, doubtful - good


def mentioned(answers: Collection[str], texts: Sequence[str]) -> bool:
    """Whether the texts, read on end, hold any of the answers, word for word."""
    whole = _folded(" ".join(texts))
    folded = [_folded(answer) for answer in answers]
    return any(answer in whole for answer in folded if len(answer.strip()) >= TELLING)


def _parts(answer: str, chunks: Sequence[str]) -> list[int]:
    """The chunks that mostly consist of words of a long answer."""
    wanted = set(answer.split())
    if len(wanted) < LONG_ANSWER:
        return []
    held = [set(text.split()) for text in chunks]
    return [
        at
        for at, own in enumerate(held)
        if len(own) >= LEAST_WORDS and len(own & wanted) > COVERED * len(own)
    ]


def _stems(folded: str) -> set[str]:
    return {stem(word) for word in folded.split()}


def _folded(text: str) -> str:
    """Its words with one space before, between and behind, so that whole words are found."""
    return f" {' '.join(words(text))} "
