"""An evaluation written to disk, for `app.evaluation.saved` to read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from app.evaluation.measures import abstained, by_kind, figures
from app.evaluation.report import FORMAT, Report

QUESTIONS = "questions"
HELLASWAG = "hellaswag"


def save(report: Report, home: Path, kind: str = QUESTIONS) -> Path:
    """Write the report to `home/evaluations/<date and time>.json`; return the path.

    kind: what was asked; the file says so unless it is QUESTIONS.
    """
    folder = home / "evaluations"
    folder.mkdir(parents=True, exist_ok=True)
    stem = report.versions.date.strftime("%Y%m%dT%H%M%SZ")
    path, number = folder / f"{stem}.json", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.json"
    text = json.dumps(record(report, kind), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def record(report: Report, kind: str = QUESTIONS) -> Mapping[str, object]:
    """What is written: everything, and the figures that follow from it."""
    counts = abstained(report.rows)
    return {
        "format": FORMAT,
        **({} if kind == QUESTIONS else {"kind": kind}),
        "versions": {
            **asdict(report.versions),
            "date": report.versions.date.isoformat(),
            "settings": dict(report.versions.settings),
        },
        "figures": [asdict(figure) for figure in figures(report.rows)],
        "figures_by_kind": {
            kind: [asdict(figure) for figure in figures(rows)]
            for kind, rows in by_kind(report.rows).items()
        },
        "abstention": {
            **asdict(counts),
            "precision": counts.precision,
            "recall": counts.recall,
            "f1": counts.f1,
        },
        "rows": [asdict(row) for row in report.rows],
    }
