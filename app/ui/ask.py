"""Ask: a chat whose answers carry footnotes."""

from __future__ import annotations

from collections.abc import Generator

import streamlit as st

from app.build import Footnote
from app.records import Conversation
from app.types import Answer, Found, Question, Token
from app.ui import answers, jobs, markup, session
from app.ui.session import Chat, Failure

QUESTION_CHARACTERS = 2000
TITLE_CHARACTERS = 60
EARLIER_CHATS = 20
EVERYWHERE = "All collections"
STOPPED = "Stopped before the answer was complete. Ask again whenever you like."


def page() -> None:
    """Draw the screen, and answer the question if one was just asked."""
    with session.told():
        footnote, chat = session.footnote(), session.chat()
        documents = footnote.catalog.documents(owner=footnote.actor.id)
        collections = sorted({listing.document.collection for listing in documents})
        with st.sidebar:
            jobs.show_hint()
            collection = _choose_collection(collections)
            _show_chats(footnote, chat)
        text = st.chat_input(
            "Ask about your documents" if documents else "Add documents first",
            max_chars=QUESTION_CHARACTERS,
            submit_mode="stop",
            disabled=not documents,
            key="question",
        )
        asked = (text or "").strip()
        if not asked and not chat.answers and not chat.failure:
            _welcome(bool(documents))
        earlier = tuple(answer.read_as for answer in chat.answers)
        for answer in chat.answers:
            latest = answer is chat.answers[-1] and not asked
            answers.show_question(answer.question)
            if answers.show_reading(answer, latest):
                asked, earlier = answer.question, ()
            answers.show_answer(answer, latest)
        if asked:
            _ask(footnote, chat, Question(asked, footnote.actor, collection, earlier))
        elif chat.failure:
            answers.show_question(chat.failure.question)
            _show_failure(chat.failure.reason)


def _choose_collection(collections: list[str]) -> str | None:
    """The collection to look in; None for all. Offered only where there is a choice."""
    if len(collections) < 2:
        return None
    chosen = st.selectbox("Look in", [EVERYWHERE, *collections], key="collection")
    return None if chosen == EVERYWHERE else chosen


def _show_chats(footnote: Footnote, chat: Chat) -> None:
    if st.button("New chat", icon=":material/add:", width="stretch"):
        st.session_state["chat"] = Chat()
        st.rerun()
    with session.told():
        earlier = footnote.records.conversations(footnote.actor)[:EARLIER_CHATS]
        with st.container(gap="xxsmall"):
            if earlier:
                st.markdown(markup.quiet("Earlier chats"))
            pressed = [each for each in earlier if _chat_button(each, chat)]
        for conversation in pressed:
            saved = footnote.records.answers(conversation.id, footnote.actor)
            st.session_state["chat"] = Chat(conversation.id, saved)
            st.rerun()


def _chat_button(conversation: Conversation, chat: Chat) -> bool:
    title = markup.line(conversation.title, TITLE_CHARACTERS)
    return st.button(
        f"**{title}**" if conversation.id == chat.conversation else title,
        key=f"chat-{conversation.id}",
        type="tertiary",
        help=conversation.started_at.astimezone().strftime("%-d %B %Y, %H:%M"),
        wrap=False,
    )


def _welcome(has_documents: bool) -> None:
    if has_documents:
        st.title("Ask your documents", anchor=False)
        st.markdown(
            "Every sentence of an answer points to the place that supports it, "
            "so you can check it yourself."
        )
    else:
        st.title("Your library is empty", anchor=False)
        st.markdown("Add a few documents, and Footnote answers questions from them.")
        st.page_link("library.py", label="Add documents", icon=":material/library_add:")


def _show_failure(reason: str) -> None:
    if reason == STOPPED:
        st.info(reason, icon=":material/info:")
    else:
        st.error(markup.prose(reason), icon=":material/error:")


def _ask(footnote: Footnote, chat: Chat, question: Question) -> None:
    """Answer, keep the answer, and draw the screen again with it.

    Until the answer is there the turn counts as stopped: the Stop button ends this function
    anywhere, and the next drawing then says so.
    """
    chat.failure = Failure(question.text, STOPPED)
    answers.show_question(question.text)
    try:
        answer = _stream(footnote, question)
        chat.answers.append(answer)
        chat.failure = None
        _save(footnote, chat, answer)
    except Exception as error:  # noqa: BLE001  the page is a door
        chat.failure = Failure(question.text, session.sentence(error))
    st.rerun()


def _stream(footnote: Footnote, question: Question) -> Answer:
    """Show the draft as it comes; return the answer that the check made of it."""
    status, place, draft = st.empty(), st.empty(), ""
    status.markdown(markup.quiet("Searching your documents\u2026"))
    events = footnote.journey.stream(question)
    try:
        for event in events:
            if isinstance(event, Found):
                searched = answers.searched_for(question.text, event.read_as)
                lines = [searched, _found(event)] if searched else [_found(event)]
                status.markdown("  \n".join(map(markup.quiet, lines)))
            elif isinstance(event, Token):
                draft += event.text
                place.markdown(markup.prose(draft))
            else:
                return event
    finally:
        # The Stop button ends this script; that must end the model's work as well.
        if isinstance(events, Generator):
            events.close()
    raise RuntimeError("The journey ended without an answer.")


def _found(found: Found) -> str:
    if not found.hits:
        return "Nothing found that fits the question."
    passages = len(found.hits)
    documents = len({hit.window.document.id for hit in found.hits})
    return (
        f"Found {passages} passage{'s' * (passages != 1)} "
        f"in {documents} document{'s' * (documents != 1)}. Reading\u2026"
    )


def _save(footnote: Footnote, chat: Chat, answer: Answer) -> None:
    if not chat.conversation:
        chat.conversation = footnote.records.start(footnote.actor, answer.question)
    footnote.records.save(chat.conversation, answer)


if __name__ == "__main__":
    page()
