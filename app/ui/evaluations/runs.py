"""What Footnote's own tracker has kept: figures from run to run, and trainings by step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import streamlit as st

from app.evaluation.measures import MEASURES
from app.evaluation.report import Unit
from app.tracking import Kept, Runs
from app.tracking.types import EVALUATION, TRAINING
from app.ui import markup
from app.ui.evaluations import timeline
from app.ui.evaluations.figures import caption, theme
from app.ui.evaluations.values import value
from app.ui.evaluations.words import words
from app.ui.report import NAME_CHARACTERS, count

MOST_EVALUATIONS, MOST_TRAININGS = 200, 20
MOST_PLOTS = 4
"""Of one training."""

_KNOWN = {f"{each.name}: {each.over}": each for each in MEASURES}
_MAIN = "holds gold in 40 words: answerable"


def show(home: Path) -> None:
    """Both sections; one of which nothing is kept is left out."""
    tracker = Runs(home)
    _show_evaluations(tracker.runs(EVALUATION, MOST_EVALUATIONS))
    _show_trainings(tracker.runs(TRAINING, MOST_TRAININGS))


def _show_evaluations(runs: Sequence[Kept]) -> None:
    """One figure of all runs that asked the same questions, once there are two of them."""
    by_file: dict[str, list[Kept]] = {}
    for run in runs:
        by_file.setdefault(str(run.settings.get("file", "")), []).append(run)
    files = [file for file, found in by_file.items() if len(found) > 1]
    if not files:
        return
    st.subheader("From run to run", anchor=False)
    with st.container(horizontal=True):
        file = st.selectbox("Questions", files, format_func=_plain, key="runs-file")
        named = _measures(by_file[file])
        start = named.index(_MAIN) if _MAIN in named else 0
        name = st.selectbox(
            "Figure", named, index=start, format_func=_title, key=f"runs-figure-{file}"
        )
    points = [_point(run, name) for run in reversed(by_file[file]) if name in run.whole()]
    unit = _unit(name)
    told = ", ".join(f"{each.moment} {each.shown}" for each in points)
    st.altair_chart(
        timeline.over_time(points, unit == "%", "" if unit == "%" else unit, theme()),
        key="plot-runs",
        alt=f"{_title(name)}: {told}",
    )
    known = _KNOWN.get(name)
    better = {"more": "More is better.", "less": "Less is better."}
    doc = f"{words(known.name, known.over).doc} {better.get(known.better, '')}" if known else ""
    caption(f"{doc} Each dot is the mean of a run; models and settings may differ.".strip())


def _measures(runs: Sequence[Kept]) -> list[str]:
    """Names of the figures that these runs have, in the order of all measures."""
    had = {name for run in runs for name in run.whole()}
    return [name for name in _KNOWN if name in had] + sorted(had - set(_KNOWN))


def _point(run: Kept, name: str) -> timeline.At:
    number = run.whole()[name]
    questions = run.settings.get("questions")
    asked = count(questions, "question") if isinstance(questions, int) else ""
    return timeline.At(
        at=run.started.astimezone().replace(tzinfo=None).isoformat(),
        value=number,
        shown=value(number, _unit(name)),
        run=asked,
        model=markup.printable(run.versions.get("model", "search only")),
        moment=_moment(run.started),
    )


def _unit(name: str) -> Unit:
    """Of abstention, which is no measure of rows, a share."""
    known = _KNOWN.get(name)
    if known is not None:
        return known.unit
    return "%" if name.startswith("abstention") else ""


def _title(name: str) -> str:
    known = _KNOWN.get(name)
    if known is None:
        return _plain(name.partition(":")[0].capitalize())
    title = words(known.name, known.over).title
    return f"{title} ({known.over})" if title != known.name else name


def _show_trainings(runs: Sequence[Kept]) -> None:
    """One training: what became of it, its figures, and those that have steps as plots."""
    if not runs:
        return
    st.subheader("Trainings", anchor=False)
    by_id = {each.id: each for each in runs}
    chosen = st.selectbox(
        "Training",
        list(by_id),
        format_func=lambda id: f"{_plain(by_id[id].name)} \u00b7 {_moment(by_id[id].started)}",
        key="runs-training",
        label_visibility="collapsed",
    )
    run = by_id[chosen]
    facts = [run.status, *(f"{name} {text}" for name, text in run.settings.items())]
    st.markdown(markup.quiet(" \u00b7 ".join(markup.line(each, 60) for each in facts)))
    for name, points in list(run.series().items())[:MOST_PLOTS]:
        st.altair_chart(
            timeline.by_step(points, _plain(name), theme()),
            key=f"plot-training-{name}",
            alt=f"{_plain(name)}: {points[0][1]:.4g} at first, {points[-1][1]:.4g} at last",
        )
    whole = run.whole()
    if whole:
        rows = [{"Figure": _plain(name), "Value": f"{each:.4g}"} for name, each in whole.items()]
        st.dataframe(rows, hide_index=True)


def _plain(text: str) -> str:
    """One line without Markdown, for lists to choose from."""
    return markup.shortened(markup.printable(text), NAME_CHARACTERS) or "no name"


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%-d %B %Y, %H:%M}"
