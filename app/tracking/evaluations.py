"""Evaluations told to a tracker: in one place for the command line and the page."""

from __future__ import annotations

from pathlib import Path

from app.evaluation.measures import abstained, figures
from app.evaluation.report import Report
from app.evaluation.saving import QUESTIONS
from app.tracking.types import EVALUATION, Setting, Tracker


def log(tracker: Tracker, report: Report, saved: Path, kind: str = QUESTIONS) -> None:
    """Tell of an evaluation that is saved. saved: its file. kind: what was asked.

    Figures are means: shares from 0 to 1, times in the unit of `app.evaluation.measures`.
    """
    versions = report.versions
    settings: dict[str, Setting] = {"asked": kind, "questions": len(report.rows)}
    settings |= {"file": versions.questions, "documents": versions.documents}
    named = {
        "version": versions.version,
        "model": versions.model,
        "prompt": versions.prompt,
        "embedding": versions.embedding,
        "build": versions.build_id,
        "judge": versions.judge,
    }
    run = tracker.start(
        EVALUATION,
        saved.stem,
        settings | dict(versions.settings),
        {name: text for name, text in named.items() if text},
    )
    run.log(told(report))
    run.file(saved)
    run.end()


def told(report: Report) -> dict[str, float]:
    """All figures of a report, by their names and what they rest on."""
    known = {f"{each.name}: {each.over}": each.interval.mean for each in figures(report.rows)}
    counts = abstained(report.rows)
    shares = {"precision": counts.precision, "recall": counts.recall, "F1": counts.f1}
    found = {f"abstention {name}: asked": share for name, share in shares.items()}
    return known | {name: share for name, share in found.items() if share is not None}
