"""The words for saved evaluations: eval list, eval show, eval compare."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from app.cli.output import columns, counted, note, one_line, plain, print_json
from app.evaluation.compare import Comparison, compare
from app.evaluation.compare_text import render_comparison
from app.evaluation.report import Figure, Versions
from app.evaluation.report_text import render, with_unit
from app.evaluation.saved import EvaluationError, Saved, find, load, runs
from app.evaluation.saving import QUESTIONS

_LISTED = (
    ("holds gold in 40 words", "answerable"),
    ("holds gold", "answerable"),
    ("HellaSwag acc_norm", "tasks"),
    ("recall@5", "with gold spans"),
)
"""The figure that stands for a run: the first of these that it has."""


def list_runs(home: Path, as_json: bool) -> int:
    """List the saved runs, the newest first; a file that cannot be read is told on stderr."""
    found = runs(home)
    if as_json:
        print_json([_brief(each) for each in found])
        return 0
    readable = [each for each in found if each.versions is not None]
    if readable:
        heads = ("run", "asked", "n", "model", "figure")
        print("\n".join(columns([heads, *map(_line, readable)], right=(2,))))
    for each in found:
        if each.reason:
            note(f"not listed: {each.reason}")
    note(counted(len(readable), "run") if found else "no run is saved yet; `footnote eval -h`")
    return 0


def show(home: Path, name: str, as_json: bool) -> int:
    """Show one run as it was shown when it was made."""
    path = resolve(home, name)
    report = load(path)
    if as_json:
        print_json(json.loads(path.read_text(encoding="utf-8")))
    else:
        print(plain(render(report)))
    return 0


def compare_runs(home: Path, before: str, after: str, as_json: bool) -> int:
    """Say what changed from one run to another."""
    first, second = resolve(home, before), resolve(home, after)
    if first == second:
        raise EvaluationError(
            f"{before!r} and {after!r} are one run, {first.stem}; `footnote eval list` names "
            "others."
        )
    comparison = compare(load(first), load(second))
    if as_json:
        print_json(_record(comparison))
    else:
        print(plain(render_comparison(comparison)))
    return 0


def resolve(home: Path, name: str) -> Path:
    """The file of a saved run.

    name: a path, `previous` for the newest but one that asked questions, or what
    `app.evaluation.saved.find` takes. Raises EvaluationError.
    """
    path = Path(name).expanduser()
    if path.suffix == ".json" and path.is_file():
        return path
    if name != "previous":
        return find(home, name)
    asked = [each.path for each in runs(home) if each.kind in (QUESTIONS, "")]
    if len(asked) < 2:
        raise EvaluationError(
            "There is no previous run: two are needed, and "
            f"{counted(len(asked), 'run')} with questions is saved; make one with "
            "`footnote eval data/eval/samples.jsonl`."
        )
    return asked[1]


def _line(saved: Saved) -> tuple[str, ...]:
    versions, figure = saved.versions, _first(saved)
    assert versions is not None
    told = f"{figure.name} {with_unit(figure.interval.mean, figure.unit)}" if figure else "-"
    asked = versions.questions or saved.kind
    model = versions.model or "search alone"
    return (saved.path.stem, one_line(asked), str(saved.questions), one_line(model), told)


def _first(saved: Saved) -> Figure | None:
    known = {(figure.name, figure.over): figure for figure in saved.figures}
    return next((known[key] for key in _LISTED if key in known), None)


def _brief(saved: Saved) -> Mapping[str, object]:
    versions = saved.versions
    return {
        "run": saved.path.stem,
        "path": str(saved.path),
        "kind": saved.kind,
        "n": saved.questions,
        "versions": _versions(versions) if versions is not None else None,
        "figures": [asdict(figure) for figure in saved.figures],
        "reason": saved.reason,
    }


def _record(comparison: Comparison) -> Mapping[str, object]:
    return {
        **asdict(comparison),
        "before": _versions(comparison.before),
        "after": _versions(comparison.after),
    }


def _versions(versions: Versions) -> Mapping[str, object]:
    whole = {**asdict(versions), "date": versions.date.isoformat()}
    return {**whole, "settings": dict(versions.settings)}
