"""The ingest benchmark's comparison: what each side cost, the ratios, and Footnote's stages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median

from app.evaluation.report_text import aligned
from benchmarks.ingest_worker import Told

LABELS = {
    "langchain": "(a) LangChain loading, fp32",
    "encode": "(b) bare encode(), sorted",
    "bare": "(b') bare, Footnote's embedder",
    "footnote": "(c) Footnote, whole ingest",
}
Value = Callable[[Told], float]


@dataclass
class Rounds:
    """What each side told in each round. pages: of the files."""

    pages: int
    told: list[dict[str, Told]] = field(default_factory=list)

    def add(self, told: dict[str, Told]) -> None:
        self.told.append(told)

    def median(self, name: str, value: Value) -> float:
        return median(value(each[name]) for each in self.told)

    def ratio(self, above: str, below: str, value: Value) -> tuple[float, float, float]:
        """Lowest, median and highest ratio of two sides in the same round."""
        ratios = sorted(value(each[above]) / value(each[below]) for each in self.told)
        return ratios[0], median(ratios), ratios[-1]


def render(rounds: Rounds, loaded: Mapping[str, Told]) -> str:
    """The comparison as text: medians of the rounds, ratios with their spread, stages."""
    cells: list[tuple[str, ...]] = [
        ("", "CPU-s", "wall s", "pages/CPU-s", "texts", "characters", "start CPU-s", "precision")
    ]
    for name, label in LABELS.items():
        cpu = rounds.median(name, _cpu)
        last = rounds.told[-1][name]
        cells.append(
            (
                label, f"{cpu:.1f}", f"{rounds.median(name, _wall):.1f}",
                f"{rounds.pages / cpu:.1f}", str(last["texts"]), str(last["embedded"]),
                f"{loaded[name]['cpu_s']:.1f}", last["precision"],
            )
        )  # fmt: skip
    ratios: list[tuple[str, ...]] = [("ratio", "lowest", "median", "highest", "goal")]
    ratios += [
        (label, *(f"{value:.2f}" for value in rounds.ratio(above, below, of)), goal)
        for label, above, below, of, goal in _RATIOS
    ]
    return "\n".join([*aligned(cells), "", *aligned(ratios), "", *aligned(_stages(rounds))])


def _stages(rounds: Rounds) -> list[tuple[str, ...]]:
    total = rounds.median("footnote", _cpu)
    rows = []
    for stage in rounds.told[-1]["footnote"]["stages"]:
        spent = median(each["footnote"]["stages"].get(stage, 0.0) for each in rounds.told)
        rows.append((spent, (stage, f"{spent:.2f}", f"{100 * spent / total:.1f} %")))
    return [("Footnote's stages", "CPU-s", "share"), *(row for _, row in sorted(rows)[::-1])]


def _cpu(told: Told) -> float:
    return told["cpu_s"]


def _wall(told: Told) -> float:
    return told["wall_s"]


def _cpu_per_character(told: Told) -> float:
    return told["cpu_s"] / told["read"]


_RATIOS: tuple[tuple[str, str, str, Value, str], ...] = (
    ("(a) / (c), CPU", "langchain", "footnote", _cpu, "3 or more"),
    ("(a) / (c), CPU per character of text", "langchain", "footnote", _cpu_per_character, ""),
    ("(a) / (c), wall", "langchain", "footnote", _wall, ""),
    ("(c) / (b), CPU", "footnote", "encode", _cpu, "1.25 or less"),
    ("(c) / (b), wall", "footnote", "encode", _wall, ""),
    ("(c) / (b'), CPU", "footnote", "bare", _cpu, "1.25 or less"),
    ("(c) / (b'), wall", "footnote", "bare", _wall, ""),
)
