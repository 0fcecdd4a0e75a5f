"""Reviewed items as training rows."""

from __future__ import annotations

from collections.abc import Iterable

from app.review.questions import latest
from app.review.rows import Passage, TrainingRow, is_held
from app.review.types import Reviewed, Texts
from app.review.windows import Windows
from indexes.errors import LibraryError
from ingest.sentences import split


def training_rows(items: Iterable[Reviewed], catalog: Texts) -> tuple[TrainingRow, ...]:
    """The items that something can be learnt from, the last reviewed question first, each once.

    Left out are items without a question, those without a gold place unless the library is known
    to hold no answer, and those with a place in a document that is not there, such as one in the
    bin. Found windows that touch a gold place are not repeated; those whose documents are gone are
    left out.
    """
    windows = Windows(catalog)
    made = (_row(item, windows) for item in latest(items))
    return tuple(row for row in made if row is not None)


def _row(item: Reviewed, windows: Windows) -> TrainingRow | None:
    if not item.absent and not item.gold:
        return None
    try:
        gold = _gold(item, windows)
    except LibraryError:  # its document is in the bin: the item comes back with it
        return None
    wrong = [each for each in _found(item, windows) if not any(_meet(each, one) for one in gold)]
    first = item.answers[0] if item.answers else ""
    return TrainingRow(
        id=item.trace_id,
        question=item.question,
        answer=tuple(first[start:end] for start, end in split(first)),
        gold=item.gold,
        passages=(*gold, *wrong),
        refused=item.absent,
        kind=item.kind,
        source="reviewed",
        held=is_held(item.question),
    )


def _gold(item: Reviewed, windows: Windows) -> list[Passage]:
    """The windows of the gold places; places in one window have it once."""
    found: list[Passage] = []
    for place in item.gold:
        windows.check(place)
        inside = any(
            each.document_id == place.document_id
            and each.start <= place.start
            and place.end <= each.end
            for each in found
        )
        passage = None if inside else windows.around(place)
        if passage is not None:
            found.append(passage)
    return found


def _found(item: Reviewed, windows: Windows) -> list[Passage]:
    passages: list[Passage] = []
    for hit in item.hits:
        try:
            passage = windows.found(hit.document_id, hit.start, hit.end)
        except LibraryError:  # in the bin; the other windows still teach
            continue
        if passage is not None:
            passages.append(passage)
    return passages


def _meet(one: Passage, other: Passage) -> bool:
    return one.document_id == other.document_id and one.start < other.end and one.end > other.start
