"""Examples from training rows: the prompt that Footnote would give, and what is right to say."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.checking import Checker
from app.reading.wording import LEANING, worded
from app.review.rows import TrainingRow
from indexes.types import Chunk, Hit, Window
from training.chat.material import flat
from training.chat.sources import REFUSAL, Example, Kind, Source
from training.feedback.shown import Place, Shown, source, touches
from training.rerank.answers import mentioned

MOST_SOURCES = 4
"""Sources of an example at most; the adapter was first trained with so many."""

MOST_PARTS = 2
"""Places of an answer at most: one sentence is said of each."""

MOST_WORDS = 60
"""Of an answer that is learnt."""

TAKEN_AWAY = 0.1
"""Share of the answerable rows that are also learnt with their passage taken away, as refusals."""

WORDED = 7
"""Words from which on a reviewer's answer may be learnt as it is worded."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence that answers, and how it is said, without mark and full stop."""

    chunk: Chunk
    said: str


class Maker:
    """Makes examples of rows, and counts why some make none. left_out: number by reason."""

    def __init__(self, shown: Shown, checker: Checker, seed: int = 0) -> None:
        """checker: says whether a reviewer's own wording is supported by the place."""
        self._shown, self._checker = shown, checker
        self._rnd = random.Random(seed)
        self.left_out: Counter[str] = Counter()

    def examples(self, row: TrainingRow) -> list[Example]:
        """Up to two: the right answer, and what is right without its passage."""
        hits = self._shown.found(row.question)
        if row.refused:
            return list(self._refused(row, hits))
        made = list(self._answered(row, hits))
        if self._rnd.random() < TAKEN_AWAY:
            made += self._refused(row, hits)
        return made

    def _answered(self, row: TrainingRow, hits: Sequence[Hit]) -> Iterator[Example]:
        parts = self.parts(row)
        if not parts:
            self.left_out["no sentence of a gold place words the answer"] += 1
            return
        sources, marks = self._sources(row, parts, hits)
        told = [f"{part.said} [{mark}]." for part, mark in zip(parts, marks, strict=True)]
        answer = " ".join(told)
        if len(answer.split()) > MOST_WORDS:
            self.left_out["the answer is too long"] += 1
            return
        kind: Kind = "both" if len(parts) > 1 else "one"
        yield Example(kind, flat(row.question), tuple(sources), answer)

    def _refused(self, row: TrainingRow, hits: Sequence[Hit]) -> Iterator[Example]:
        gold = _places(row)
        sources = [source(each) for each in self._shown.read(row.question, hits, gold)]
        named = mentioned(row.answer, [each.text for each in sources])
        if not sources or (not row.refused and named):
            self.left_out["nothing was found that does not answer"] += 1
            return
        yield Example("one", flat(row.question), tuple(sources[:MOST_SOURCES]), REFUSAL)

    def parts(self, row: TrainingRow) -> list[Part]:
        """The sentences that answer, each once, in the order of the gold places."""
        made: dict[int, Part] = {}
        for place in row.gold[:MOST_PARTS]:
            part = self._part(row, (place.document_id, place.start, place.end))
            if part is not None:
                made.setdefault(part.chunk.id, part)
        return list(made.values())

    def _part(self, row: TrainingRow, place: Place) -> Part | None:
        touched = [
            each
            for each in self._shown.chunks(place[0])
            if each.start < place[2] and place[1] < each.end
        ]
        for chunk in touched:
            for answer in row.answer:
                if (phrase := phrase_in(chunk.spoken, answer)) and (
                    said := worded(row.question, chunk.spoken, phrase)
                ):
                    return Part(chunk, said)
        if not touched:
            return None
        best = max(touched, key=lambda each: _overlap(each, place))
        return self._as_reviewed(row, best) or _whole(row.question, best)

    def _as_reviewed(self, row: TrainingRow, chunk: Chunk) -> Part | None:
        """The reviewer's own sentence, where the place supports it and there is one place alone."""
        said = flat(" ".join(row.answer)).rstrip(" .")
        if len(row.gold) > 1 or not WORDED <= len(said.split()) <= MOST_WORDS // 2:
            return None
        window = self._window(chunk)
        checked = self._checker.verify(f"{said} [1].", row.question, [window])
        fit = all(each.verdict == "supported" for each in checked.sentences)
        return Part(chunk, said) if fit and checked.sentences else None

    def _sources(
        self, row: TrainingRow, parts: Sequence[Part], hits: Sequence[Hit]
    ) -> tuple[list[Source], list[int]]:
        """What is shown, and the mark of each part. Places that were not found are put in."""
        found = list(self._shown.read(row.question, hits))
        gold = _places(row)
        wrong = [source(each) for each in found if not any(touches(each, at) for at in gold)]
        self._rnd.shuffle(wrong)
        right = [source_of(self._window(part.chunk)) for part in parts]
        most = self._rnd.randint(len(right), MOST_SOURCES)
        sources = right + wrong[: most - len(right)]
        self._rnd.shuffle(sources)
        return sources, [sources.index(each) + 1 for each in right]

    def _window(self, chunk: Chunk) -> Window:
        """The sentence, with the one before it where it leans on that."""
        every = self._shown.chunks(chunk.document_id)
        at = next(n for n, each in enumerate(every) if each.id == chunk.id)
        first = at - (at > 0 and LEANING.match(chunk.spoken) is not None)
        document = self._shown.catalog.document(chunk.document_id)
        run = every[first : at + 1]
        text = self._shown.catalog.slice(document.id, run[0].start, run[-1].end)
        return Window(document, chunk.id, run, text)


def source_of(window: Window) -> Source:
    """A window as a source, as `shown.source` makes one of a hit."""
    return Source(
        window.document.name, tuple(each.spoken for each in window.chunks), window.headings
    )


def phrase_in(text: str, answer: str) -> str:
    """The answer as it stands in the text, whatever its case and spacing; '' where it does not."""
    words = answer.strip(" .").split()
    if not words:
        return ""
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)"
    found = re.search(pattern, text, re.IGNORECASE)
    return found.group() if found else ""


def _whole(question: str, chunk: Chunk) -> Part | None:
    said = worded(question, chunk.spoken, chunk.spoken)
    return Part(chunk, said) if said else None


def _places(row: TrainingRow) -> list[Place]:
    return [(each.document_id, each.start, each.end) for each in row.gold]


def _overlap(chunk: Chunk, place: Place) -> int:
    return min(chunk.end, place[2]) - max(chunk.start, place[1])
