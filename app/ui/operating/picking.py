"""Picking the right passage: from what was found for the question, or by another search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.review import Candidate, Place
from app.review.windows import Windows
from app.ui import markup
from app.ui.report import NAME_CHARACTERS, count
from indexes.errors import LibraryError
from indexes.types import Chunk, Document

if TYPE_CHECKING:
    from app.build import Footnote

QUESTION_CHARACTERS = 2000
SENTENCE_CHARACTERS = 500
MOST_FOUND = 8
FOUND, SEARCH = "What was found", "Search the library"


def chosen(trace_id: str) -> tuple[Place, ...]:
    """The places that are picked for an answer."""
    return tuple(_picked(trace_id).values())


def show(footnote: Footnote, candidate: Candidate) -> None:
    """Passages, of whose sentences the right ones are ticked."""
    st.markdown("**The right passage**")
    st.markdown(
        markup.quiet(
            "Tick the sentences that the right answer rests on; none, if you are not sure."
        )
    )
    where = st.segmented_control(
        "Where", [FOUND, SEARCH], default=FOUND, required=True, label_visibility="collapsed",
        key=f"where-{candidate.trace_id}", format_func=markup.chosen,
    )  # fmt: skip
    if where == FOUND:
        _show_found(footnote, candidate)
    else:
        _show_search(footnote, candidate)


def show_chosen(trace_id: str) -> None:
    """What is picked, each to be taken off."""
    picked = _picked(trace_id)
    if not picked:
        return
    st.markdown(markup.quiet(f"{count(len(picked), 'sentence')} picked:"))
    for name, place in list(picked.items()):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(f":small[{markup.line(place.quote, SENTENCE_CHARACTERS)}]")
            st.button(
                "Take off",
                icon=":material/close:",
                type="tertiary",
                key=f"off-{trace_id}-{name}",
                on_click=_take_off,
                args=(trace_id, name),
            )


def _take_off(trace_id: str, name: str) -> None:
    _picked(trace_id).pop(name, None)


def _picked(trace_id: str) -> dict[str, Place]:
    picked: dict[str, Place] = st.session_state.setdefault(f"gold-{trace_id}", {})
    return picked


def _show_found(footnote: Footnote, candidate: Candidate) -> None:
    windows = Windows(footnote.catalog)
    shown = 0
    for hit in footnote.review.found(candidate.trace_id)[:MOST_FOUND]:
        try:
            document = windows.document(hit.document_id)
        except LibraryError:  # removed since; the others still help
            continue
        note = "cited" if hit.cited else ""
        chunks = windows.chunks(hit.document_id, hit.start, hit.end)
        _show_passage(candidate.trace_id, f"found-{shown}", document, chunks, note)
        shown += 1
    if not shown:
        st.markdown(markup.quiet("Nothing that was found is kept. Search for the passage."))


def _show_search(footnote: Footnote, candidate: Candidate) -> None:
    text = st.text_input(
        "Search", value=candidate.read_as[:QUESTION_CHARACTERS], max_chars=QUESTION_CHARACTERS,
        key=f"seek-{candidate.trace_id}", label_visibility="collapsed",
        icon=":material/search:", placeholder="What does the right passage say?",
    )  # fmt: skip
    if not (text or "").strip():
        return
    allowed = footnote.allowed(footnote.actor)
    with st.spinner("Searching your documents\u2026", show_time=False):
        found = footnote.search(str(text), MOST_FOUND, allowed) if allowed else None
    if found is None or not found.hits:
        st.markdown(markup.quiet("Nothing fits. Other words may help."))
        return
    for at, hit in enumerate(found.hits):
        window = hit.window
        _show_passage(candidate.trace_id, f"seek-{at}", window.document, window.chunks, "")


def _show_passage(
    trace_id: str, name: str, document: Document, chunks: Sequence[Chunk], note: str
) -> None:
    """A card with a tick for each sentence. name: of the passage, for the keys."""
    if not chunks:
        return
    with st.container(border=True, gap="xsmall", key=f"pick-{trace_id}-{name}"):
        told = f"**{markup.line(document.name, NAME_CHARACTERS)}**"
        if document.page_count > 1:
            told += f", page {chunks[0].page}"
        st.markdown(f"{told} {markup.quiet(note)}" if note else told)
        for chunk in chunks:
            place = Place(document.id, chunk.start, chunk.end, chunk.text)
            _show_tick(trace_id, f"{trace_id}-{name}-{chunk.start}", place)


def _show_tick(trace_id: str, key: str, place: Place) -> None:
    """A sentence may stand in several passages: all its ticks follow what is picked."""
    picked, name = _picked(trace_id), f"{place.document_id}-{place.start}-{place.end}"
    st.session_state[f"tick-{key}"] = name in picked

    def turn() -> None:
        if picked.pop(name, None) is None:
            picked[name] = place

    label = markup.line(place.quote, SENTENCE_CHARACTERS)
    st.checkbox(label or "(blank)", key=f"tick-{key}", on_change=turn)
