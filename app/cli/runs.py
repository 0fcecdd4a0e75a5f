"""`footnote runs`: the runs that Footnote's own tracker has kept."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from app.cli.output import columns, counted, note, one_line, print_json
from app.tracking import Kept, Runs

MAIN = (
    "holds gold in 40 words: answerable",
    "holds gold: answerable",
    "HellaSwag acc_norm: tasks",
    "recall@5: with gold spans",
)
"""The figure that stands for an evaluation: the first of these that it has."""


def runs(home: Path, as_json: bool) -> int:
    """List the runs, the newest first."""
    found = Runs(home).runs()
    if as_json:
        print_json([_record(each) for each in found])
        return 0
    if found:
        heads = ("started (UTC)", "kind", "run", "status", "version", "figure")
        print("\n".join(columns([heads, *map(_line, found)], right=())))
    kept = "no run is kept yet; `footnote eval` and `footnote train` make them"
    note(counted(len(found), "run") if found else kept)
    return 0


def _line(run: Kept) -> tuple[str, ...]:
    started = f"{run.started:%Y-%m-%d %H:%M}"
    figure = _figure(run)
    return (started, run.kind, one_line(run.name), run.status, run.version[:12], one_line(figure))


def _figure(run: Kept) -> str:
    """The main figure; of a run that has none of MAIN the first that it told of."""
    whole = run.whole()
    name = next((each for each in (*MAIN, *whole) if each in whole), None)
    return "" if name is None else f"{name} {whole[name]:.4g}"


def _record(run: Kept) -> dict[str, object]:
    ended = run.ended.isoformat() if run.ended else None
    return {**asdict(run), "started": run.started.isoformat(), "ended": ended}
