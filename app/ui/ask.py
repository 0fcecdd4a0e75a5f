"""Ask: a chat whose answers carry footnotes, and the source beside them."""

from __future__ import annotations

import streamlit as st

from app.build import Footnote
from app.chats import Asked, Chat
from app.ui import drafting, jobs, session
from app.ui.asking import earlier, options, reply, source, turns, welcome
from indexes.catalog import Listing


def page() -> None:
    """Draw the screen, and answer the question if one was just asked."""
    with session.told():
        footnote, chat = session.footnote(), session.chat()
        listings = session.listings()
        with st.sidebar:
            jobs.show_hint()
            earlier.show_list(chat)
        typed = _field(footnote, chat, listings)
        pending: Asked | None = st.session_state.pop("pending", None)
        asked = chat.ask(typed) if typed else pending
        first = st.empty()
        if not (asked or chat.answers or chat.failure):
            with first.container():
                welcome.show(footnote, len(listings))
            return
        first.empty()  # at once: what was drawn before else stays until the answer is there
        earlier.show_menu(chat)
        _stage(asked.keep if asked else None)
        if asked:
            _ask(footnote, chat, asked)


def _field(footnote: Footnote, chat: Chat, listings: list[Listing]) -> str:
    """The question's field with the row above it; what was typed, '' for nothing."""
    with st.bottom:
        if listings:
            options.show(footnote, chat, listings)
        text = st.chat_input(
            "Ask about your documents" if listings else "Add documents first",
            max_chars=turns.QUESTION_CHARACTERS,
            disabled=not listings,
            key="question",
        )
    return (text or "").strip()


@st.fragment
def _stage(keep: int | None) -> None:
    """The turns and the source: what a click on a footnote draws anew.

    keep: while a question is being answered, how many turns stay above it; else None.
    """
    footnote, chat = session.footnote(), session.chat()
    with session.told():
        turns.show(footnote, chat, keep)
        source.show()
    if st.session_state.get("pending") and keep is None:
        st.rerun()  # the whole page: the answer comes under the turns


def _ask(footnote: Footnote, chat: Chat, asked: Asked) -> None:
    """Answer, keep the answer, and draw the screen again with it.

    The Stop button ends this function anywhere; the next drawing then says so.
    """
    chat.begin(asked)
    try:
        with st.container(key="asking"):  # the style sheet hides what was drawn below it before
            turns.show_words(asked.question.text)
            answer = drafting.stream(footnote, asked.question)
        reply.mark_fresh(answer)
        session.chats().keep(chat, asked, answer)
    except Exception as error:  # noqa: BLE001  the page is a door
        chat.fail(asked, session.sentence(error))
    st.rerun()


if __name__ == "__main__":
    page()
