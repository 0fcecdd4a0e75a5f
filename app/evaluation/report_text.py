"""An evaluation as aligned text, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from app.evaluation.measures import abstained, by_kind, failed, figures
from app.evaluation.report import Figure, Report, Row, Unit, Versions

_KIND_COLUMNS = (
    ("recall@5", "with gold spans"),
    ("context recall", "with gold spans"),
    ("exact match", "answerable"),
    ("token F1", "answerable"),
    ("holds gold", "answerable"),
    ("holds gold in 40 words", "answerable"),
    ("citation recall (ALCE)", "answered"),
    ("citation precision (ALCE)", "answered"),
)
_HEADS = ("recall@5", "context", "EM", "F1", "gold", "in 40", "cite R", "cite P")


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return one line per row, columns two spaces apart; the first is set left, others right.

    Every row has as many cells as the first.
    """
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    return lines


def render(report: Report) -> str:
    """Return the whole report as text: what made it, the figures, abstention, kinds, failures."""
    blocks = [_heading(report), figure_lines(figures(report.rows))]
    if any(row.said is not None for row in report.rows):
        blocks.append(_abstention(report.rows))
    if any(row.found is not None for row in report.rows):
        blocks.append(_kinds(report.rows))
    failures = [f"  {row.id}: {row.said.reason}" for row in failed(report.rows) if row.said]
    if failures:
        blocks.append(["questions that failed", *failures])
    return "\n\n".join("\n".join(block) for block in blocks)


def _heading(report: Report) -> list[str]:
    answerable = sum(row.answerable for row in report.rows)
    asked = f"{len(report.rows)} questions, {answerable} of them answerable"
    if all(row.chosen is not None for row in report.rows):
        asked = f"{len(report.rows)} tasks"
    return [f"{asked}, {when(report.versions)}", *made(report.versions)]


def when(versions: Versions) -> str:
    """`22 documents, samples.jsonl, 2026-01-02 12:00 UTC`."""
    documents = [f"{versions.documents} documents"] if versions.documents else []
    file = [versions.questions] if versions.questions else []
    return ", ".join([*documents, *file, f"{versions.date:%Y-%m-%d %H:%M} UTC"])


def made(versions: Versions) -> list[str]:
    """What the figures come from, on one line or two."""
    named = (
        ("model", versions.model),
        ("prompt", versions.prompt),
        ("embedding", versions.embedding),
        ("build", versions.build_id),
        ("judge", versions.judge),
        ("version", versions.version),
    )
    settings = [f"{name} {value}" for name, value in versions.settings if value != ""]
    lines = (", ".join(f"{name} {value}" for name, value in named if value), ", ".join(settings))
    return [line for line in lines if line]


def figure_lines(shown: Sequence[Figure]) -> list[str]:
    """The figures as a table, a line of heads first."""
    cells = [("figure", "mean", "95 % interval", "n", "questions")]
    for figure in shown:
        interval = figure.interval
        cells.append(
            (
                figure.name,
                with_unit(interval.mean, figure.unit),
                f"{number(interval.low, figure.unit)} to {number(interval.high, figure.unit)}",
                str(interval.n),
                figure.over,
            )
        )
    return words_last(cells)


def words_last(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """`aligned`, with the last column set left too, since it holds words."""
    width = max(len(row[-1]) for row in rows)
    return aligned([(*row[:-1], row[-1].ljust(width)) for row in rows])


def _abstention(rows: Sequence[Row]) -> list[str]:
    counts = abstained(rows)
    return [
        f"abstention: precision {_percent(counts.precision)}, recall {_percent(counts.recall)}, "
        f"F1 {_percent(counts.f1)}",
        *aligned(
            [
                ("", "abstained", "answered"),
                ("library does not hold the answer", str(counts.right), str(counts.missed)),
                ("library holds the answer", str(counts.needless), str(counts.answered)),
            ]
        ),
    ]


def _kinds(rows: Sequence[Row]) -> list[str]:
    cells: list[tuple[str, ...]] = [("kind", "n", *_HEADS, "abstained")]
    for kind, members in by_kind(rows).items():
        known = {(figure.name, figure.over): figure for figure in figures(members)}
        counts = abstained(members)
        asked = counts.right + counts.needless + counts.missed + counts.answered
        share = (counts.right + counts.needless) / asked if asked else None
        columns = (known.get(key) for key in _KIND_COLUMNS)
        means = [_percent(figure.interval.mean if figure else None) for figure in columns]
        cells.append((kind, str(len(members)), *means, _percent(share)))
    return aligned(cells)


def with_unit(value: float, unit: Unit) -> str:
    """`12.5 %`; shares, 0 to 1, become percent."""
    return f"{number(value, unit)} {unit}".rstrip()


def number(value: float, unit: Unit, sign: str = "") -> str:
    """The value without its unit. sign: `+` writes it before positive values too."""
    return f"{100 * value if unit == '%' else value:{sign}.1f}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f} %"
