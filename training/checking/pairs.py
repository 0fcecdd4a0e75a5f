"""Claims with the sentences that they cite, drawn without end from the mined contexts.

For each sentence a true claim and a corrupted one with the same evidence; which words of the
corrupted one were changed is known.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from app.checking.claims import parted
from training.checking import corrupt, faithful
from training.checking.corrupt import Passage
from training.checking.generate import split, usable
from training.checking.statements import stated
from training.checking.wording import Words, exchanged
from training.rerank.data import Corpus, Question

SENTENCES = 4
"""Most sentences of a context of which claims are made each time round."""

BEFORE, AFTER = 2, 1
"""Most sentences of the evidence before and behind the one that supports the claim."""

AFTER_SHARE = 0.25
"""Of the evidence, the share in which a sentence follows."""

VERBATIM = 0.4
"""Share of the corruptions that start from the sentence itself, not from a true rewording."""

OTHERS = 12
"""Sentences of other contexts that a corruption may draw on."""

LEAST_PART = 4
"""Words of a part of a sentence that is a claim of its own."""

TRIES = 12

OPPOSITE, NOT_SAID, JOINED = "opposite", "not said", "two sentences joined"
ANSWER, OTHER_ANSWER = "question and answer", "another answer"

FALSE_SHARES: Mapping[str, float] = {
    **dict.fromkeys(corrupt.MAKERS, 1.0),
    "roles exchanged": 5.0, "name, same passage": 2.0, "number, same passage": 2.0,
    "number, same sentence": 2.0, "antonym": 0.0, "antonym, unlisted": 0.0,
    "other document's sentence": 0.2, OPPOSITE: 5.0, NOT_SAID: 0.5,
}  # fmt: skip
"""Kind of corruption -> how often it is tried. The set's own opposites are part of OPPOSITE."""

