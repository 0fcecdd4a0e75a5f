"""The source beside the answer: the page, text or table that a footnote points at, marked.

The pane is a container with the key `source`; the style sheet sets it at the right of a wide window
and over the whole of a narrow one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from app.sources import PageImage, Source
from app.types import Citation
from app.ui import markup, session
from app.ui.asking.body import show_body
from indexes.errors import FootnoteError

NAME_CHARACTERS = 60
KEY = "source"
SAVED = "application/octet-stream"
"""Media type of downloads: whatever a file is, the browser saves it and shows nothing of it."""


@dataclass(frozen=True, slots=True)
class Target:
    """What the pane shows. mark: of the footnote. page: None for the page of the passage.

    at: an offset in a page whose text is shown in stretches; None for that of the passage.
    """

    document_id: str
    name: str
    mark: int
    start: int
    end: int
    page: int | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class _Last:
    """What was opened last."""

    target: Target
    source: Source


def open_citation(citation: Citation) -> None:
    """Have the pane show what supports a sentence."""
    st.session_state[KEY] = Target(
        citation.document_id, citation.document, citation.mark, citation.start, citation.end
    )


def close() -> None:
    """Have no pane."""
    st.session_state[KEY] = None


def is_open() -> bool:
    """Whether a pane is on the screen."""
    return isinstance(st.session_state.get(KEY), Target)


@st.fragment
def show() -> None:
    """Draw the pane, if a source is open. Its buttons draw nothing else anew."""
    target = st.session_state.get(KEY)
    if not isinstance(target, Target):
        return
    with st.container(key=KEY):
        _show_head(target)
        try:
            source = _opened(target)
        except FootnoteError as error:  # removed meanwhile, or a damaged file
            st.error(markup.prose(str(error)), icon=":material/error:")
            return
        _show_bar(target, source)
        _show_notices(source)
        show_body(source, "source-body", focus=True)


def _opened(target: Target) -> Source:
    """The source; the last one again while it is the same and may still be seen."""
    footnote = session.footnote()
    last: _Last | None = st.session_state.get("source-last")
    may = target.document_id in footnote.allowed(footnote.actor)
    if may and last and last.target == target:
        return last.source
    source = footnote.sources.open(
        footnote.actor, target.document_id, target.start, target.end, target.page, target.at
    )
    st.session_state["source-last"] = _Last(target, source)
    return source


def _show_head(target: Target) -> None:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False
    ):
        name = markup.line(target.name, NAME_CHARACTERS)
        st.markdown(f"{markup.mark(target.mark)}\u2002**{name}**")
        st.button(
            "Close", key="close-source", type="tertiary", icon=":material/close:", shortcut="Esc",
            on_click=_leave,
        )  # fmt: skip


def _leave() -> None:
    close()


def _show_bar(target: Target, source: Source) -> None:
    """Where in the document this is, what stands round it, and the file itself."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="source-bar"):
        before, after = _round(target, source)
        if before or after:
            _turn("Earlier", ":material/chevron_left:", before)
            if source.page_count > 1:
                st.markdown(markup.quiet(f"Page {source.page:,} of {source.page_count:,}"))
            _turn("Later", ":material/chevron_right:", after)
        if target.page is not None or target.at is not None:
            st.button(
                "To the passage", key="source-back", type="tertiary",
                icon=":material/my_location:", on_click=_go,
                args=(replace(target, page=None, at=None),),
            )  # fmt: skip
        if source.dated:
            st.markdown(markup.quiet(markup.line(source.dated)))
        show_download(source.document.id)


def _round(target: Target, source: Source) -> tuple[Target | None, Target | None]:
    """What precedes and what follows: the next stretch of the page, else the next page."""
    page = source.page
    before = replace(target, page=page - 1, at=None) if page > 1 else None
    after = replace(target, page=page + 1, at=None) if page < source.page_count else None
    if source.earlier is not None:
        before = replace(target, page=page, at=source.earlier)
    if source.later is not None:
        after = replace(target, page=page, at=source.later)
    return before, after


def _turn(label: str, icon: str, target: Target | None) -> None:
    st.button(
        label, key=f"source-{label.lower()}", type="tertiary", icon=icon, help=label,
        disabled=target is None, on_click=_go, args=(target,),
    )  # fmt: skip


def _go(target: Target) -> None:
    st.session_state[KEY] = target


def _show_notices(source: Source) -> None:
    """Why there is no picture of the page, or no mark on it."""
    body = source.body
    if source.notice:
        st.markdown(markup.quiet(markup.line(source.notice)))
    if isinstance(body, PageImage) and not body.placed:
        st.markdown(
            markup.quiet("Where on this page it stands is not known. It reads:")
            + f" \u201c{markup.line(body.quoted)}\u201d"
        )


def show_download(document_id: str) -> None:
    """A button that saves the file as it was added; it is read when the button is pressed."""
    footnote = session.footnote()
    try:
        original = footnote.sources.original(footnote.actor, document_id)
    except FootnoteError as error:  # the file is gone; its text, which is shown, was kept
        st.markdown(markup.quiet(markup.line(str(error))))
        return
    st.download_button(
        "Original", original.path.read_bytes, markup.printable(original.name), SAVED,
        key=f"original-{document_id}", type="tertiary", icon=":material/download:",
        help="Save the file as it was added", on_click="ignore",
    )  # fmt: skip
