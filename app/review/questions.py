"""Reviewed items as evaluation questions, in the format of `app.evaluation.questions`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from app.evaluation.questions import UNANSWERABLE, GoldQuestion, GoldSpan
from app.review.rows import is_held
from app.review.types import Place, Reviewed, Texts
from app.review.windows import Windows
from indexes.errors import LibraryError


def questions(items: Iterable[Reviewed], catalog: Texts) -> tuple[GoldQuestion, ...]:
    """The items that can be asked, the question that was reviewed last first and each once.

    An item can be asked if its question is kept and it has a right answer, or the library is known
    to hold none. Left out are items with a place in a document that is not there, such as one in
    the bin, or that says something else there now. kind: the judgement, or `unanswerable`.
    """
    windows = Windows(catalog)
    return tuple(
        each for each in (_question(item, windows) for item in latest(items)) if each is not None
    )


def latest(items: Iterable[Reviewed]) -> tuple[Reviewed, ...]:
    """The items with a question, the last marked first, of each question the last one.

    Questions are told apart by actor and collection too: their documents differ.
    """
    found: dict[tuple[str, str, str], Reviewed] = {}
    for item in sorted(items, key=lambda each: each.at, reverse=True):
        if item.question:
            words = " ".join(item.question.casefold().split())
            found.setdefault((item.actor, item.collection, words), item)
    return tuple(found.values())


def held(found: Iterable[GoldQuestion]) -> tuple[GoldQuestion, ...]:
    """Those that are held out: no training learns from them."""
    return tuple(each for each in found if is_held(each.question))


def write(found: Iterable[GoldQuestion]) -> str:
    """The questions as JSON lines that `app.evaluation.questions.load` reads."""
    return "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in found)


def _question(item: Reviewed, windows: Windows) -> GoldQuestion | None:
    if item.absent:
        return GoldQuestion(item.trace_id, item.question, (), UNANSWERABLE, ())
    if not item.answers:
        return None
    try:
        spans = tuple(_span(place, windows) for place in item.gold)
    except LibraryError:  # its document is in the bin: the question comes back with it
        return None
    return GoldQuestion(item.trace_id, item.question, item.answers, item.kind, spans)


def _span(place: Place, windows: Windows) -> GoldSpan:
    windows.check(place)
    document = windows.document(place.document_id)
    page = windows.page(place)
    return GoldSpan(document.name, page, place.start, place.end, place.quote)
