"""Which documents the list shows, and in which order."""

from __future__ import annotations

import streamlit as st

from app.shelf.view import Sort, View
from app.ui import markup
from app.ui.shelves.listed import Shown

EVERYTHING = "All"
ORDERS: dict[str, tuple[Sort, bool]] = {
    "Newest first": ("added", True),
    "Oldest first": ("added", False),
    "Name": ("name", False),
    "Most pages first": ("pages", True),
}
"""What an order is called: what is compared, and whether the largest comes first."""

TEXT, ORDER = "filter", "order"
KEYS = ("in-collection", "of-kind", "with-tags", "unread-only", "private-only")


def choose(shown: Shown) -> View:
    """A field for words, an order, and a quiet button that opens the filters."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="shelf-filters"):
        text = st.text_input(
            "Find by name", placeholder="Words of the name, title or tags", key=TEXT
        )
        order = st.selectbox("Order", list(ORDERS), width=170, key=ORDER)
        chosen = sum(st.session_state.get(key) not in (None, EVERYTHING, [], False) for key in KEYS)
        label = f"Filters ({chosen})" if chosen else "Filters"
        with st.popover(label, icon=":material/tune:", key="filters"):
            narrowed = _narrowed(shown)
            if chosen:
                st.button("Clear filters", key="clear-filters", type="tertiary", on_click=clear)
    sort, descending = ORDERS[order]
    collection, kind, tags, unread, private = narrowed
    return View(text, collection, tags, kind, unread, private, sort, descending)


def clear() -> None:
    """Show everything."""
    for key in (TEXT, *KEYS):
        st.session_state.pop(key, None)


def _narrowed(shown: Shown) -> tuple[str | None, str, tuple[str, ...], bool, bool]:
    """Collection, kind, tags, only those with unread pages, only private ones."""
    collection = _one("Collection", shown.collections, "in-collection")
    kind = _one("Kind", shown.kinds, "of-kind")
    tags: list[str] = []
    if shown.tags:
        tags = st.multiselect(
            "Tags", shown.tags, format_func=markup.printable, key="with-tags", placeholder="Any"
        )
    unread = st.checkbox("Only with pages that were not read", key="unread-only")
    private = st.checkbox("Only private documents", key="private-only")
    return collection or None, kind, tuple(tags), unread, private


def _one(label: str, options: tuple[str, ...], key: str) -> str:
    """One of several; '' for all of them, and where there is nothing to choose."""
    if len(options) < 2:
        return ""
    chosen = st.selectbox(label, [EVERYTHING, *options], format_func=markup.printable, key=key)
    return "" if chosen == EVERYTHING else chosen
