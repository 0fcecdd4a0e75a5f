"""The few figures by which a run is known: in the list, and above its plots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.evaluation.report import Figure
from app.evaluation.scores import Abstentions
from app.ui.evaluations.values import rests_on, value
from app.ui.evaluations.words import words

MOST = 5
_CHOSEN = (
    ("holds gold in 40 words", "answerable", "Right and short"),
    ("cited text holds gold", "holding gold in 40 words", "Right source"),
    ("unsupported sentences", "answered", "Without support"),
    ("recall@5", "with gold spans", "Passages found"),
    ("HellaSwag acc_norm", "tasks", "HellaSwag"),
    ("answer", "asked", "A whole answer"),
)
_LEAST = "Passages found"
"""What is left out first: where something was answered, the answers matter more."""

_F1 = (
    "How well Footnote tells what your documents do not say, in one figure (F1): high only if it "
    "abstains where it should, and only there."
)


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure as it is shown: title, value as text, meaning."""

    title: str
    shown: str
    doc: str


def headlines(figures: Sequence[Figure], counts: Abstentions | None) -> list[Headline]:
    """The main figures that a run has, at most MOST."""
    known = {(each.name, each.over): each for each in figures}
    told = [
        Headline(title, value(figure.interval.mean, figure.unit), explained(figure))
        for name, over, title in _CHOSEN
        if (figure := known.get((name, over))) is not None
    ]
    f1 = counts.f1 if counts is not None else None
    if f1 is not None:
        told.insert(1, Headline("Abstaining", value(f1, "%"), _F1))
    if len(told) > MOST:
        told = [each for each in told if each.title != _LEAST]
    return told[:MOST]


def explained(figure: Figure) -> str:
    """A figure's meaning, its interval, and what it rests on."""
    interval = figure.interval
    bounds = f"{value(interval.low, figure.unit)} to {value(interval.high, figure.unit)}"
    return (
        f"{words(figure.name, figure.over).doc} 95\u202f% interval: {bounds}, over "
        f"{rests_on(figure.over, interval.n)}."
    )
