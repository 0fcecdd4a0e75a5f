"""Where the next question looks, and who answers it: a row above the question's field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from app.build import Footnote
from app.chats import Chat, Options
from app.ui import markup
from indexes.catalog import Listing

EVERYWHERE = "All collections"
AS_SET = "As the settings say"
NAME_CHARACTERS = 60
MOST_HITS = 50


def show(footnote: Footnote, chat: Chat, listings: Sequence[Listing]) -> None:
    """Draw the row; what is chosen stands in the chat's options."""
    names = _settle(chat, listings)
    collections = sorted({each.document.collection for each in listings})
    with st.container(horizontal=True, gap="small", key="options"):
        with st.popover(
            scope_label(chat.options, listings), icon=":material/filter_list:", type="tertiary",
            key="scope",
        ):  # fmt: skip
            _choose_scope(collections, names)
        with st.popover("Options", icon=":material/tune:", type="tertiary", key="more-options"):
            _choose_model(footnote, chat)
            _choose_hits(footnote, chat)


def _settle(chat: Chat, listings: Sequence[Listing]) -> dict[str, str]:
    """Bring the chat's options and the fields into line; what is gone is no longer chosen.

    Returns the names of the documents that can be chosen, by id. Fields forget what they held while
    another screen is drawn; the chat does not.
    """
    state, options = st.session_state, chat.options
    state.setdefault("collection", options.collection or EVERYWHERE)
    state.setdefault("documents", sorted(options.documents or ()))
    if state["collection"] not in {each.document.collection for each in listings}:
        state["collection"] = EVERYWHERE
    collection = None if state["collection"] == EVERYWHERE else str(state["collection"])
    names = {
        each.document.id: each.document.name
        for each in listings
        if collection in (None, each.document.collection)
    }
    state["documents"] = [each for each in state["documents"] if each in names]
    documents = frozenset(state["documents"]) or None
    chat.options = replace(options, collection=collection, documents=documents)
    return names


def scope_label(options: Options, listings: Sequence[Listing]) -> str:
    """Where the next question looks, in few words, as inert Markdown."""
    if options.documents is not None:
        chosen = [each.document for each in listings if each.document.id in options.documents]
        if len(chosen) == 1:
            return markup.line(chosen[0].name, NAME_CHARACTERS // 2)
        return f"{len(chosen):,} documents"
    if options.collection is not None:
        return markup.line(options.collection, NAME_CHARACTERS // 2)
    return "All documents"


def _choose_scope(collections: Sequence[str], names: Mapping[str, str]) -> None:
    """The fields; what they hold is read when the page is drawn next."""
    st.markdown(markup.quiet("The next questions look only in what is chosen here."))
    if len(collections) > 1:
        st.selectbox(
            "Collection",
            [EVERYWHERE, *collections],
            format_func=markup.printable,
            key="collection",
        )
    st.multiselect(
        "Documents",
        sorted(names, key=lambda each: names[each].casefold()),
        format_func=lambda each: markup.shortened(names.get(each, ""), NAME_CHARACTERS),
        placeholder="All of them",
        key="documents",
        select_all=False,
    )


def _choose_model(footnote: Footnote, chat: Chat) -> None:
    choices = {each.label: each for each in footnote.choices.offered()}
    if len(choices) < 2:
        (only,) = choices or ("",)
        st.markdown(f"Answers by **{markup.line(only, NAME_CHARACTERS)}**")
        st.markdown(markup.quiet("`footnote models list` shows larger ones."))
        return
    chosen = st.selectbox(
        "Model",
        ["", *choices],
        format_func=lambda each: _named(each, choices[each].remote) if each else AS_SET,
        key="model",
        help="A larger model is slower, and writes better.",
    )
    chat.options = replace(chat.options, model=chosen or "")


def _named(label: str, remote: bool) -> str:
    name = markup.shortened(label, NAME_CHARACTERS)
    return f"{name} (remote)" if remote else name


def _choose_hits(footnote: Footnote, chat: Chat) -> None:
    hits = st.slider(
        "Passages searched for",
        1,
        MOST_HITS,
        value=min(footnote.settings.hits, MOST_HITS),
        key="hits",
        help="More find more, and take longer.",
    )
    chat.options = replace(chat.options, hits=0 if hits == footnote.settings.hits else int(hits))
