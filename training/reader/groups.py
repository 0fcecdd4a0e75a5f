"""A question with passages, of which one holds the answer or none does."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Literal

from indexes.pairs import Pairs
from training.reader.answers import Located
from training.reader.swaps import Swaps
from training.reader.targets import Group, Passage, target
from training.rerank.data import Corpus
from training.rerank.groups import DOUBTFUL, GOOD_REACH, HARD_REACH, LOOSE

Kind = Literal["answered", "without", "swapped", "elsewhere"]
"""answered: one passage holds the answer. without: its context is there, but not the answer's
sentence. swapped: the passage is there, but the question names another. elsewhere: other contexts
alone."""

SHARES: dict[Kind, float] = {"answered": 0.66, "without": 0.18, "swapped": 0.06, "elsewhere": 0.10}

PASSAGE_CHARACTERS = 800
"""Characters above which a passage loses chunks at its ends: about 190 tokens."""

AROUND = 3
"""Chunks before and behind, without those of the answer, of a passage that is without it."""

LONGEST_ANSWER = 4
"""Chunks above which one chunk of an answer is enough."""


class Groups:
    """Makes groups, of different passages each time."""

    def __init__(self, corpus: Corpus, names: Iterable[str]) -> None:
        """names: questions whose names and numbers are put into others."""
        self._corpus = corpus
        self._pairs = Pairs()
        self._swaps = Swaps(names)
        self._sizes = [len(text) for text in corpus.texts]
        self._known = corpus.known()

    def any(self, located: Located, rnd: random.Random) -> Group:
        """A group of a kind drawn by SHARES, with 1 to 4 wrong passages. rnd: draws everything."""
        (kind,) = rnd.choices(list(SHARES), list(SHARES.values()))
        if _loose(located) and kind != "answered":
            kind = "elsewhere"
        wrong = rnd.choice((1, 2, 3) if kind in ("answered", "swapped") else (2, 3, 4))
        return self.group(located, kind, wrong, rnd)

    def group(self, located: Located, kind: Kind, wrong: int, rnd: random.Random) -> Group:
        """wrong: how many passages of other contexts. Where no name can be swapped, the kind is
        `without` instead; where a context is nothing but the answer, `elsewhere`.
        """
        text = located.question.text
        if kind == "swapped":
            context = " ".join(self._corpus.texts[at] for at in self._own(located))
            swapped = self._swaps.swapped(text, context, rnd)
            kind, text = ("without", text) if swapped is None else (kind, swapped)
        asked = self._pairs.question(text)
        passages = []
        if kind in ("answered", "swapped"):
            passages.append(self._right(located, asked, kind == "answered", rnd))
        elif kind == "without" and (rest := self._rest(located, rnd)):
            passages.append(self._passage(asked, rest))
        for chunk in self._others(located, kind, wrong, rnd):
            run = self._run(range(chunk, chunk + 1), HARD_REACH, rnd)
            passages.append(self._passage(asked, run))
        return passages

    def _own(self, located: Located) -> range:
        return self._corpus.of(located.question.context)

    def _run(self, kept: range, reach: int, rnd: random.Random) -> range:
        return self._corpus.run(kept, reach, self._sizes, PASSAGE_CHARACTERS, rnd)

    def _right(
        self, located: Located, asked: Sequence[int], answered: bool, rnd: random.Random
    ) -> Passage:
        """The passage round the answer; without any target unless it is `answered`."""
        kept = range(located.good[0], located.good[-1] + 1)
        if len(kept) > LONGEST_ANSWER:
            kept = range(kept.start, kept.start + 1)
        run = self._run(kept, GOOD_REACH, rnd)
        if not answered:
            return self._passage(asked, run)
        before = self._corpus.texts[self._own(located).start : run.start]
        shift = sum(len(text) + 1 for text in before)
        spans = [(start - shift, end - shift) for start, end in located.spans if start >= shift]
        return self._passage(asked, run, [_label(located, chunk) for chunk in run], spans)

    def _rest(self, located: Located, rnd: random.Random) -> list[int]:
        """Chunks of the context that follow one another but for those of the answer."""
        told = {*located.good, *located.doubtful}
        left = [chunk for chunk in self._own(located) if chunk not in told]
        if not left:
            return []
        at = rnd.randrange(len(left))
        rest = left[max(0, at - AROUND) : at + AROUND + 1]
        while len(rest) > 1 and sum(self._sizes[chunk] for chunk in rest) > PASSAGE_CHARACTERS:
            rest.pop()
        return rest

    def _others(self, located: Located, kind: Kind, wrong: int, rnd: random.Random) -> list[int]:
        """Chunks of other contexts; the one most like an answer among them where none is right."""
        if _loose(located):
            return [rnd.choice(self._known) for _ in range(wrong)]
        first, *others = located.question.negatives
        if kind in ("without", "elsewhere"):
            return [first, *rnd.sample(others, min(wrong - 1, len(others)))]
        return rnd.sample([first, *others], min(wrong, len(others) + 1))

    def _passage(
        self,
        asked: Sequence[int],
        run: Sequence[int],
        labels: Sequence[float] | None = None,
        spans: Sequence[tuple[int, int]] = (),
    ) -> Passage:
        texts = [self._corpus.texts[at] for at in run]
        pair = self._pairs.pair(asked, texts)
        return target(pair, " ".join(texts), labels or [0.0] * len(run), spans)


def _loose(located: Located) -> bool:
    return located.question.source in LOOSE


def _label(located: Located, chunk: int) -> float:
    if chunk in located.good:
        return 1.0
    return DOUBTFUL if chunk in located.doubtful else 0.0
