"""Which trace is open instead of a section."""

from __future__ import annotations

import streamlit as st

OPENED = "operations-trace"


def opened() -> str:
    """The open trace's id; '' for none."""
    return str(st.session_state.get(OPENED) or "")


def open_trace(trace_id: str) -> None:
    """Show this trace at the next drawing of the Operations page."""
    st.session_state[OPENED] = trace_id


def close_trace() -> None:
    """Show the section again."""
    st.session_state[OPENED] = ""
