"""Where in a document one reads: the page, as the address has it, and a chunk that is shown."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from app.sources import Reading, Source
from app.ui import markup

PAGE, STRETCH, FIELD, MARKED = "page", "stretch", "page-field", "marked-chunk"


@dataclass(frozen=True, slots=True)
class Marked:
    """The chunk whose place is shown on the page."""

    document_id: str
    page: int
    start: int
    end: int


def mark(marked: Marked) -> None:
    """Show where a chunk stands; the second time, show it no longer."""
    held = st.session_state.get(MARKED)
    st.session_state[MARKED] = None if held == marked else marked


def marked_on(document_id: str, page: int) -> Marked | None:
    """The chunk that is shown on this page."""
    held = st.session_state.get(MARKED)
    if isinstance(held, Marked) and (held.document_id, held.page) == (document_id, page):
        return held
    return None


def page_number() -> int:
    """The page that the address asks for; 1 where it says none."""
    asked = st.query_params.get(PAGE, "")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 1


def at_stretch() -> int | None:
    """The offset in a long page at which it is to be shown; None for its beginning."""
    held = st.session_state.get(STRETCH)
    return held[1] if isinstance(held, tuple) and held[0] == _address() else None


def choose_page(reading: Reading) -> None:
    """Back, forth, and a field with the page's number; nothing for a single page."""
    last = reading.page_count
    if last < 2:
        return
    st.session_state[FIELD] = reading.page
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="turning"):
        _turn("Previous page", ":material/chevron_left:", reading.page - 1, last)
        st.number_input(
            "Page", 1, last, key=FIELD, width=120, label_visibility="collapsed", on_change=_jump
        )
        st.markdown(markup.quiet(f"of {last:,} pages"))
        _turn("Next page", ":material/chevron_right:", reading.page + 1, last)


def show_stretches(source: Source) -> None:
    """The ways to what precedes and follows on a long page."""
    earlier, later = source.earlier, source.later
    if earlier is None and later is None:
        return
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        _stretch("Before this", ":material/arrow_upward:", earlier)
        _stretch("After this", ":material/arrow_downward:", later)


def _stretch(label: str, icon: str, offset: int | None) -> None:
    st.button(
        label, key=f"stretch-{label}", icon=icon, disabled=offset is None,
        on_click=_go_to, args=(offset,),
    )  # fmt: skip


def _turn(label: str, icon: str, page: int, last: int) -> None:
    st.button(
        label, key=f"turn-{label}", icon=icon, type="tertiary",
        disabled=not 1 <= page <= last, on_click=_show, args=(page,),
    )  # fmt: skip


def _jump() -> None:
    _show(int(st.session_state[FIELD]))


def _show(page: int) -> None:
    st.query_params[PAGE] = str(page)
    st.session_state[MARKED] = None


def _go_to(offset: int) -> None:
    st.session_state[STRETCH] = (_address(), offset)
    st.session_state[MARKED] = None


def _address() -> tuple[str, int]:
    return st.query_params.get("document", ""), page_number()
