"""Where the Search page looks: collection, kinds of files, documents, dates, number of hits."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.formats import format_name
from app.ui import markup
from app.ui.report import NAME_CHARACTERS
from indexes.scope import Scope
from indexes.types import Document

EVERYWHERE = "All collections"
DATES = (
    "A document's date stands in its file name, else in its title or opening; else it is the day "
    "on which it was added."
)
KEYS = ("search-collection", "search-types", "search-documents", "search-since", "search-until")


def choose(documents: Sequence[Document]) -> Scope:
    """A quiet button that opens the filters; its label says how many are set.

    Raises LibraryError for dates that are none.
    """
    chosen = sum(bool(_state(key)) for key in KEYS)
    label = f"Filters ({chosen})" if chosen else "Filters"
    with st.popover(label, type="tertiary", icon=":material/tune:", key="search-filters"):
        collection = _collection(documents)
        types = _types(documents)
        names = _documents(documents)
        left, right = st.columns(2)
        since = left.text_input(
            "Dated from", placeholder="2023 or 2023-05-01", help=DATES, key="search-since"
        )
        until = right.text_input("Until", placeholder="2024", key="search-until")
        if chosen:
            show_clear("search-clear-here")
    return Scope(collection, names, types, since.strip() or None, until.strip() or None)


def choose_hits(default: int, most: int) -> int:
    """How many passages are wanted."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
        st.markdown(markup.quiet("Passages"))
        return int(
            st.number_input(
                "Passages",
                min_value=1,
                max_value=most,
                value=default,
                label_visibility="collapsed",
                width=130,
                key="search-hits",
            )
        )


def show_clear(key: str = "search-clear") -> None:
    """A button that takes all filters off."""
    st.button("Clear filters", key=key, type="tertiary", icon=":material/close:", on_click=_clear)


def _clear() -> None:
    for key in KEYS:
        st.session_state.pop(key, None)


def _state(key: str) -> object:
    value: object = st.session_state.get(key)
    return None if value == EVERYWHERE else value


def _collection(documents: Sequence[Document]) -> str | None:
    names = sorted({each.collection for each in documents})
    if len(names) < 2:
        return None
    chosen = st.selectbox(
        "Collection", [EVERYWHERE, *names], format_func=markup.printable, key="search-collection"
    )
    return None if chosen == EVERYWHERE else chosen


def _types(documents: Sequence[Document]) -> tuple[str, ...]:
    """Media types of the chosen kinds; several may go by one name."""
    kinds: dict[str, set[str]] = {}
    for each in documents:
        kinds.setdefault(format_name(each), set()).add(each.media_type)
    names = sorted(kinds, key=str.casefold)
    chosen = st.multiselect("Kinds of files", names, key="search-types", placeholder="All")
    return tuple(sorted(kind for name in chosen for kind in kinds[name]))


def _documents(documents: Sequence[Document]) -> tuple[str, ...]:
    names = {each.id: markup.printable(each.name)[:NAME_CHARACTERS] for each in documents}
    return tuple(
        st.multiselect(
            "Documents",
            sorted(names, key=lambda each: names[each].casefold()),
            format_func=lambda each: names.get(each, each),
            key="search-documents",
            placeholder="All",
        )
    )
