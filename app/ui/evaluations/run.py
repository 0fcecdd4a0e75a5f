"""One evaluation: its figures, its questions, and what changed since another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from app.evaluation.measures import abstained
from app.evaluation.report import Report
from app.evaluation.saved import Saved
from app.ui import markup, session
from app.ui.evaluations import compare, figures, questions, store
from app.ui.evaluations.headlines import headlines
from app.ui.evaluations.list import NAMES, close_run, date, facts

METRIC_WIDTH = 126
"""Pixels: five fit side by side, two on a phone."""

VIEWS = ("Figures", "Questions", "Compare")


def show(run: Saved, runs: Sequence[Saved]) -> None:
    """Draw the run under its heading, one view at a time."""
    st.button(
        "All runs",
        key="all-runs",
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=close_run,
    )
    name = f"Run of {date(run.versions)}" if run.versions else markup.line(run.path.stem)
    st.title(name, anchor=False)
    kind = f"{NAMES[run.kind]} \u00b7 " if run.kind in NAMES else ""
    st.markdown(markup.quiet(kind + facts(run)))
    with session.told():
        report = store.report(run.path)
        with st.container(horizontal=True, vertical_alignment="center"):
            view = st.segmented_control(
                "View", VIEWS, default=VIEWS[0], label_visibility="collapsed",
                key=f"view-{run.path.stem}", required=True, format_func=markup.chosen,
            )  # fmt: skip
            _show_download(run)
        draw: dict[str, Callable[[], None]] = {
            "Figures": lambda: _show_figures(run, report),
            "Questions": lambda: questions.show(report.rows, run.path.stem),
            "Compare": lambda: compare.show(run, runs),
        }
        draw[view]()


def _show_download(run: Saved) -> None:
    st.download_button(
        "Download",
        data=run.path.read_bytes(),
        file_name=f"footnote-{run.path.name}",
        mime="application/json",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        help="The whole run as JSON: versions, figures, every question with its answer.",
        key=f"download-{run.path.stem}",
    )


def _show_figures(run: Saved, report: Report) -> None:
    counts = abstained(report.rows)
    with st.container(horizontal=True, gap="small"):
        for each in headlines(run.figures, run.abstained):
            st.metric(each.title, each.shown, help=each.doc, width=METRIC_WIDTH)
    figures.show_intervals(run.figures)
    if counts.right + counts.needless + counts.missed + counts.answered:
        figures.show_abstention(counts)
    figures.show_kinds(report.rows, run.figures, run.path.stem)
    figures.show_costs(report.rows)
    figures.show_table(run.figures)
    _show_versions(report)


def _show_versions(report: Report) -> None:
    """What made the figures, for whoever wants to repeat the run."""
    versions = report.versions
    told = [("Question file", versions.questions), ("Model", versions.model)]
    told += [("Prompt", versions.prompt), ("Judge", versions.judge)]
    told += [("Embedding model", versions.embedding), ("Index build", versions.build_id)]
    told += [("Version", versions.version)]
    told += [(name.replace("_", " "), str(value)) for name, value in versions.settings]
    lines = [f"{markup.line(name)}: **{markup.line(text)}**" for name, text in told if text]
    with st.expander("How this run was made"):
        st.markdown("  \n".join(lines))
