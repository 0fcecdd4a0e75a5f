"""The turns of a chat: each question with its answer, and what can be done with either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from app.answer import FOLLOW_UP
from app.build import Footnote
from app.chats import Asked, Chat, Failure
from app.larger import larger_label, wrote
from app.types import Answer, Citation, Feedback
from app.ui import markup, session
from app.ui.asking import abstention, opinions, reply, source

HEADING_CHARACTERS = 160
NAME_CHARACTERS = 60
QUESTION_CHARACTERS = 2000
EDITING = "editing"


def show(footnote: Footnote, chat: Chat, keep: int | None) -> None:
    """Draw the chat so far. What is to be asked next is put into the session: `pending`.

    keep: while a question is being answered, how many turns stay above it; else None.
    """
    shown = chat.answers[:keep]
    gone = _gone(footnote, shown)
    said = session.chats().opinions(shown)
    for at, answer in enumerate(shown):
        latest = answer is shown[-1] and keep is None
        _show_question(chat, at, answer)
        _show_reading(chat, answer, latest)
        _show_answer(footnote, chat, answer, latest, gone)
        _show_row(footnote, chat, answer, said, latest)
    if chat.failure and keep is None:
        _show_failure(chat.failure)


def show_words(text: str) -> None:
    """The person's own words: a heading, unless they are too many for one."""
    words = markup.line(text)
    if len(text) <= HEADING_CHARACTERS:
        st.subheader(words, anchor=False)
    else:
        st.markdown(f"**{words}**")


def searched_for(question: str, read_as: str) -> str:
    """What was searched for, as inert Markdown; '' when it is the question itself."""
    return f"Searched for: {markup.line(read_as)}" if read_as not in ("", question) else ""


def put(asked: Asked) -> None:
    """Have a question asked when the page is drawn next."""
    st.session_state["pending"] = asked
    st.session_state[EDITING] = None


def _gone(footnote: Footnote, shown: Sequence[Answer]) -> frozenset[str]:
    """Ids of cited documents that are no longer there, or no longer theirs."""
    cited = {each.document_id for answer in shown for each in (*answer.citations, *answer.nearest)}
    return frozenset(cited) - footnote.allowed(footnote.actor)


def _show_question(chat: Chat, at: int, answer: Answer) -> None:
    if st.session_state.get(EDITING) == answer.trace_id:
        _edit(chat, at, answer)
        return
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="small"):
        show_words(answer.question)
        st.button(
            "Edit the question",
            key=f"edit-{answer.trace_id}",
            type="tertiary",
            icon=":material/edit:",
            help="Edit the question and ask again",
            on_click=_set_editing,
            args=(answer.trace_id,),
        )


def _set_editing(trace_id: str | None) -> None:
    st.session_state[EDITING] = trace_id


def _edit(chat: Chat, at: int, answer: Answer) -> None:
    """The question in a field. Turns after it are replaced once the new answer is there."""
    later = len(chat.answers) - at - 1
    with st.form(f"editing-{answer.trace_id}", border=True):
        st.text_area(
            "Your question",
            value=answer.question,
            max_chars=QUESTION_CHARACTERS,
            key=f"edited-{answer.trace_id}",
        )
        if later:
            st.markdown(markup.quiet(_replaced(later)))
        with st.container(horizontal=True, horizontal_alignment="right"):
            st.form_submit_button("Cancel", on_click=_set_editing, args=(None,))
            st.form_submit_button(
                "Ask again", type="primary", on_click=_ask_edited, args=(chat, at, answer)
            )


def _ask_edited(chat: Chat, at: int, answer: Answer) -> None:
    text = str(st.session_state[f"edited-{answer.trace_id}"] or "").strip()
    if text:
        put(chat.edited(at, text))


def _replaced(later: int) -> str:
    if later == 1:
        return "The question after it goes when the new answer is there."
    return f"The {later} questions after it go when the new answer is there."


def _show_reading(chat: Chat, answer: Answer, latest: bool) -> None:
    """How the question was read, where that is worth saying; it can be asked as it was typed."""
    searched = searched_for(answer.question, answer.read_as)
    lines = [searched] if searched else []
    told = [each for each in answer.notes if not (searched and each.startswith(FOLLOW_UP))]
    lines += [markup.line(note) for note in told]
    if not lines:
        return
    with st.container(gap="xxsmall"):
        st.markdown("  \n".join(map(markup.quiet, lines)))
        if searched and latest:
            st.button(
                markup.quiet("Ask exactly as typed"),
                key=f"exact-{answer.trace_id}",
                type="tertiary",
                icon=":material/undo:",
                on_click=put,
                args=(chat.exactly(answer),),
            )


def _show_answer(
    footnote: Footnote, chat: Chat, answer: Answer, latest: bool, gone: frozenset[str]
) -> None:
    cited: Sequence[Citation] = answer.citations or answer.nearest

    def opened(number: int) -> None:
        for citation in cited:
            if citation.mark == number:
                source.open_citation(citation)

    reply.show(answer, latest, gone, f"reply-{answer.trace_id}", opened)
    if answer.status == "abstained" and latest:
        abstention.show(footnote, chat, answer)


def _show_row(
    footnote: Footnote, chat: Chat, answer: Answer, said: Mapping[str, Feedback], latest: bool
) -> None:
    """What can be said of an answer, and who else could be asked."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        opinions.show_thumbs(answer, said.get(answer.trace_id))
        label = larger_label(footnote.settings)
        if latest and label and not wrote(footnote.settings, answer) and not chat.failure:
            st.button(
                markup.quiet(f"Ask {markup.line(label, NAME_CHARACTERS)}"),
                key=f"larger-{answer.trace_id}",
                type="tertiary",
                icon=":material/neurology:",
                on_click=put,
                args=(chat.larger(answer),),
            )
    opinions.show_form(answer, said.get(answer.trace_id))


def _show_failure(failure: Failure) -> None:
    """Why the last question got no answer; it can be asked again."""
    show_words(failure.asked.question.text)
    if failure.stopped:
        st.info(markup.prose(failure.reason), icon=":material/info:")
    else:
        st.error(markup.prose(failure.reason), icon=":material/error:")
    st.button(
        "Ask again",
        key="again",
        type="tertiary",
        icon=":material/refresh:",
        on_click=put,
        args=(failure.asked,),
    )
