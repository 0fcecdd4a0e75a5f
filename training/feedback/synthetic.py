"""Synthetic rows: questions made from the library's own sentences, kept only where they hold.

A question is kept where the search finds its sentence, the reader picks it among what was found,
and the verifier finds the answer supported by that very place (a round trip, as in C. Alberti et
al., Synthetic QA Corpora Generation with Roundtrip Consistency, 2019). They are marked as
synthetic, and stay out of every figure that decides whether an adapter is put in force, but for
the guard.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from app.checking import Checker
from app.reading.wording import worded
from app.review.rows import Passage, TrainingRow, is_held, key
from app.review.types import Place
from indexes.types import Chunk, Hit
from training.feedback import shown
from training.feedback.asking import Asked, asked
from training.feedback.shown import Shown

TABLES = 0.3
"""Share of the rows that may be about rows of tables."""

TRIES = 6
"""Questions that are tried for each that is wanted, before that is enough."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Made:
    """rows: those that were kept. tried: questions that were made. dropped: why, and how many."""

    rows: tuple[TrainingRow, ...]
    tried: int
    dropped: Counter[str]


def synthetic(
    view: Shown,
    checker: Checker,
    wanted: int,
    closed: Collection[shown.Place] = (),
    known: Collection[str] = (),
    seed: int = 0,
    tell: Tell = lambda line: None,
) -> Made:
    """Up to `wanted` rows, from all documents alike.

    closed: places that nothing is asked of, those of questions that are held out. known: questions
    that are reviewed already.
    """
    taken = {key(each) for each in known}
    rows: list[TrainingRow] = []
    dropped: Counter[str] = Counter()
    tried = tables = 0
    for chunk, each in _candidates(view, closed, random.Random(seed)):
        if len(rows) == wanted or tried == TRIES * wanted:
            break
        table = _is_row(chunk)
        if key(each.question) in taken or (table and tables >= TABLES * wanted):
            continue
        taken.add(key(each.question))
        tried += 1
        made = _kept(view, checker, chunk, each)
        if isinstance(made, str):
            dropped[made] += 1
        else:
            tables += table
            rows.append(made)
        if tried % 25 == 0:
            tell(f"{len(rows)} of {tried} synthetic questions hold")
    return Made(tuple(rows), tried, dropped)


def _candidates(
    view: Shown, closed: Collection[shown.Place], rnd: random.Random
) -> Iterator[tuple[Chunk, Asked]]:
    """A question of each document in turn, in an order that the seed decides."""
    queues = []
    for document in sorted(view.allowed):
        chunks = [each for each in view.chunks(document) if not _meets(each, closed)]
        rnd.shuffle(chunks)
        queues.append((chunk, each) for chunk in chunks for each in _one(chunk, rnd))
    while queues:
        left = []
        for queue in queues:
            if (found := next(queue, None)) is not None:
                yield found
                left.append(queue)
        queues = left


def _one(chunk: Chunk, rnd: random.Random) -> Sequence[Asked]:
    """At most one question of a sentence, and of a row."""
    found = asked(chunk.spoken)
    return [rnd.choice(found)] if _is_row(chunk) and found else found[:1]


def _kept(view: Shown, checker: Checker, chunk: Chunk, each: Asked) -> TrainingRow | str:
    """The row, or why there is none."""
    said = worded(each.question, chunk.spoken, each.phrase)
    if not said:
        return "the sentence does not word the answer"
    place = (chunk.document_id, chunk.start, chunk.end)
    hits = view.found(each.question)
    if not any(shown.touches(hit, place) for hit in hits):
        return "the search does not find the sentence"
    read = view.read(each.question, hits)
    at = next((n for n, hit in enumerate(read) if shown.touches(hit, place)), None)
    if at is None:
        return "the reader does not pick the sentence"
    windows = [hit.window for hit in read]
    checked = checker.verify(f"{said} [{at + 1}].", each.question, windows)
    cited = [(c.document_id, c.start, c.end) for c in checked.citations]
    fit = all(s.verdict == "supported" for s in checked.sentences) and place in cited
    if not fit:
        return "the verifier does not find it supported there"
    return _row(each, chunk, hits)


def _row(each: Asked, chunk: Chunk, hits: Sequence[Hit]) -> TrainingRow:
    place = (chunk.document_id, chunk.start, chunk.end)
    passages = [_passage(hit, place) for hit in hits]
    return TrainingRow(
        id="synthetic-" + hashlib.sha256(each.question.encode()).hexdigest()[:16],
        question=each.question,
        answer=(each.phrase,),
        gold=(Place(*place, chunk.text),),
        passages=tuple(sorted(passages, key=lambda passage: not passage.gold)),
        refused=False,
        kind="right",
        source="synthetic",
        held=is_held(each.question),
    )


def _passage(hit: Hit, gold: shown.Place) -> Passage:
    window = hit.window
    return Passage(
        window.document.id, window.document.name, window.start, window.end, window.text,
        window.spoken, shown.touches(hit, gold), window.document.private,
    )  # fmt: skip


def _is_row(chunk: Chunk) -> bool:
    return ";" in chunk.spoken and ": " in chunk.spoken


def _meets(chunk: Chunk, closed: Collection[shown.Place]) -> bool:
    return any(
        chunk.document_id == place[0] and chunk.start < place[2] and place[1] < chunk.end
        for place in closed
    )
