"""The screen before the first question: what this is, and something to ask."""

from __future__ import annotations

import streamlit as st

from app.build import Footnote
from app.ui import markup, session, ticking
from app.ui.asking import turns
from app.ui.report import count

REFRESH_S = 2.0


def show(footnote: Footnote, documents: int) -> None:
    """Draw it. documents: how many the library holds."""
    if not documents:
        st.title("Your library is empty", anchor=False)
        st.markdown("Add a few documents, and Footnote answers questions from them.")
        st.page_link("library.py", label="Add documents", icon=":material/library_add:")
        return
    st.title("Ask your documents", anchor=False)
    st.markdown(
        f"Footnote answers from the {count(documents, 'document')} in your library, and every "
        "sentence points to the place that supports it."
    )
    _suggest()


@st.fragment
def _suggest() -> None:
    """A few questions that the library answers; while they are made, it looks again by itself."""
    footnote = session.footnote()
    for at, question in enumerate(footnote.suggested.ready(footnote.actor)):
        if st.button(markup.line(question), key=f"suggested-{at}", icon=":material/arrow_forward:"):
            turns.put(session.chat().ask(question))
            st.rerun()
    if footnote.suggested.pending(footnote.actor):
        ticking.tick("suggested", REFRESH_S)
