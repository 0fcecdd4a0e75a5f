"""A document as Footnote read it: its pages, its chunks beside them, and what was left out."""

from __future__ import annotations

import streamlit as st

from app.build import Footnote
from app.sources import Reading, Source
from app.ui import markup, session, summary
from app.ui.asking.body import show_body
from app.ui.report import NAME_CHARACTERS, show_document
from app.ui.shelves import disk, listed, sight
from app.ui.shelves.desk import leave, opened
from app.ui.shelves.turning import (
    Marked,
    at_stretch,
    choose_page,
    mark,
    marked_on,
    page_number,
    show_stretches,
)
from indexes.errors import LibraryError
from indexes.types import Chunk, Document

CHUNK_CHARACTERS = 400
CHUNKS_HEIGHT = 720
"""Pixels; longer lists are scrolled."""


def show(footnote: Footnote, document_id: str) -> None:
    """The document with this id; why not, where it cannot be shown."""
    with st.container(key=sight.HEAD), session.told():
        st.button("Back to the library", key="back", icon=":material/arrow_back:", on_click=leave)
        document = _document(document_id)
        st.title(markup.line(document.name, NAME_CHARACTERS), anchor=False)
        show_document(footnote.catalog.report(document_id))
        with st.container(horizontal=True):
            if summary.offer(document):
                st.rerun()
            disk.offer_original(footnote, document_id)
        summary.show(footnote, document)
        _show_pages(footnote, document_id)


@st.fragment
def _show_pages(footnote: Footnote, document_id: str) -> None:
    """A page and its chunks; turning draws nothing else anew."""
    with session.told():
        if opened() != document_id:
            st.rerun()  # the whole page, which shows the list
        page = page_number()
        reading = footnote.sources.reading(footnote.actor, document_id, page, at_stretch())
        choose_page(reading)
        if reading.unread:
            st.warning(markup.line(reading.unread), icon=":material/visibility_off:")
        left, right = st.columns([3, 2], gap="medium")
        with left:
            if reading.notice:
                st.markdown(markup.quiet(markup.line(reading.notice)))
            source = _source(footnote, reading)
            with st.container(key=sight.BODY):
                show_body(source, "reading-body")
            show_stretches(source)
        with right:
            _show_chunks(reading)
        marked = marked_on(document_id, reading.page)
        sight.bring(document_id, f"{marked.page}-{marked.start}" if marked else "")


def _document(document_id: str) -> Document:
    for each in listed.shown().listings:
        if each.document.id == document_id:
            return each.document
    raise LibraryError("This document is not in your library, or is no longer.")


def _source(footnote: Footnote, reading: Reading) -> Source:
    """What is drawn of a page: with the chosen chunk marked, if there is one."""
    document, page = reading.document, reading.page
    marked = marked_on(document.id, page)
    if marked is not None:
        return footnote.sources.open(footnote.actor, document.id, marked.start, marked.end)
    return Source(document, "", page, reading.page_count, reading.body, page, page)


def _show_chunks(reading: Reading) -> None:
    """The chunks of a page, numbered, below their headings; a click shows where one stands."""
    chunks = reading.chunks
    if not chunks:
        st.markdown(markup.quiet("Nothing of this page can be found or cited."))
        return
    st.markdown(markup.quiet("What is searched and cited here, piece by piece"))
    headings: tuple[str, ...] = ()
    with st.container(height=CHUNKS_HEIGHT, border=False, gap=None, key="chunks"):
        for number, chunk in enumerate(chunks, start=1):
            if chunk.headings != headings:
                headings = chunk.headings
                where = " \u203a ".join(markup.line(each, NAME_CHARACTERS) for each in headings)
                st.markdown(markup.quiet(where))
            _show_chunk(reading.document, number, chunk)


def _show_chunk(document: Document, number: int, chunk: Chunk) -> None:
    st.button(
        f":gray[{number:,}]\u2002{markup.line(chunk.spoken or chunk.text, CHUNK_CHARACTERS)}",
        key=f"chunk-{chunk.id}",
        type="tertiary",
        on_click=mark,
        args=(Marked(document.id, chunk.page, chunk.start, chunk.end),),
    )
