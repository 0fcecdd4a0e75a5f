"""What was removed and can be had back: a line with Undo, and the bin behind a quiet button."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from app.build import Footnote
from app.shelf import Binned
from app.ui import markup
from app.ui.report import NAME_CHARACTERS, count
from app.ui.shelves.desk import desk
from app.ui.shelves.listed import Shown
from app.ui.shelves.verbs import attempted, require_idle, undo

MOST_SHOWN = 20


def show(footnote: Footnote, shown: Shown) -> None:
    """The line of the last removal while it can be undone, and the bin; nothing if it is empty."""
    if not shown.bin:
        return
    _show_undo(footnote, shown)
    with st.popover("Recently removed", icon=":material/delete:", type="tertiary", key="bin"):
        for each in shown.bin[:MOST_SHOWN]:
            _show_binned(footnote, each)
        if len(shown.bin) > MOST_SHOWN:
            st.markdown(markup.quiet(f"and {len(shown.bin) - MOST_SHOWN:,} more"))
        st.markdown(
            markup.quiet(
                "When they leave for good, answers in earlier chats that rely on them are emptied."
            )
        )
        several = "all " * (len(shown.bin) > 1)
        st.button(f"Remove {several}for good now", key="purge", on_click=_purge, args=(footnote,))


def _show_undo(footnote: Footnote, shown: Shown) -> None:
    removed = desk().removed
    held = {each.document.id for each in shown.bin}
    if removed is None or not held.issuperset(removed.ids):
        return
    with st.container(
        horizontal=True, vertical_alignment="center", border=True, wrap=False, key="shelf-removed"
    ):
        st.markdown(f"Removed **{markup.line(removed.name, NAME_CHARACTERS)}**.")
        st.button("Undo", key="undo", on_click=undo, args=(footnote, removed.ids))


def _show_binned(footnote: Footnote, each: Binned) -> None:
    document = each.document
    name = markup.line(document.name, NAME_CHARACTERS)
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.markdown(f"**{name}**  \n{markup.quiet(_left(each.until))}")
        st.button(
            "Restore", key=f"restore-{document.id}", on_click=undo, args=(footnote, [document.id])
        )


def _left(until: datetime) -> str:
    minutes = -(-(until - datetime.now(UTC)) // timedelta(minutes=1))
    return f"leaves for good in {count(max(minutes, 1), 'minute')}"


def _purge(footnote: Footnote) -> None:
    with attempted():
        require_idle()
        footnote.shelf.purge(footnote.actor, now=True)
        desk().removed = None
