"""What a person thinks of an answer: thumbs, a reason, a correction."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from app.types import Answer, Complaint, Feedback
from app.ui import markup, session
from app.ui.asking import arrival

REASONS: dict[Complaint, str] = {
    "wrong": "Wrong",
    "not in source": "Not in the source",
    "incomplete": "Incomplete",
    "slow": "Slow",
    "other": "Something else",
}
CORRECTION_CHARACTERS = 4000
DOWN, UP = 0, 1
TELLING = "telling"


def show_thumbs(answer: Answer, said: Feedback | None) -> None:
    """Thumbs under an answer, as pressed before. Thumbs up are kept at once."""
    key = f"thumbs-{answer.trace_id}"
    if key not in st.session_state and said:
        st.session_state[key] = UP if said.liked else DOWN
    st.feedback("thumbs", key=key, on_change=_pressed, args=(answer.trace_id, key))


def _pressed(trace_id: str, key: str) -> None:
    thumb = st.session_state[key]
    st.session_state[TELLING] = trace_id if thumb == DOWN else None
    with session.told():
        if thumb is None:
            session.chats().take_back(trace_id)
        else:
            _tell(trace_id, thumb == UP, None, "")
            session.footnote().metrics.feedback(thumb == UP)


def show_form(answer: Answer, said: Feedback | None) -> None:
    """After thumbs down: what was wrong, and what would be right. Both may be left out."""
    if st.session_state.get(TELLING) != answer.trace_id:
        if said and not said.liked and (said.complaint or said.correction):
            st.markdown(markup.quiet(_kept(said)))
        return
    with st.form(f"opinion-{answer.trace_id}"):
        st.pills(
            "What was wrong?",
            list(REASONS),
            format_func=lambda each: REASONS[each],
            key=f"complaint-{answer.trace_id}",
        )
        st.text_area(
            "What would be right?",
            max_chars=CORRECTION_CHARACTERS,
            placeholder="The right answer, or where it stands. It stays on this machine.",
            key=f"correction-{answer.trace_id}",
        )
        with st.container(horizontal=True, horizontal_alignment="right"):
            st.form_submit_button("Skip", on_click=_end)
            st.form_submit_button("Save", type="primary", on_click=_save, args=(answer.trace_id,))

    arrival.show(answer.trace_id)


def _save(trace_id: str) -> None:
    complaint: Complaint | None = st.session_state[f"complaint-{trace_id}"]
    correction = str(st.session_state[f"correction-{trace_id}"] or "").strip()
    with session.told():
        _tell(trace_id, False, complaint, correction)
        _end()


def _end() -> None:
    st.session_state[TELLING] = None


def _kept(said: Feedback) -> str:
    reason = f": {REASONS[said.complaint].lower()}" if said.complaint else ""
    words = f" \u201c{markup.line(said.correction, 160)}\u201d" if said.correction else ""
    return f"You noted{reason}.{words}" if reason else f"You noted:{words}"


def _tell(trace_id: str, liked: bool, complaint: Complaint | None, correction: str) -> None:
    opinion = Feedback(trace_id, liked, complaint, correction, datetime.now(UTC))
    session.chats().tell(opinion)
