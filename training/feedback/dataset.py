"""What is learnt from, and what is asked afterwards."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.evaluation.questions import UNANSWERABLE, GoldQuestion, GoldSpan, load
from app.review import rows as training_rows
from app.review.rows import TrainingRow, key
from training.chat.evaluate import Case
from training.chat.sources import Example, packaged_prompt
from training.chat.tokens import Vocabulary
from training.feedback.examples import Maker
from training.feedback.shown import Place

LEAST_LEARNT = 20
LEAST_HELD = 10
"""Reviewed items without which nothing is trained: to learn from, and held out."""

ASIDE = 0.12
"""Share of the examples that are set aside, to see when learning has gone on for long enough."""

MOST_ASIDE = 32


@dataclass(frozen=True, slots=True)
class DataSet:
    """learn, held: reviewed rows to learn from, and the questions that are held out. synthetic:
    rows to learn from. guard: synthetic questions, or those of a file, that are not learnt from.
    """

    learn: tuple[TrainingRow, ...]
    held: tuple[GoldQuestion, ...]
    synthetic: tuple[TrainingRow, ...] = ()
    guard: tuple[GoldQuestion, ...] = ()

    @property
    def wanting(self) -> str:
        """What is missing for a training, as a sentence; '' where nothing is."""
        learn, held = len(self.learn), len(self.held)
        if learn >= LEAST_LEARNT and held >= LEAST_HELD:
            return ""
        return (
            f"Too few answers are reviewed: {learn} to learn from of the {LEAST_LEARNT} that are "
            f"needed, {held} held out of the {LEAST_HELD} that are needed (about 3 in 10 are held "
            "out). Review more on the Operations page, or with `footnote review`."
        )

    def __str__(self) -> str:
        told = self.counts()
        text = "reviewed: {0} to learn from ({1} refusals), {2} held out ({3} unanswerable)"
        made = f"; synthetic: {len(self.synthetic)}; guard: {len(self.guard)}"
        return text.format(*told.values()) + (made if self.synthetic or self.guard else "")

    def counts(self) -> dict[str, int]:
        """How many there are of each."""
        return {
            "reviewed, to learn from": len(self.learn),
            "of these refusals": sum(each.refused for each in self.learn),
            "reviewed, held out": len(self.held),
            "of these unanswerable": sum(not each.answerable for each in self.held),
            "synthetic, to learn from": len(self.synthetic),
            "guard": len(self.guard),
        }


@dataclass(slots=True)
class Cases:
    """Examples in tokens. left_out: why rows made none, and how many."""

    learn: list[Case] = field(default_factory=list)
    aside: list[Case] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def split(rows: Iterable[TrainingRow]) -> tuple[tuple[TrainingRow, ...], tuple[TrainingRow, ...]]:
    """Rows to learn from, and rows that are held out."""
    every = tuple(rows)
    return tuple(r for r in every if not r.held), tuple(r for r in every if r.held)


def places(questions: Iterable[GoldQuestion], ids: dict[str, str]) -> list[Place]:
    """The gold places of questions. ids: of the documents, by name."""
    return [
        (ids[span.document], span.start, span.end)
        for question in questions
        for span in question.spans
        if span.document in ids
    ]


def gold(row: TrainingRow) -> GoldQuestion:
    """The row as a question of an evaluation."""
    if row.refused:
        return GoldQuestion(row.id, row.question, (), UNANSWERABLE, ())
    names = {each.document_id: each.document for each in row.passages}
    spans = tuple(
        GoldSpan(names[each.document_id], 1, each.start, each.end, each.quote)
        for each in row.gold
        if each.document_id in names
    )
    answers = (" ".join(row.answer),) if row.answer else tuple(each.quote for each in row.gold)
    return GoldQuestion(row.id, row.question, answers, row.source, spans)


def guards(path: Path, known: Iterable[str]) -> tuple[GoldQuestion, ...]:
    """The questions of a file that are not among `known`; raises QuestionError."""
    taken = {key(each) for each in known}
    return tuple(each for each in load(path) if key(each.question) not in taken)


def cases(maker: Maker, data: DataSet, seed: int = 0) -> Cases:
    """The examples of all rows, drawn into those to learn from and those set aside.

    A row's examples stay together, so that nothing set aside is learnt in another form.
    """
    words, prompt = Vocabulary(), packaged_prompt()
    made = Cases()
    rows = [*data.learn, *data.synthetic]
    random.Random(seed).shuffle(rows)
    aside = min(MOST_ASIDE, round(ASIDE * len(rows)))
    for at, row in enumerate(rows):
        place = made.aside if at < aside else made.learn
        for example in maker.examples(row):
            tokens = words.of(example, prompt)
            if tokens is None:
                made.left_out["the prompt is too long"] += 1
            else:
                place.append(Case(tokens, example.refused))
    made.left_out.update(maker.left_out)
    return made


def examples(maker: Maker, rows: Sequence[TrainingRow]) -> Iterator[Example]:
    """For reading: what the rows are learnt as."""
    for row in rows:
        yield from maker.examples(row)


def from_file(path: Path) -> tuple[TrainingRow, ...]:
    """Rows that `footnote review rows FILE` wrote; raises QuestionError."""
    return training_rows.load(path)
