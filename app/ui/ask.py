"""Ask: a chat whose answers carry footnotes."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app.build import Footnote
from app.larger import larger_label, wrote
from app.records import Conversation
from app.types import Answer, Question
from app.ui import answers, drafting, jobs, markup, session
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
            submit_mode="disable",
            disabled=not documents,
            key="question",
        )
        typed = (text or "").strip()
        asked = _question(footnote, chat, typed) if typed else None
        if not asked and not chat.answers and not chat.failure:
            _welcome(bool(documents))
        asked = _show_turns(footnote, chat, asked)
        if asked:
            _ask(footnote, chat, replace(asked, collection=collection))


def _question(footnote: Footnote, chat: Chat, text: str) -> Question:
    """The next question of the chat."""
    earlier = tuple(answer.read_as for answer in chat.answers)
    return Question(text, footnote.actor, earlier=earlier, asker=session.asker())


def _show_turns(footnote: Footnote, chat: Chat, asked: Question | None) -> Question | None:
    """Draw the chat so far. Returns what to ask now: `asked`, or a turn that is to be repeated."""
    for answer in chat.answers:
        latest = answer is chat.answers[-1] and not asked
        answers.show_question(answer.question)
        if answers.show_reading(answer, latest):
            asked = replace(_question(footnote, chat, answer.question), earlier=())
        answers.show_answer(answer, latest)
        if latest and not asked and not chat.failure and _wants_larger(footnote, answer):
            asked = _larger(footnote, chat, answer)
    if chat.failure and not asked:
        asked = _show_failure(footnote, chat.failure)
    return asked


def _wants_larger(footnote: Footnote, answer: Answer) -> bool:
    """Offer the larger model, where there is one that did not write this answer."""
    label = larger_label(footnote.settings)
    return (
        bool(label) and not wrote(footnote.settings, answer) and answers.show_larger(answer, label)
    )


def _larger(footnote: Footnote, chat: Chat, answer: Answer) -> Question:
    """The question of the chat's last answer, for the larger model."""
    typed = answer.read_as == answer.question
    earlier = () if typed else tuple(each.read_as for each in chat.answers[:-1])
    return replace(_question(footnote, chat, answer.question), earlier=earlier, larger=True)


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


def _show_failure(footnote: Footnote, failure: Failure) -> Question | None:
    """Why the last question got no answer. Returns it where the person asks again."""
    place = st.empty()
    with place.container():
        answers.show_question(failure.question)
        if failure.reason == STOPPED:
            st.info(failure.reason, icon=":material/info:")
        else:
            st.error(markup.prose(failure.reason), icon=":material/error:")
        again = st.button("Ask again", key="again", type="tertiary", icon=":material/refresh:")
    if not again:
        return None
    place.empty()
    return Question(
        failure.question,
        footnote.actor,
        earlier=failure.earlier,
        asker=session.asker(),
        larger=failure.larger,
    )


def _ask(footnote: Footnote, chat: Chat, question: Question) -> None:
    """Answer, keep the answer, and draw the screen again with it.

    Until the answer is there the turn counts as stopped: the Stop button ends this function
    anywhere, and the next drawing then says so.
    """
    unanswered = Failure(question.text, STOPPED, question.earlier, question.larger)
    chat.failure = unanswered
    answers.show_question(question.text)
    try:
        answer = drafting.stream(footnote, question)
        chat.answers.append(answer)
        chat.failure = None
        _save(footnote, chat, answer)
    except Exception as error:  # noqa: BLE001  the page is a door
        chat.failure = replace(unanswered, reason=session.sentence(error))
    st.rerun()


def _save(footnote: Footnote, chat: Chat, answer: Answer) -> None:
    if not chat.conversation:
        chat.conversation = footnote.records.start(footnote.actor, answer.question)
    footnote.records.save(chat.conversation, answer)


if __name__ == "__main__":
    page()
