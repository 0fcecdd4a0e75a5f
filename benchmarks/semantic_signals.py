"""What may tell whether the answer to one question is also one to another.

Every signal is higher where the answer is likelier to fit; NONE where it says that it does not.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TypeVar

from app.build import Footnote
from app.checking import Checker
from app.checking.candidates import candidates
from app.checking.weigh import Evidence as Weighing
from app.followup_values import names, values
from app.reading import Evidence, gathered
from app.reading.decision import likelihood
from app.types import Answer
from indexes.types import Hit, Window

NONE = -99.0

LEAST_COSINE = 0.6
"""Below which no rule gives a kept answer."""

T = TypeVar("T")

_ASKS = re.compile(
    r"\b(?:what|which|who|whose|when|where|why|how (?:many|much|long|far|fast|often|old)|how)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no|never|without|cannot|\w+n['\u2019]t)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signals:
    """Of one pair.

    cosine: of both questions. checker: 1 where `Checker.verify` finds every sentence of the kept
    answer supported by the passages that it cites, for the new question. asked: share of the new
    question's words in what is cited. odds: the entailment head's logit that no word of the new
    question is at odds with the kept question and what is cited. form: 1 where values, names,
    question word and negation are the same. kept_sentence: the reader's logit of its likeliest
    sentence for the new question among the passages that are cited, where the answer cites it.
    kept_phrase: of its likeliest phrase, where that overlaps the likeliest for the kept question.
    searched: likelihood of an answer after a search for the new question, where the reader's
    likeliest sentence is cited.

    The reader is asked only from LEAST_COSINE on, and a search is made only where the form is the
    same too and the reader has found what is cited.
    """

    cosine: float
    checker: float
    asked: float
    odds: float
    form: float
    kept_sentence: float
    kept_phrase: float
    searched: float


NAMES = tuple(each.name for each in fields(Signals))


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer with the passages that it cites, and what the reader makes of them."""

    answer: Answer
    windows: tuple[Window, ...]
    read: Evidence

    def cites(self, document_id: str, start: int, end: int) -> bool:
        """Whether the answer cites anything of this stretch."""
        return any(
            each.document_id == document_id and each.start < end and start < each.end
            for each in self.answer.citations
        )


class Measuring:
    """Takes the signals of pairs with the models of a Footnote, and what each of them costs."""

    def __init__(self, footnote: Footnote) -> None:
        self._footnote = footnote
        self._allowed = footnote.allowed(footnote.actor)
        self._checker: Checker = footnote.checker
        reader, entailment = footnote.models.reader(), footnote.models.entailment()
        assert reader, "the packaged reader is needed"
        assert entailment, "the packaged entailment head is needed"
        self._reader, self._entailment = reader, entailment
        self.cpu_ms: dict[str, list[float]] = {name: [] for name in NAMES}

    def kept(self, answer: Answer) -> Kept:
        """The answer with its passages."""
        catalog = self._footnote.catalog
        cited = [
            chunk.id
            for each in answer.citations
            for chunk in catalog.chunks(each.document_id)
            if chunk.start < each.end and each.start < chunk.end
        ]
        windows = tuple(catalog.windows(cited, self._allowed).values())
        return Kept(answer, windows, gathered(answer.read_as, windows, self._reader))

    def of(self, kept: Kept, new: str) -> Signals:
        """The signals of one pair."""
        cosine = self._timed("cosine", lambda: self._cosine(kept, new))
        same = float(form(kept.answer.question) == form(new))
        sentence = phrase = searched = NONE
        if cosine >= LEAST_COSINE:
            sentence, phrase = self._timed("kept_sentence", lambda: self._sentence(kept, new))
        if same and sentence > NONE:
            searched = self._timed("searched", lambda: self._searched(kept, new))
        return Signals(
            cosine,
            self._timed("checker", lambda: self._supported(kept, new)),
            self._timed("asked", lambda: self._asked(kept, new)),
            self._timed("odds", lambda: self._odds(kept, new)),
            same,
            sentence,
            phrase,
            searched,
        )

    def _timed(self, name: str, take: Callable[[], T]) -> T:
        began = time.process_time()
        value = take()
        self.cpu_ms[name].append((time.process_time() - began) * 1000)
        return value

    def _found(self, text: str) -> tuple[Hit, ...]:
        retriever = self._footnote.retriever
        hits = retriever.search(text, self._footnote.settings.hits, self._allowed).hits
        return retriever.joined(hits)

    def _cosine(self, kept: Kept, new: str) -> float:
        embedder = self._footnote.embedder
        return float(embedder.query(kept.answer.question) @ embedder.query(new))

    def _supported(self, kept: Kept, new: str) -> float:
        checked = self._checker.verify(kept.answer.text, new, kept.windows)
        return float(all(each.verdict == "supported" for each in checked.sentences))

    def _asked(self, kept: Kept, new: str) -> float:
        weighing = Weighing(candidates(kept.windows), new)
        cited = [
            weighing.support(new, at).asked
            for at, each in enumerate(weighing.pool)
            if kept.cites(each.chunk.document_id, each.start, each.end)
        ]
        return max(cited, default=NONE)

    def _odds(self, kept: Kept, new: str) -> float:
        quotes = " ".join(each.quote for each in kept.answer.citations)
        (logit,) = self._entailment.logits([(new, f"{kept.answer.question} {quotes}")])
        return logit

    def _sentence(self, kept: Kept, new: str) -> tuple[float, float]:
        """Logits of the likeliest sentence and phrase, each NONE where it is another one."""
        read = gathered(new, kept.windows, self._reader)
        sentence = read.best_chunk if _is_cited(kept, read) else NONE
        if not read.phrases or not kept.read.phrases:
            return sentence, NONE
        mine, theirs = read.phrases[0], kept.read.phrases[0]
        same = mine.chunks[0].document_id == theirs.chunks[0].document_id
        overlaps = same and mine.start < theirs.end and theirs.start < mine.end
        return sentence, read.best_phrase if overlaps and sentence > NONE else NONE

    def _searched(self, kept: Kept, new: str) -> float:
        hits = self._found(new)
        if not hits:
            return NONE
        read = gathered(new, [hit.window for hit in hits], self._reader)
        return likelihood(new, read, hits) if _is_cited(kept, read) else NONE


def form(question: str) -> tuple[frozenset[str], ...]:
    """What sets questions apart: values, names, question words, negations; all in small letters."""
    read: Sequence[Sequence[str]] = (
        [each.text for each in values(question)],
        [each.text for each in names(question)],
        _ASKS.findall(question),
        ["not" for _ in _NOT.findall(question)],
    )
    return tuple(frozenset(each.lower() for each in part) for part in read)


def as_json(signals: Signals) -> dict[str, float]:
    """The signals by their names."""
    return asdict(signals)


def _is_cited(kept: Kept, read: Evidence) -> bool:
    if not read.sentences:
        return False
    chunk = read.sentences[0].chunk
    return kept.cites(chunk.document_id, chunk.start, chunk.end)
