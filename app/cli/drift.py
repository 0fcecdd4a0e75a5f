"""The verb that tells of drift, of documents worth adding, and of those that may be out of date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.cli.output import columns, counted, note, one_line, print_json
from app.curation import Gap, Stale
from app.drift import Finding, Report

if TYPE_CHECKING:
    from app.build import Footnote

SHOWN = 10
"""Subjects and documents that are printed; with --json all of them."""


def drift(footnote: Footnote, as_json: bool) -> int:
    """Print what was found, from the questions to the documents."""
    report, gaps, stale = (
        footnote.drift.report(),
        footnote.curation.gaps(),
        footnote.curation.stale(),
    )
    if as_json:
        found = {"findings": [_finding(each) for each in report.findings]}
        print_json(
            {
                **_looked(report),
                **found,
                "gaps": [_gap(each) for each in gaps],
                "stale": [_stale(each) for each in stale],
            }
        )
        return 0
    _print_drift(report)
    _print_gaps(gaps)
    _print_stale(stale)
    return 0


def _print_drift(report: Report) -> None:
    windows = report.windows
    if report.reason:
        note(report.reason)
        return
    print(
        f"questions since {windows.split:%Y-%m-%d} ({report.after:,}) against those since "
        f"{windows.since:%Y-%m-%d} ({report.before:,})"
    )
    rows = [
        (each.name, f"{each.psi:.2f}", f"{each.p:.3f}", "drifted" if each.certain else "as before")
        for each in report.findings
    ]
    print("\n".join(columns([("DISTRIBUTION", "PSI", "P", ""), *rows], right=(1, 2))))


def _print_gaps(gaps: Sequence[Gap]) -> None:
    if not gaps:
        note("no question stayed without an answer")
        return
    print("\ndocuments worth adding, by what was asked and not found")
    rows = [
        (f"{each.asked:,}x", one_line(each.name) or "-", one_line(each.examples[0]))
        for each in gaps[:SHOWN]
    ]
    print("\n".join(columns(rows, right=(0,))))
    if len(gaps) > SHOWN:
        note(f"and {counted(len(gaps) - SHOWN, 'subject')} more; --json prints all")


def _print_stale(stale: Sequence[Stale]) -> None:
    if not stale:
        note("no document seems out of date")
        return
    print("\ndocuments that may be out of date")
    for each in stale[:SHOWN]:
        print(f"{one_line(each.document.name)}: {one_line(each.reason)}")
        if each.quote:
            print(f'    "{one_line(each.quote)}"')
        print(f"    {each.todo}")
    if len(stale) > SHOWN:
        note(f"and {counted(len(stale) - SHOWN, 'document')} more; --json prints all")


def _looked(report: Report) -> Mapping[str, object]:
    windows = report.windows
    return {
        "since": windows.since.isoformat(),
        "split": windows.split.isoformat(),
        "until": windows.until.isoformat(),
        "before": report.before,
        "after": report.after,
        "reason": report.reason,
        "exchanged": report.unit,
    }


def _finding(found: Finding) -> Mapping[str, object]:
    return {
        "name": found.name,
        "psi": round(found.psi, 4),
        "p": round(found.p, 4),
        "certain": found.certain,
        "bins": [
            {"label": each.label, "before": round(each.before, 4), "after": round(each.after, 4)}
            for each in found.bins
        ],
    }


def _gap(gap: Gap) -> Mapping[str, object]:
    return {
        "name": gap.name,
        "asked": gap.asked,
        "people": gap.people,
        "disliked": gap.disliked,
        "examples": list(gap.examples),
        "last": gap.last.isoformat(),
    }


def _stale(stale: Stale) -> Mapping[str, object]:
    return {
        "document": stale.document.name,
        "id": stale.document.id,
        "kind": stale.kind,
        "reason": stale.reason,
        "todo": stale.todo,
        "quote": stale.quote,
        "start": stale.start,
        "end": stale.end,
        "since": stale.since,
    }
