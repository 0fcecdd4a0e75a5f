"""Private documents: the lock in a document's row, and the box under the upload."""

from __future__ import annotations

import streamlit as st

from app.build import Footnote
from app.settings import Settings
from app.ui import markup, session
from app.ui.report import NAME_CHARACTERS
from indexes.types import Document
from ingest.prepare import MAIL

MEANING = "The text of a private document is given only to models on this machine."
KEY = "unlocking"


def offer(settings: Settings) -> bool:
    """The box under an upload; whether it is ticked."""
    return st.checkbox(
        "Private: never sent to a remote model",
        value=settings.private_by_default == "yes",
        help=MEANING,
        key="private",
    )


def show_lock(footnote: Footnote, document: Document) -> None:
    """A lock, closed for a private document. A click closes it; to open it asks first."""
    if document.private:
        icon, hint = ":material/lock:", f"Private. {MEANING}"
    else:
        icon, hint = ":material/lock_open_right:", f"Make it private. {MEANING}"
    if st.button("", key=f"lock-{document.id}", type="tertiary", icon=icon, help=hint):
        close()
        if document.private:
            st.session_state[KEY] = document.id
        elif _mark(footnote, document, True):
            st.rerun()


def show_question(footnote: Footnote, document: Document) -> None:
    """Whether this document's lock is to be opened, until it is answered; else nothing."""
    if st.session_state.get(KEY) == document.id:
        _ask(footnote, document)


def close() -> None:
    """No lock is to be opened."""
    st.session_state[KEY] = None


@st.dialog("No longer private?", on_dismiss=close)
def _ask(footnote: Footnote, document: Document) -> None:
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
