"""What helps when there is no answer: what was searched, and what to try."""

from __future__ import annotations

import streamlit as st

from app.advice import Advice
from app.build import Footnote
from app.chats import Chat
from app.types import Answer
from app.ui import markup, session

KEY = "advice"


def show(footnote: Footnote, chat: Chat, answer: Answer) -> None:
    """Draw the advice under an abstention. It is made once: it costs a search."""
    kept: dict[str, Advice] = st.session_state.setdefault(KEY, {})
    if answer.trace_id not in kept:
        with session.told():
            advised = footnote.adviser.advice(answer, chat.asked(answer).question)
            kept.clear()
            kept[answer.trace_id] = advised
    if told := kept.get(answer.trace_id):
        st.markdown(markup.quiet(markup.line(told.searched)))
        st.markdown("What you could try:")
        st.markdown("\n".join(f"- {markup.line(each)}" for each in told.tries))
