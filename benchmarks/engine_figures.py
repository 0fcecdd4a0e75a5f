"""What the engine's benchmark measured, beside what, and whether the goal is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from app.evaluation.report_text import aligned

HEADER = ("", "beside", "Footnote", "unit", "ratio", "goal", "met")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure, all samples of it in `unit`.

    beside: samples of what Footnote is measured against; () when it is measured alone. goal: the
    most that the ratio may be, or, alone, the median; None for none. paired: the samples belong
    together one by one, and the ratio is the median of theirs.
    """

    name: str
    footnote: tuple[float, ...]
    beside: tuple[float, ...] = ()
    unit: str = "ms"
    goal: float | None = None
    paired: bool = False

    @property
    def ratio(self) -> float | None:
        """Footnote's by the other's; None where one is unknown or the other is 0."""
        if self.paired:
            both = zip(self.footnote, self.beside, strict=True)
            return middle([ours / other for ours, other in both if other])
        ours, other = middle(self.footnote), middle(self.beside)
        return ours / other if ours is not None and other else None

    @property
    def is_met(self) -> bool | None:
        """None without a goal, or when nothing was measured."""
        judged = self.ratio if self.beside else middle(self.footnote)
        return None if self.goal is None or judged is None else judged <= self.goal


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the benchmark. notes: what a reader of its figures has to know."""

    name: str
    title: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()


def middle(samples: Sequence[float]) -> float | None:
    """The median; None of nothing."""
    return median(samples) if samples else None


def figure(
    name: str,
    footnote: Sequence[float | None],
    beside: Sequence[float | None] = (),
    unit: str = "ms",
    goal: float | None = None,
) -> Figure:
    """A figure of samples of which some are unknown; those are left out."""
    return Figure(name, _known(footnote), _known(beside), unit, goal)


def render(part: Part) -> str:
    """The part as text: its title, its figures, its notes."""
    rows = [HEADER, *(_row(each) for each in part.figures)]
    return "\n".join([part.title, *aligned(rows), *(f"  {note}" for note in part.notes)])


def number(value: float | None) -> str:
    """With three significant digits or all before the point; `-` for None."""
    if value is None:
        return "-"
    size = abs(value)
    return f"{value:.{0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3}f}"


def _row(each: Figure) -> tuple[str, ...]:
    met = {None: "", True: "yes", False: "NO"}[each.is_met]
    goal = "" if each.goal is None else f"<= {number(each.goal)}"
    beside = number(middle(each.beside)) if each.beside else ""
    ratio = number(each.ratio) if each.beside else ""
    return each.name, beside, number(middle(each.footnote)), each.unit, ratio, goal, met


def _known(samples: Sequence[float | None]) -> tuple[float, ...]:
    return tuple(each for each in samples if each is not None)