TRUE_SHARES: Mapping[str, float] = {
    "verbatim": 2.0, "synonyms": 5.0, "part": 2.0, JOINED: 1.0,
    **{kind: 1.0 for kind in faithful.MAKERS if kind not in ("verbatim", "synonyms")},
}  # fmt: skip
"""Kind of true claim -> how often it is tried."""

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and the sentences that it cites. kind: how it was made.

    changed: of a corrupted claim, the characters that are not as said; None where that is unknown,
    () of a true one.
    """

    claim: str
    evidence: str
    true: bool
    kind: str
    changed: Spans | None


class Shelf:
    """The mined contexts, from which pairs are drawn."""

    def __init__(self, corpus: Corpus, questions: Sequence[Question], words: Words) -> None:
        """words: what opposites and synonyms are taken from."""
        self._corpus = corpus
        self._words = words
        self._known = corpus.known()
        self._asked: dict[int, list[Question]] = {}
        for question in questions:
            self._asked.setdefault(question.context, []).append(question)

    def endless(self, contexts: Sequence[int], rnd: random.Random) -> Iterator[Pair]:
        """Pairs of the contexts in a new order, with new corruptions, each time round.

        Raises ValueError when no pair can be made of any of them.
        """
        while True:
            made = 0
            for context in rnd.sample(contexts, len(contexts)):
                for pair in self.of(context, rnd):
                    made += 1
                    yield pair
            if not made:
                raise ValueError("no claim can be made of these contexts: their sentences are odd")

    def of(self, context: int, rnd: random.Random) -> Iterator[Pair]:
        """The pairs of one context, as chance has it."""
        texts = [text for at in self._corpus.of(context) for text in split(self._corpus.texts[at])]
        drawn = rnd.sample(self._known, min(OTHERS, len(self._known)))
        others = tuple(self._corpus.texts[at] for at in drawn)
        passage = Passage(tuple(texts), "", str(context), others)
        good = [at for at, text in enumerate(texts) if usable(text)]
        for at in rnd.sample(good, min(SENTENCES, len(good))):
            yield from self._of_sentence(at, passage, rnd)
        asked = self._asked.get(context, [])
        for question in rnd.sample(asked, min(SENTENCES, len(asked))):
            yield from _of_question(question, asked, passage, rnd)

    def _of_sentence(self, at: int, passage: Passage, rnd: random.Random) -> Iterator[Pair]:
        texts = passage.sentences
        first, last = _around(at, len(texts), rnd)
        evidence = " ".join(texts[first:last])
        before = texts[at - 1] if first < at else ""
        for _ in range(TRIES):
            kind = _drawn(TRUE_SHARES, rnd)
            true = self._true(kind, texts[at], rnd, before)
            if true:
                yield Pair(true, evidence, True, kind, ())
                break
        near = replace(passage, sentences=texts[first:last]) if rnd.random() < 0.5 else passage
        for _ in range(TRIES):
            false = self._false(texts[at], evidence, near, rnd)
            if false:
                yield false
                return

    def _true(self, kind: str, text: str, rnd: random.Random, before: str = "") -> str:
        """A true claim of the kind, '' where the sentence does not lend itself.

        before: the sentence before it, as far as the evidence has it.
        """
        if kind == JOINED:
            return faithful.joined(before, text, rnd) if before else ""
        if kind == "part":
            parts = [part for pair in parted(text) for part in pair]
            long = [part for part in parts if len(part.split()) >= LEAST_PART]
            return rnd.choice(long) if long else ""
        if kind == "synonyms":
            once = exchanged(text, self._words.synonyms, rnd)
            return once or faithful.reworded(text, rnd)
        return faithful.MAKERS[kind](text, rnd) if kind in faithful.MAKERS else ""

    def _false(self, text: str, evidence: str, passage: Passage, rnd: random.Random) -> Pair | None:
        """One try at a corrupted claim."""
        kind = _drawn(FALSE_SHARES, rnd)
        if kind in (NOT_SAID, "other document's sentence"):
            pool = passage.sentences if kind == NOT_SAID else passage.others
            far = [each for each in pool if usable(each) and each not in evidence]
            return Pair(rnd.choice(far), evidence, False, kind, None) if far else None
        base = text
        if rnd.random() >= VERBATIM:
            base = self._true(_drawn(TRUE_SHARES, rnd), text, rnd) or text
        if kind == OPPOSITE:
            claim = exchanged(base, self._words.opposites, rnd)
        else:
            claim = corrupt.MAKERS[kind](base, text, passage, rnd)
        if not claim or claim in (base, text) or claim in evidence:
            return None
        return Pair(claim, evidence, False, kind, changed(base, claim))


def _of_question(
    question: Question, asked: Sequence[Question], passage: Passage, rnd: random.Random
) -> Iterator[Pair]:
    """Its answer as a statement, and the answer to another question of the context instead."""
    answer = next(iter(question.answers), "").strip()
    statement = stated(question.text, answer)
    holding = [at for at, text in enumerate(passage.sentences) if answer in text]
    if not statement or len(answer.split()) > 8 or not holding:
        return
    at = rnd.choice(holding)
    first, last = _around(at, len(passage.sentences), rnd)
    evidence = " ".join(passage.sentences[first:last])
    yield Pair(statement, evidence, True, ANSWER, ())
    wrong = [
        other
        for each in asked
        for other in each.answers[:1]
        if len(other.split()) <= 8 and other not in answer and answer not in other
    ]
    claim = stated(question.text, rnd.choice(wrong)) if wrong else ""
    if claim:
        yield Pair(claim, evidence, False, OTHER_ANSWER, changed(statement, claim))


def changed(base: str, claim: str) -> Spans:
    """The characters of a claim that stand in no common run of words with what it was made from.

    Where words were only left out, the words on both sides of the gap.
    """
    old, new = base.split(), claim.split()
    starts = []
    start = 0
    for word in new:
        start = claim.index(word, start)
        starts.append(start)
        start += len(word)
    places: set[int] = set()
    for what, _, _, first, last in SequenceMatcher(None, old, new, False).get_opcodes():
        if what == "delete":
            places.update((max(0, first - 1), min(first, len(new) - 1)))
        elif what != "equal":
            places.update(range(first, last))
    return tuple((starts[at], starts[at] + len(new[at])) for at in sorted(places))


def _around(at: int, count: int, rnd: random.Random) -> tuple[int, int]:
    """First sentence and behind the last of the evidence that has number `at`."""
    after = AFTER if rnd.random() < AFTER_SHARE else 0
    return max(0, at - rnd.randint(0, BEFORE)), min(count, at + 1 + after)


def _drawn(shares: Mapping[str, float], rnd: random.Random) -> str:
    return rnd.choices(list(shares), list(shares.values()))[0]
