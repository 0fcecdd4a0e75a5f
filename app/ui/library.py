"""Library: documents in, documents listed, documents out."""

from __future__ import annotations

import streamlit as st

from app.build import Footnote
from app.ui import markup, session
from app.ui.uploads import Batch, Job
from indexes.catalog import Listing
from indexes.types import Document
from ingest.report import IngestReport, Outcome

PER_PAGE = 20
FILTER_FROM = 8
NAME_CHARACTERS = 80
POLL_S = 0.15
STAGES = {"reading": "Reading", "embedding": "Indexing", "publishing": "Saving"}


def page() -> None:
    """Draw the screen, and take in the files that were just added."""
    st.title("Library", anchor=False)
    with session.told():
        footnote = session.footnote()
        _show_upload(footnote)
        progress = st.container()
        _show_report(st.session_state.get("report"))
        _show_documents(footnote)
        with progress:
            _follow(st.session_state.get("job"))


def _show_upload(footnote: Footnote) -> None:
    with st.form("upload", clear_on_submit=True):
        files = st.file_uploader(
            "Drop documents here, or choose them",
            accept_multiple_files=True,
            max_upload_size=footnote.settings.max_file_mb,
            help="PDF, Word, HTML, Markdown, plain text and CSV are read.",
            key="files",
        )
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        collection = left.text_input(
            "Collection", value=footnote.settings.collection, max_chars=60, key="into"
        )
        busy = st.session_state.get("job") is not None
        submitted = right.form_submit_button(
            "Add to library", type="primary", width="stretch", disabled=busy
        )
    if submitted and files:
        into = " ".join(markup.printable(collection).split()) or footnote.settings.collection
        st.session_state["report"] = None
        st.session_state["job"] = Job(footnote, Batch(files, into)).start()
    elif submitted:
        st.info("Choose one or more files first.", icon=":material/info:")


def _follow(job: Job | None) -> None:
    """Show how far the job is until it ends. Leaving the screen does not stop it."""
    if job is None:
        return
    bar = st.progress(0.0, text="Getting ready\u2026")
    while not job.wait(POLL_S):
        if job.progress:
            share = job.progress.done / job.progress.total if job.progress.total else 0.0
            name = markup.line(job.progress.name, NAME_CHARACTERS)
            text = f"{STAGES[job.progress.stage]} {name}".rstrip() + "\u2026"
            bar.progress(min(share, 1.0), text=text)
    bar.empty()
    st.session_state["job"] = None
    result = job.result
    st.session_state["report"] = (
        session.sentence(result) if isinstance(result, Exception) else result
    )
    st.rerun()


def _show_report(report: IngestReport | str | None) -> None:
    if isinstance(report, str):
        st.error(markup.prose(report), icon=":material/error:")
    elif report is not None:
        for outcome in report.outcomes:
            _show_outcome(outcome)


def _show_outcome(outcome: Outcome) -> None:
    name = f"**{markup.line(outcome.source, NAME_CHARACTERS)}**"
    if outcome.status == "failed":
        st.error(f"{name} was not added. {markup.prose(outcome.reason)}", icon=":material/error:")
    elif outcome.status == "known":
        st.info(f"{name} is in the library already.", icon=":material/info:")
    else:
        pages = outcome.document.page_count if outcome.document else 1
        st.success(
            f"{name} added: {_count(pages, 'page')}, {_count(outcome.chunks, 'chunk')}.",
            icon=":material/check_circle:",
        )
    for warning in outcome.warnings:
        st.markdown(markup.quiet(markup.line(warning)))


def _show_documents(footnote: Footnote) -> None:
    listings = footnote.catalog.documents(owner=footnote.actor.id)
    if not listings:
        st.markdown("No documents yet. Drop some files above, and they appear here.")
        return
    st.subheader(_count(len(listings), "document"), anchor=False)
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
        _count(document.page_count, "page"),
        _count(listing.chunk_count, "chunk"),
        f"added {document.added_at.astimezone():%-d %B %Y}",
        "ready" if listing.state == "ready" else "being added",
        f"in {markup.line(document.collection, NAME_CHARACTERS)}",
    ]
    with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
        with st.container(gap=None):
            st.markdown(f"**{markup.line(document.name, NAME_CHARACTERS)}**")
            st.markdown(markup.quiet(" \u00b7 ".join(facts)))
        if st.button("Remove", key=f"remove-{document.id}", type="tertiary"):
            st.session_state["removing"] = document.id
    if st.session_state.get("removing") == document.id:
        _confirm_removal(footnote, listing)


def _close() -> None:
    st.session_state["removing"] = None


@st.dialog("Remove this document?", on_dismiss=_close)
def _confirm_removal(footnote: Footnote, listing: Listing) -> None:
    """Open until it is answered: what it asks about stands in the session, not in a click."""
    document = listing.document
    st.markdown(
        f"**{markup.line(document.name, NAME_CHARACTERS)}** leaves the library with "
        f"its {_count(listing.chunk_count, 'chunk')}. Answers in earlier chats that "
        "rely on it are emptied. Your own file is not touched."
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        keep = st.button("Keep it", key="keep")
        remove = st.button("Remove", type="primary", key="remove")
    with session.told():
        if remove:
            _remove(footnote, document)
            st.session_state["report"] = None
        if remove or keep:
            _close()
            st.rerun()


def _remove(footnote: Footnote, document: Document) -> None:
    """Out of the saved answers first: if the second half fails, both can be repeated."""
    footnote.records.forget_document(document.id)
    footnote.library.remove([document])


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


if __name__ == "__main__":
    page()
