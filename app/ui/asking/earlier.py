"""The chats that were kept: begun, found again, named, saved as files, removed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

import streamlit as st

from app import exporting
from app.chats import Chat
from app.records import TITLE_CHARS, Conversation
from app.ui import markup, session

TITLE_CHARACTERS = 60
FIRST_SHOWN = 20
SEARCH_FROM = 5
MENUS = "chat-menus"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show_list(chat: Chat) -> None:
    """The sidebar's part: a new chat, and those that were kept."""
    st.button("New chat", icon=":material/add:", width="stretch", on_click=_begin, key="new-chat")
    with session.told():
        everything = session.chats().listed()
        wanted = _wanted(len(everything))
        found = session.chats().listed(wanted) if wanted else everything
        if wanted and not found:
            st.markdown(markup.quiet("No chat has these words."))
        shown = int(st.session_state.get("chats-shown", FIRST_SHOWN))
        with st.container(gap="xxsmall"):
            if everything and not wanted:
                st.markdown(markup.quiet("Earlier chats"))
            for each in found[:shown]:
                _button(each, chat)
        if len(found) > shown:
            st.button("More", key="more-chats", type="tertiary", on_click=_more, args=(shown,))


def _wanted(kept: int) -> str:
    if kept < SEARCH_FROM:
        return ""
    text = st.text_input(
        "Find a chat",
        placeholder="Find a chat",
        label_visibility="collapsed",
        icon=":material/search:",
        key="find-chat",
    )
    return (text or "").strip()


def _more(shown: int) -> None:
    st.session_state["chats-shown"] = shown + FIRST_SHOWN


def _begin() -> None:
    session.begin_chat()


def _button(conversation: Conversation, chat: Chat) -> None:
    title = markup.line(conversation.title, TITLE_CHARACTERS)
    st.button(
        f"**{title}**" if conversation.id == chat.conversation else title,
        key=f"chat-{conversation.id}",
        type="tertiary",
        help=conversation.started_at.astimezone().strftime("%-d %B %Y, %H:%M"),
        wrap=False,
        on_click=_open,
        args=(conversation.id,),
    )


def _open(conversation: str) -> None:
    with session.told():
        session.open_chat(conversation)


def show_menu(chat: Chat) -> None:
    """What can be done with the chat on the screen. Nothing before it is kept."""
    if not chat.conversation:
        return
    title = _title(chat)
    with (
        st.container(horizontal=True, horizontal_alignment="right", key="chat-bar"),
        st.popover("Chat", icon=":material/more_horiz:", type="tertiary", key=_menu_key()),
    ):
        with st.form("rename-chat", border=False):
            field = f"chat-title-{chat.conversation}"
            new = st.text_input("Title", value=title, max_chars=TITLE_CHARS, key=field)
            renamed = st.form_submit_button("Rename", width="stretch", on_click=_close_menu)
        if renamed:
            with session.told():
                session.chats().rename(chat.conversation, new or "")
                st.rerun()
        _show_downloads(chat, title)
        st.button("Remove this chat", icon=":material/delete:", key="remove-chat", width="stretch",
                  on_click=_wish_removal)  # fmt: skip
    if st.session_state.get("removing-chat"):
        _confirm(chat, title)


def _show_downloads(chat: Chat, title: str) -> None:
    """The chat as a file. It is made when the button is pressed."""
    now = datetime.now().astimezone()
    kinds: list[tuple[str, str, str, Callable[..., str | bytes]]] = [
        ("Markdown", "md", "text/markdown", exporting.markdown),
        ("Word", "docx", WORD, exporting.docx),
        ("PDF", "pdf", "application/pdf", exporting.pdf),
    ]
    st.markdown(markup.quiet("Save with a numbered list of sources"))
    with st.container(horizontal=True, gap="small"):
        for label, suffix, media_type, made in kinds:
            st.download_button(
                label,
                partial(made, title, tuple(chat.answers), now),
                f"{_file_name(title)}.{suffix}",
                media_type,
                key=f"save-{suffix}",
                on_click="ignore",
            )


def _title(chat: Chat) -> str:
    kept = {each.id: each.title for each in session.chats().listed()}
    return kept.get(chat.conversation, chat.answers[0].question if chat.answers else "Chat")


def _file_name(title: str) -> str:
    """Letters, figures and spaces of the title: what every system takes as a name."""
    kept = "".join(each if each.isalnum() else " " for each in title)
    return " ".join(kept.split())[:60].rstrip() or "Chat"


def _menu_key() -> str:
    """Another menu after each of its actions: a new one is closed, an open one stays open."""
    return f"chat-menu-{st.session_state.get(MENUS, 0)}"


def _close_menu() -> None:
    st.session_state[MENUS] = int(st.session_state.get(MENUS, 0)) + 1


def _wish_removal() -> None:
    _close_menu()  # it would lie over the dialog
    st.session_state["removing-chat"] = True


def _keep() -> None:
    st.session_state["removing-chat"] = False


@st.dialog("Remove this chat?", on_dismiss=_keep)
def _confirm(chat: Chat, title: str) -> None:
    st.markdown(
        f"**{markup.line(title, TITLE_CHARACTERS)}** goes with its answers and what you said of "
        "them. Your documents stay."
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        keep = st.button("Keep it", key="keep-chat")
        remove = st.button("Remove", type="primary", key="really-remove-chat")
    with session.told():
        if remove:
            session.chats().remove(chat.conversation)
            session.begin_chat()
        if keep or remove:
            _keep()
            st.rerun()
