"""An evaluation as aligned text, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from app.evaluation.report import Figure, Report, Row, abstained, by_kind, failed, figures

_KIND_COLUMNS = (
    ("recall@5", "with gold spans"),
    ("MRR", "with gold spans"),
    ("exact match", "answerable"),
    ("token F1", "answerable"),
    ("holds gold answer", "answerable"),
    ("citation precision", "citing"),
    ("citation recall", "answerable and answered"),
)
_HEADS = ("recall@5", "MRR", "EM", "F1", "gold", "cite P", "cite R")


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
    blocks = [_heading(report), _figures(report.rows)]
    if any(row.said is not None for row in report.rows):
        blocks.append(_abstention(report.rows))
    blocks.append(_kinds(report.rows))
    failures = [f"  {row.id}: {row.said.reason}" for row in failed(report.rows) if row.said]
    if failures:
        blocks.append(["questions that failed", *failures])
    return "\n\n".join("\n".join(block) for block in blocks)


def _heading(report: Report) -> list[str]:
    versions = report.versions
    answerable = sum(row.answerable for row in report.rows)
    first = (
        f"{len(report.rows)} questions, {answerable} of them answerable, "
        f"{versions.documents} documents, {versions.date:%Y-%m-%d %H:%M} UTC"
    )
    made = [f"model {versions.model}", f"prompt {versions.prompt}"] if versions.model else []
    settings = [f"{name} {value}" for name, value in versions.settings if value != ""]
    made += [f"embedding {versions.embedding}", f"build {versions.build_id}"]
    return [first, ", ".join(made), ", ".join(settings)]


def _figures(rows: Sequence[Row]) -> list[str]:
    cells = [("figure", "mean", "95 % interval", "n", "questions")]
    for figure in figures(rows):
        interval = figure.interval
        cells.append(
            (
                figure.name,
                _value(figure, interval.mean),
                f"{_number(figure, interval.low)} to {_number(figure, interval.high)}",
                str(interval.n),
                figure.over,
            )
        )
    # The last column is words: set left by padding it before the columns are set.
    width = max(len(row[-1]) for row in cells)
    return aligned([(*row[:-1], row[-1].ljust(width)) for row in cells])


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


def _value(figure: Figure, value: float) -> str:
    return f"{_number(figure, value)} {figure.unit}".rstrip()


def _number(figure: Figure, value: float) -> str:
    return f"{100 * value:.1f}" if figure.unit == "%" else f"{value:.1f}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f} %"
