"""Tables of figures: real ones, which are read aloud, copied, and scrolled on a narrow screen."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.ui import markup

CELL_CHARACTERS = 60


def show(heads: Sequence[str], rows: Sequence[Sequence[str]], told: str) -> None:
    """Draw a table. heads, rows: plain text, made inert here. told: what it shows, in words."""
    inert = [[markup.line(cell, CELL_CHARACTERS) for cell in row] for row in rows]
    columns = {
        markup.line(head): [row[at] for row in inert] for at, head in enumerate(heads)
    }  # one list for each column, as the framework takes them
    st.table(columns, border="horizontal", hide_index=True, alt=told)


def fold(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], told: str = "") -> None:
    """The same, folded away under its title."""
    with st.expander(title):
        show(heads, rows, told or title)
