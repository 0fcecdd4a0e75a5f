"""Evaluation: how well Footnote answers questions whose answers are known, run by run."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.evaluation.saved import Saved
from app.ui import jobs, session
from app.ui.evaluations import list as listing
from app.ui.evaluations import run as opened_run
from app.ui.evaluations import runs as kept
from app.ui.evaluations import start, store


def page() -> None:
    """Draw the list of runs, or the one that is open."""
    with session.told():
        footnote = session.footnote()
        with st.sidebar:
            jobs.show_hint()
        runs = store.runs(footnote.settings.home)
        opened = listing.opened(runs)
        if opened is not None:
            opened_run.show(opened, runs)
            return
        st.title("Evaluation", anchor=False)
        start.show_button(footnote)
        start.show_progress()
        _show_runs(runs, footnote.settings.home)
        kept.show(footnote.settings.home)


def _show_runs(runs: list[Saved], home: Path) -> None:
    if runs:
        listing.show(runs)
        return
    st.markdown(
        "No run yet. An evaluation asks Footnote questions whose answers are known, and measures "
        "what it finds, says and cites."
    )
    st.markdown(
        "Press **Evaluate**, or make a run on the command line; with the sample documents in the "
        "library, that is:"
    )
    st.code("footnote ingest data/samples\nfootnote eval data/eval/samples.jsonl", language=None)


if __name__ == "__main__":
    page()
