"""Operations: how Footnote does for those who use it, section by section."""

from __future__ import annotations

import importlib

import streamlit as st

from app.ui import jobs, markup, session
from app.ui.operating import alerts, waterfall
from app.ui.operating.opened import opened

# Names -> modules of FOLDER, each with `show(footnote)`; a comment, as the framework would draw a
# string that stands alone in a page.
SECTIONS = {
    "Overview": "overview",
    "Questions": "questions",
    "Review": "review",
    "Experiments": "experiments",
    "Versions": "versions",
    "Drift": "drift",
    "Alerts": "alerts",
}

FOLDER = "app.ui.operating"


def page() -> None:
    """Draw the chosen section, or the trace that is open."""
    with session.told():
        footnote = session.footnote()
        with st.sidebar:
            jobs.show_hint()
        if trace_id := opened():
            waterfall.show(footnote, trace_id)
            return
        st.title("Operations", anchor=False)
        alerts.show_open(footnote)
        chosen = st.segmented_control(
            "Section", list(SECTIONS), default="Overview", key="operations-section", required=True,
            label_visibility="collapsed", format_func=markup.chosen, persist_state="session",
        )  # fmt: skip
        importlib.import_module(f"{FOLDER}.{SECTIONS[chosen]}").show(footnote)


if __name__ == "__main__":
    page()
