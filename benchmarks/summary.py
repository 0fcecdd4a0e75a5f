"""The comparison: one line per measure, both pipelines, and the ratio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from app.evaluation.report_text import aligned
from benchmarks.measures import Asked, gold_found
from benchmarks.messages import Response

BUDGETS = (1000, 2000, 4000)


@dataclass(frozen=True, slots=True)
class Run:
    """All that one pipeline did. ended: its last response, which knows the peak of memory."""

    name: str
    warmed: Response
    ingested: Response
    asked: tuple[Asked, ...]
    ended: Response


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of both pipelines. None: cannot be said. better: which way is better."""

    name: str
    tutorial: float | None
    footnote: float | None
    better: str
    digits: int = 1

    @property
    def ratio(self) -> float | None:
        """footnote / tutorial; None where either is unknown or the tutorial's is 0."""
        return (
            self.footnote / self.tutorial if self.tutorial and self.footnote is not None else None
        )


@dataclass(frozen=True, slots=True)
class _Measure:
    name: str
    better: str
    digits: int
    value: Callable[[Run], float | None]


def compare(tutorial: Run, footnote: Run) -> list[Line]:
    """Return every measure of the two runs.

    Ingest is rated by the same characters for both, those that Footnote read, so that the ratio
    is one of CPU time for the same files.
    """
    characters = footnote.ingested["characters"]
    ingest = _Measure(
        "ingest, characters per CPU-second",
        "more",
        0,
        lambda run: characters / run.ingested["cpu_s"] if run.ingested["cpu_s"] else None,
    )
    return [
        Line(each.name, each.value(tutorial), each.value(footnote), each.better, each.digits)
        for each in (ingest, *_MEASURES)
    ]


def render(lines: Sequence[Line]) -> str:
    """Return the comparison as aligned text."""
    cells: list[tuple[str, ...]] = [("", "tutorial", "footnote", "ratio", "better")]
    cells += [
        (
            line.name,
            _number(line.tutorial, line.digits),
            _number(line.footnote, line.digits),
            _number(line.ratio, 2),
            line.better,
        )
        for line in lines
    ]
    return "\n".join(aligned(cells))


def _median(value: Callable[[Asked], float | None]) -> Callable[[Run], float | None]:
    def of(run: Run) -> float | None:
        values = [v for v in map(value, run.asked) if v is not None]
        return median(values) if values else None

    return of


def _held(run: Run, answerable: bool) -> tuple[Asked, ...]:
    return tuple(asked for asked in run.asked if asked.question.answerable == answerable)


def _right(asked: Sequence[Asked]) -> float | None:
    return 100 * sum(each.right for each in asked) / len(asked) if asked else None


def _finds(budget: int) -> Callable[[Run], float | None]:
    def share(run: Run) -> float | None:
        found = [gold_found(each.question, each.search["pieces"], budget) for each in run.asked]
        known = [each for each in found if each is not None]
        return 100 * sum(known) / len(known) if known else None

    return share


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


_MEASURES = (
    _Measure("ingest, s", "less", 1, lambda run: run.ingested["wall_s"]),
    _Measure("start to first embedding, CPU-s", "less", 1, lambda run: run.warmed["cpu_s"]),
    _Measure("retrieval, CPU-ms", "less", 1, _median(lambda a: 1000 * a.search["cpu_s"])),
    _Measure("retrieval, ms", "less", 1, _median(lambda a: 1000 * a.search["wall_s"])),
    _Measure("first token, s", "less", 2, _median(lambda a: a.answer["first_token_s"])),
    _Measure("answer, s", "less", 2, _median(lambda a: a.answer["wall_s"])),
    _Measure("answer, CPU-s", "less", 2, _median(lambda a: a.answer["cpu_s"])),
    _Measure("peak memory, MiB", "less", 0, lambda run: run.ended["peak_bytes"] / 2**20),
    _Measure("right answers, %", "more", 1, lambda run: _right(run.asked)),
    _Measure("  library holds the answer, %", "more", 1, lambda run: _right(_held(run, True))),
    _Measure("  library does not, %", "more", 1, lambda run: _right(_held(run, False))),
    *(
        _Measure(f"gold text in the first {budget} characters, %", "more", 1, _finds(budget))
        for budget in BUDGETS
    ),
)
