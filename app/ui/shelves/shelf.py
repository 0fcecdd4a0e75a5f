"""The list of documents: a page of rows, and what is done with those that are ticked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

import streamlit as st

from app.build import Footnote
from app.shelf import arranged
from app.ui import markup, session
from app.ui.report import NAME_CHARACTERS, count, kind, tag_badges
from app.ui.shelves import binned, dialogs, filters, listed
from app.ui.shelves.desk import ask, desk, opened, read
from app.ui.shelves.verbs import attempted, choose, remove, verbs
from indexes.catalog import Listing
from indexes.types import Document
from ingest.report import INSIDE

PER_PAGE = 20
FILTER_FROM = 8
"""So many documents are looked through without filters."""

_UNHEARD = re.compile(r"[^\w.\s-]|_|(?<!\w)-|-(?!\w)")
_WWW = re.compile(r"(www)\.", re.IGNORECASE)


@st.fragment
def show(footnote: Footnote) -> None:
    """Draw the list; what is done in it draws nothing else anew."""
    with session.told():
        if opened():
            st.rerun()  # the whole page, which shows that document instead
        shown = listed.shown()
        _show_notice()
        if not shown.listings:
            _show_empty()
        else:
            _show_list(footnote, shown)
        binned.show(footnote, shown)
        dialogs.show(footnote, shown)


def heard(name: str) -> str:
    """A name for those who hear the page: a box's label is read out as it was written.

    So it is inert without escapes: of its punctuation dots and single hyphens are left.
    """
    words = _UNHEARD.sub(" ", markup.shortened(name, NAME_CHARACTERS))
    return " ".join(_WWW.sub(r"\1 ", words).split())


def _show_notice() -> None:
    if notice := desk().notice:
        st.error(markup.prose(notice), icon=":material/error:")
        desk().notice = ""


def _show_empty() -> None:
    st.markdown(
        "No documents yet. Drop some files above, and they appear here, ready to be asked about."
    )


def _show_list(footnote: Footnote, shown: listed.Shown) -> None:
    held = {each.document.id for each in shown.listings}
    desk().picked &= held
    st.subheader(count(len(held), "document"), anchor=False)
    found = list(shown.listings)
    if len(held) >= FILTER_FROM:
        found = arranged(found, filters.choose(shown))
    if not found:
        st.markdown("No document is like that.")
        st.button("Show all documents", key="show-all", on_click=filters.clear)
        return
    if len(found) < len(held):
        st.markdown(markup.quiet(f"{len(found):,} of {count(len(held), 'document')}"))
    _show_page(footnote, found)
    if desk().picked:
        _show_picked(footnote, [each.document for each in shown.listings])


def _show_page(footnote: Footnote, found: Sequence[Listing]) -> None:
    pages = -(-len(found) // PER_PAGE)
    number = min(st.session_state.get("list-page") or 1, pages)
    rows = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    with st.container(gap=None, key="shelf-rows"):
        _show_all_box([each.document.id for each in rows])
        for listing in rows:
            _show_row(footnote, listing)
    if pages > 1:
        with st.container(horizontal_alignment="center"):
            st.pagination(pages, default=number, max_visible_pages=5, key="list-page")


def _show_all_box(ids: Sequence[str]) -> None:
    key = "pick-all"
    st.session_state[key] = desk().picked.issuperset(ids)
    st.checkbox(
        "Select all on this page", key=key, on_change=_pick, args=(key, *ids), width="content"
    )


def _show_row(footnote: Footnote, listing: Listing) -> None:
    document = listing.document
    name = markup.line(document.name, NAME_CHARACTERS)
    with st.container(
        horizontal=True,
        vertical_alignment="center",
        wrap=False,
        gap=None,
        key=f"document-{document.id}",
    ):
        key = f"pick-{document.id}"
        st.session_state[key] = document.id in desk().picked
        st.checkbox(
            f"Select {heard(document.name)}",
            key=key,
            label_visibility="collapsed",
            on_change=_pick,
            args=(key, document.id),
            width="content",
        )
        with st.container(gap=None, key=f"facts-{document.id}"):
            st.button(
                f"**{name}**",
                key=f"open-{document.id}",
                type="tertiary",
                on_click=read,
                args=(document.id,),
            )
            st.markdown(
                f"{markup.quiet(_facts(listing))}{tag_badges(document.tags)}{_left_out(listing)}"
            )
        _show_menu(footnote, document)


def _show_menu(footnote: Footnote, document: Document) -> None:
    key = f"menu-{document.id}"
    st.menu_button(
        f"Actions for {heard(document.name)}",
        verbs(document),
        key=key,
        type="tertiary",
        icon=":material/more_vert:",
        on_click=choose,
        args=(footnote, document, key),
    )


def _facts(listing: Listing) -> str:
    document = listing.document
    facts = [
        kind(document),
        count(document.page_count, "page"),
        count(listing.chunk_count, "chunk"),
        f"in {markup.line(document.collection, NAME_CHARACTERS)}",
        *[f"from {markup.line(each, NAME_CHARACTERS)}" for each in _folder(document)],
        f"added {document.added_at.astimezone():%-d %B %Y}",
        *["being added"] * (listing.state != "ready"),
        *[":material/lock: private"] * document.private,
    ]
    return " \u00b7 ".join(facts)


def _folder(document: Document) -> list[str]:
    """The folder that it was uploaded in, at most one."""
    path, inside, _ = document.source.partition(INSIDE)
    folder = PurePosixPath(path).parent
    return [] if inside or folder.is_absolute() or folder.name == "" else [str(folder)]


def _left_out(listing: Listing) -> str:
    """Pages that were not read, and notes on what else is missing."""
    told = []
    if listing.unread_count:
        told.append(f"{count(listing.unread_count, 'page')} not read")
    if listing.warning_count:
        told.append(count(listing.warning_count, "note"))
    return "".join(f" :small[:orange[{each}]]" for each in told)


def _show_picked(footnote: Footnote, documents: Sequence[Document]) -> None:
    """What can be done with the ticked documents together, those on other pages included."""
    ids = tuple(sorted(desk().picked))
    chosen = [each for each in documents if each.id in desk().picked]
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", border=True, key="shelf-picked"
    ):
        st.markdown(f"{len(ids):,} selected")
        st.button("Tags", key="tag-picked", on_click=ask, args=("tags", *ids))
        st.button("Move", key="move-picked", on_click=ask, args=("move", *ids))
        st.button("Remove", key="remove-picked", on_click=_remove, args=(footnote, chosen))
        st.button("Clear", key="clear-picked", type="tertiary", on_click=desk().picked.clear)


def _remove(footnote: Footnote, documents: Sequence[Document]) -> None:
    with attempted():
        remove(footnote, documents)


def _pick(key: str, *ids: str) -> None:
    """A box was ticked, or its tick taken off."""
    if st.session_state[key]:
        desk().picked.update(ids)
    else:
        desk().picked.difference_update(ids)
