"""Search: the passages for a question, with the reasons for their order and what was left out."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app.build import Footnote
from app.explain import asked_stems
from app.ui import jobs, markup, search_filters, search_parts, session
from app.ui.report import count
from indexes.catalog import Listing
from indexes.retrieve import Search
from indexes.scope import Scope

QUESTION_CHARACTERS = 2000
MOST_HITS = 50


def page() -> None:
    """Draw the screen, and search if there is a question."""
    with session.told():
        footnote = session.footnote()
        listings = footnote.catalog.documents(owner=footnote.actor.id)
        with st.sidebar:
            jobs.show_hint()
        if not listings:
            _show_empty_library()
            return
        st.title("Search", anchor=False)
        question, k, scope = _asked(footnote, listings)
        if question:
            with session.told():
                _search(footnote, question, k, scope)
        else:
            st.markdown(
                markup.quiet(
                    "The passages themselves, without a language model: how each was found, why it "
                    "stands where it stands, and what was left out."
                )
            )


def _show_empty_library() -> None:
    st.title("Your library is empty", anchor=False)
    st.markdown("Add a few documents, and Footnote finds the passages that a question is about.")
    st.page_link("library.py", label="Add documents", icon=":material/library_add:")


def _asked(footnote: Footnote, listings: list[Listing]) -> tuple[str, int, Scope]:
    """The question, the number of hits, and where to look."""
    text = st.text_input(
        "Question",
        placeholder="What are you looking for?",
        max_chars=QUESTION_CHARACTERS,
        label_visibility="collapsed",
        icon=":material/search:",
        key="search-question",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        scope = search_filters.choose([each.document for each in listings])
        k = search_filters.choose_hits(min(footnote.settings.hits, MOST_HITS), MOST_HITS)
    return (text or "").strip(), k, scope


def _search(footnote: Footnote, question: str, k: int, scope: Scope) -> None:
    allowed = footnote.allowed(footnote.actor, None)
    allowed = scope.ids(footnote.catalog, allowed)
    if not allowed:
        st.info("No document fits these filters.", icon=":material/filter_alt_off:")
        search_filters.show_clear()
        return
    found = _found(footnote, question, k, allowed)
    for note in found.notes:
        st.markdown(f":small[:material/info: {markup.line(note)}]")
    if found.hits:
        st.subheader(count(len(found.hits), "passage"), anchor=False)
        stems = asked_stems(question)
        for rank, hit in enumerate(found.hits, start=1):
            search_parts.show_hit(footnote.catalog, rank, hit, stems, found.hits)
    else:
        _show_nothing(scope)
    if found.passed:
        search_parts.show_passed(found.passed)
    search_parts.show_timings(found.timings_ms, len(allowed))


def _show_nothing(scope: Scope) -> None:
    st.info("Nothing in these documents fits the question.", icon=":material/search_off:")
    if scope != Scope():
        search_filters.show_clear()
    else:
        st.markdown(markup.quiet("Other words may help, or a shorter question."))


def _found(footnote: Footnote, question: str, k: int, allowed: frozenset[str]) -> Search:
    """The search's result; the last one again while nothing has changed."""
    build_id = footnote.catalog.build_id()
    last = st.session_state.get("search-last")
    if isinstance(last, search_parts.Looked) and last.answers(question, k, allowed, build_id):
        return last.found
    with st.spinner("Searching your documents\u2026", show_time=False):
        found = footnote.search(question, k, allowed, explain=True)
        found = replace(found, hits=footnote.retriever.joined(found.hits))
    st.session_state["search-last"] = search_parts.Looked(question, k, allowed, build_id, found)
    return found


if __name__ == "__main__":
    page()
