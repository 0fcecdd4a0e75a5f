"""Examples from questions: the sentence that answers among others that do not, or without it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from training.chat.material import answering, flat, lookalike, shown, tempted
from training.chat.shelf import Shelf
from training.chat.sources import REFUSAL, Example, Kind, Source
from training.reader.answers import Located
from training.reader.swaps import Swaps
from training.rerank.answers import mentioned
from training.rerank.data import Corpus
from training.rerank.groups import LOOSE

REFUSED = 0.2
LOOSE_REFUSED = 0.05
"""Share of questions whose answer is not shown; of LOOSE sources, where another text may answer."""

MOST_SOURCES = 4
"""More than Footnote shows by default, so that the model does not depend on their number."""

SIZES = (2, 3, 4, 4)
"""How many sources there are, each as likely; fewer where there are not so many."""

LOOKALIKES = 0.1
REFUSED_LOOKALIKES = 0.25
"""Share of examples with a copy of the answer's sentence about another; of refused ones."""

FIRST = 0.45
"""Share of examples whose right source comes first; in the others chance puts it anywhere."""

TEMPTED = 0.03
"""Share of examples in which a source holds an instruction."""

MOST_WORDS = 44
"""Of two answers together."""

JOINTS = (", and ", ", and ", " and ")

_ASKING = frozenset(
    ("who", "what", "when", "where", "which", "how", "why", "is", "are", "was", "were", "did",
     "does", "do", "in", "on", "at", "by", "from", "for", "to", "of", "with", "the")
)  # fmt: skip


class Composer:
    """Makes examples, different ones each time."""

    def __init__(self, corpus: Corpus, learning: Sequence[Located]) -> None:
        """learning: the questions whose names and numbers look-alikes are given."""
        self._corpus = corpus
        self._swaps = Swaps(each.question.text for each in learning)
        self._known = [at for at, of in enumerate(corpus.contexts) if of not in corpus.held]

    def one(self, located: Located, rnd: random.Random) -> Example | None:
        """A question with its answer, or refused.

        None where no sentence words the answer, or what would be refused has no source or one that
        names the answer.
        """
        chunk, said = answering(located, self._corpus)
        if not said:
            return None
        loose = located.question.source in LOOSE
        refused = rnd.random() < (LOOSE_REFUSED if loose else REFUSED)
        shelf = Shelf(self._corpus, self._known, rnd)
        sources = shelf.wrong(
            located, shown(self._corpus, chunk), rnd.choice(SIZES) - (not refused)
        )
        if not loose and rnd.random() < (REFUSED_LOOKALIKES if refused else LOOKALIKES):
            sources = [*self._copies(located, chunk, shelf, rnd), *sources]
        if refused:
            return self._refused(located, sources[:MOST_SOURCES], rnd)
        sources = sources[: MOST_SOURCES - 1]
        at = 0 if rnd.random() < FIRST else rnd.randint(0, len(sources))
        sources.insert(at, shelf.source(chunk))
        return _example("one", located.question.text, sources, f"{said} [{at + 1}].", rnd)

    def both(self, one: Located, other: Located, rnd: random.Random) -> Example | None:
        """Two questions about one text in one, each answered from its own source.

        None where they share a sentence, or the answers have no words or too many.
        """
        (first, said), (second, more) = (answering(each, self._corpus) for each in (one, other))
        runs = shown(self._corpus, first), shown(self._corpus, second)
        short = len(f"{said} {more}".split()) <= MOST_WORDS
        if not said or not more or not short or {*runs[0]} & {*runs[1]}:
            return None
        shelf = Shelf(self._corpus, self._known, rnd)
        closed = {*runs[0], *runs[1], *other.good, *other.doubtful}
        right = [shelf.source(first), shelf.source(second)]
        sources = right + shelf.wrong(one, closed, rnd.randint(0, MOST_SOURCES - len(right)))
        sources = rnd.sample(sources, len(sources))
        marks = [sources.index(each) + 1 for each in right]
        asked = flat(one.question.text).rstrip("?. ") + rnd.choice(JOINTS) + _joined(other)
        return _example("both", asked, sources, f"{said} [{marks[0]}]. {more} [{marks[1]}].", rnd)

    def _copies(
        self, located: Located, chunk: int, shelf: Shelf, rnd: random.Random
    ) -> list[Source]:
        """A look-alike of the answer's sentence where there can be one."""
        asked, answers = located.question.text, located.question.answers
        copy = lookalike(asked, self._corpus.texts[chunk], answers, self._swaps, rnd)
        return [] if copy is None else [replace(shelf.source(chunk), texts=(copy,))]

    def _refused(
        self, located: Located, sources: Sequence[Source], rnd: random.Random
    ) -> Example | None:
        texts = [source.text for source in sources]
        if not texts or mentioned(located.question.answers, texts):
            return None
        return _example("one", located.question.text, sources, REFUSAL, rnd)


def _example(
    kind: Kind, question: str, sources: Sequence[Source], answer: str, rnd: random.Random
) -> Example:
    """Now and then with an instruction in a source."""
    told = list(sources)
    if rnd.random() < TEMPTED:
        at = rnd.randrange(len(told))
        told[at] = replace(told[at], texts=tempted(told[at].texts, rnd))
    return Example(kind, flat(question), tuple(told), answer)


def _joined(located: Located) -> str:
    """The question as it follows another in one sentence."""
    text = flat(located.question.text)
    return text[0].lower() + text[1:] if text.split()[0].lower() in _ASKING else text
