"""Library: documents in, documents listed, documents out."""

from __future__ import annotations

import streamlit as st

from app.build import Footnote
from app.formats import FORMATS
from app.ui import jobs, markup, privacy, session, summary
from app.ui.report import NAME_CHARACTERS, count, show_document
from app.ui.uploads import Batch
from indexes.catalog import Listing
from indexes.types import Document

PER_PAGE = 20
FILTER_FROM = 8


def page() -> None:
    """Draw the screen, and take in the files that were just added."""
    st.title("Library", anchor=False)
    with session.told():
        footnote = session.footnote()
        _show_upload(footnote)
        jobs.show()
        _show_documents(footnote)


def _show_upload(footnote: Footnote) -> None:
    with st.form("upload", clear_on_submit=True):
        files = st.file_uploader(
            "Drop documents here, or choose them",
            accept_multiple_files=True,
            max_upload_size=footnote.settings.max_file_mb,
            help=f"{FORMATS}.",
            key="files",
        )
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        collection = left.text_input(
            "Collection", value=footnote.settings.collection, max_chars=60, key="into"
        )
        submitted = right.form_submit_button("Add to library", type="primary", width="stretch")
        private = privacy.offer(footnote.settings)
    if submitted and files:
        into = " ".join(markup.printable(collection).split()) or footnote.settings.collection
        session.uploads().add(Batch(files, into, private))
    elif submitted:
        st.info("Choose one or more files first.", icon=":material/info:")


def _show_documents(footnote: Footnote) -> None:
    listings = footnote.catalog.documents(owner=footnote.actor.id)
    if not listings:
        st.markdown("No documents yet. Drop some files above, and they appear here.")
        return
    st.subheader(count(len(listings), "document"), anchor=False)
    listings = _filtered(listings)
    pages = max(1, -(-len(listings) // PER_PAGE))
    shown = st.session_state.get("list-page", 1) if pages > 1 else 1
    first = (min(shown, pages) - 1) * PER_PAGE
    for listing in listings[first : first + PER_PAGE]:
        _show_document(footnote, listing)
    if pages > 1:
        st.pagination(pages, key="list-page")


def _filtered(listings: list[Listing]) -> list[Listing]:
    """Those whose name or title holds the filter's words; the field is there for long lists."""
    if len(listings) < FILTER_FROM:
        return listings
    wanted = st.text_input("Find by name", key="filter").casefold().split()
    found = [
        listing
        for listing in listings
        if all(
            word in f"{listing.document.name} {listing.document.title}".casefold()
            for word in wanted
        )
    ]
    if not found:
        st.markdown(markup.quiet("No document has that name."))
    return found


def _show_document(footnote: Footnote, listing: Listing) -> None:
    document = listing.document
    facts = [
        count(document.page_count, "page"),
        count(listing.chunk_count, "chunk"),
        f"added {document.added_at.astimezone():%-d %B %Y}",
        "ready" if listing.state == "ready" else "being added",
        f"in {markup.line(document.collection, NAME_CHARACTERS)}",
        *["private"] * document.private,
    ]
    missing = ""
    if listing.unread_count:
        missing = f" :small[:orange[{count(listing.unread_count, 'page')} not read]]"
    row = f"document-{document.id}"
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", wrap=False, key=row
    ):
        with st.container(gap=None):
            st.markdown(f"**{markup.line(document.name, NAME_CHARACTERS)}**")
            st.markdown(markup.quiet(" \u00b7 ".join(facts)) + missing)
        privacy.show_lock(footnote, document)
        for dialog, label in (("details", "Details"), ("removing", "Remove")):
            st.button(
                label,
                key=f"{dialog}-{document.id}",
                type="tertiary",
                on_click=_open,
                args=(dialog, document.id),
            )
    summary.show(footnote, document)
    privacy.show_question(footnote, document)
    if st.session_state.get("removing") == document.id:
        _confirm_removal(footnote, listing)
    elif st.session_state.get("details") == document.id:
        _show_details(footnote, document)


def _open(dialog: str, document_id: str) -> None:
    """A dialog stands in the session, not in a click: an upload that ends draws the page anew."""
    _close()
    privacy.close()
    st.session_state[dialog] = document_id


def _close() -> None:
    for dialog in ("details", "removing"):
        st.session_state[dialog] = None


@st.dialog("What was read", on_dismiss=_close)
def _show_details(footnote: Footnote, document: Document) -> None:
    with session.told():
        show_document(footnote.catalog.report(document.id))
        if summary.offer(document):
            _close()
            st.rerun()


@st.dialog("Remove this document?", on_dismiss=_close)
def _confirm_removal(footnote: Footnote, listing: Listing) -> None:
    """Open until it is answered."""
    document = listing.document
    st.markdown(
        f"**{markup.line(document.name, NAME_CHARACTERS)}** leaves the library with "
        f"its {count(listing.chunk_count, 'chunk')}. Answers in earlier chats that "
        "rely on it are emptied. Your own file is not touched."
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        keep = st.button("Keep it", key="keep")
        remove = st.button("Remove", type="primary", key="remove")
    with session.told():
        if remove:
            _remove(footnote, document)
            session.uploads().forget()  # a report that says it was added
        if remove or keep:
            _close()
            st.rerun()


def _remove(footnote: Footnote, document: Document) -> None:
    """Out of the saved answers first: if the second half fails, both can be repeated."""
    footnote.records.forget_document(document.id)
    footnote.library.remove([document])
    summary.close()  # it may quote the document


if __name__ == "__main__":
    page()
