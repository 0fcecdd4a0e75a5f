"""Private documents: the box under an upload, and the question before one is private no longer."""

from __future__ import annotations

import streamlit as st

from app.build import Footnote
from app.settings import Settings
from app.ui import markup, session
from app.ui.report import NAME_CHARACTERS
from app.ui.shelves.desk import close
from indexes.types import Document
from ingest.prepare import MAIL

MEANING = "The text of a private document is given only to models on this machine."


def offer(settings: Settings) -> bool:
    """The box under an upload; whether it is ticked."""
    return st.checkbox(
        "Private: never sent to a remote model",
        value=settings.private_by_default == "yes",
        help=MEANING,
        key="private",
    )


@st.dialog("No longer private?", on_dismiss=close)
def ask(footnote: Footnote, document: Document) -> None:
    """Open until it is answered."""
    parts = " So may its attachments that stand nowhere else." * (document.media_type == MAIL)
    st.markdown(
        f"The text of **{markup.line(document.name, NAME_CHARACTERS)}** may then be sent to a "
        f"remote model, where one is set.{parts}"
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        keep = st.button("Keep it private", key="keep-private")
        take_off = st.button("No longer private", type="primary", key="unlock")
    if keep or (take_off and _mark(footnote, document, False)):
        close()
        st.rerun()


def _mark(footnote: Footnote, document: Document, private: bool) -> bool:
    """Mark it; whether that went well, which is told if not."""
    with session.told():
        footnote.library.mark_private([document], private)
        return True
    return False
