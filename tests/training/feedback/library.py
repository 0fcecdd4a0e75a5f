"""A small library about an invented harbour, and rows about it."""

from __future__ import annotations

from pathlib import Path

from app.review.rows import Passage, TrainingRow
from app.review.types import Kind, Place
from indexes.retrieve import Retriever
from tests.builders import activate, open_library, stage
from tests.fakes import HashingEmbedder
from training.feedback.shown import Shown

RULES = [
    "The harbour master opens the gate at 06:30.",
    "Boats of visitors may stay for three nights.",
    "The crane was renewed in 2019.",
    "Fuel is sold at the eastern quay.",
]
LIST = ["Item: pump; Cost: 40", "Item: hose; Cost: 15"]


def view(home: Path) -> Shown:
    """The library's two documents, `rules` and `list`, searched without a reader."""
    catalog, builds = open_library(home)
    stage(catalog, "rules", RULES)
    stage(catalog, "list", LIST)
    activate(catalog, builds, "rules", "list")
    embedder = HashingEmbedder()
    retriever = Retriever(catalog, builds, lambda: embedder)
    return Shown(catalog, retriever, lambda: None, frozenset({"rules", "list"}), 5)


def place(sentence: str) -> Place:
    """Where one of RULES stands."""
    start = " ".join(RULES).index(sentence)
    return Place("rules", start, start + len(sentence), sentence)


def row(
    question: str,
    answer: tuple[str, ...] = (),
    gold: tuple[str, ...] = (),
    number: int = 1,
    held: bool = False,
) -> TrainingRow:
    """A reviewed row about RULES; refused where it has no gold sentence."""
    places = tuple(map(place, gold))
    passages = tuple(
        Passage("rules", "rules.txt", each.start, each.end, each.quote, each.quote, True)
        for each in places
    )
    kind: Kind = "wrong answer" if gold else "right"
    return TrainingRow(
        f"row-{number}", question, answer, places, passages, not gold, kind, "reviewed", held
    )
