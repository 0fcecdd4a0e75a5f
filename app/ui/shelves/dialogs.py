"""The dialogs that ask on, before something is done with documents of the list."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.build import Footnote
from app.ui import markup, privacy, session
from app.ui.report import NAME_CHARACTERS, count
from app.ui.shelves import disk
from app.ui.shelves.desk import close, desk
from app.ui.shelves.listed import Shown
from app.ui.shelves.verbs import require_idle
from app.ui.uploads import Batch
from indexes.types import Document

NAME_LIMIT = 150


def show(footnote: Footnote, shown: Shown) -> None:
    """The dialog that stands open, if one does and its documents are still there."""
    asked = desk().asked
    if asked is None:
        return
    documents = [each.document for each in shown.listings if each.document.id in asked.ids]
    if not documents:
        close()
    elif asked.question == "rename":
        _rename(footnote, documents[0])
    elif asked.question == "tags":
        _tag(footnote, documents, shown)
    elif asked.question == "move":
        _move(footnote, documents, shown)
    elif asked.question == "replace":
        _replace(footnote, documents[0])
    elif asked.question == "unlock":
        privacy.ask(footnote, documents[0])
    else:
        _download(footnote, documents[0])


@st.dialog("Rename", on_dismiss=close)
def _rename(footnote: Footnote, document: Document) -> None:
    with session.told(), st.form("rename", border=False):
        name = st.text_input("Name", document.name, max_chars=NAME_LIMIT, key="new-name")
        st.markdown(markup.quiet("The file itself keeps its name."))
        if _submitted("Rename"):
            footnote.shelf.rename(footnote.actor, document.id, name)
            _done()


@st.dialog("Tags", on_dismiss=close)
def _tag(footnote: Footnote, documents: Sequence[Document], shown: Shown) -> None:
    """Of one document: exactly these. Of several: these as well."""
    several = len(documents) > 1
    with session.told(), st.form("tags", border=False):
        st.markdown(_named(documents))
        given = st.multiselect(
            "Tags to add" if several else "Tags",
            shown.tags,
            default=[] if several else list(documents[0].tags),
            accept_new_options=True,
            format_func=markup.printable,
            placeholder="Choose or type one",
            key="new-tags",
        )
        if _submitted("Add tags" if several else "Save tags"):
            ids = [each.id for each in documents]
            footnote.shelf.tag(footnote.actor, ids, given, keep=several)
            _done()


@st.dialog("Move to another collection", on_dismiss=close)
def _move(footnote: Footnote, documents: Sequence[Document], shown: Shown) -> None:
    with session.told(), st.form("move", border=False):
        st.markdown(_named(documents))
        collection = st.selectbox(
            "Collection",
            shown.collections,
            index=shown.collections.index(documents[0].collection),
            accept_new_options=True,
            format_func=markup.printable,
            key="new-collection",
        )
        if _submitted("Move"):
            ids = [each.id for each in documents]
            require_idle()
            moved = footnote.shelf.move(footnote.actor, ids, collection)
            desk().picked = {moved.get(each, each) for each in desk().picked}
            _done()


@st.dialog("Replace with a newer file", on_dismiss=close)
def _replace(footnote: Footnote, document: Document) -> None:
    with session.told(), st.form("replace", border=False):
        st.markdown(
            f"The file takes the place of {_named([document])}. Tags and collection stay; answers "
            "in earlier chats that rely on the old one are emptied."
        )
        file = st.file_uploader(
            "The newer file", max_upload_size=footnote.settings.max_file_mb, key="newer"
        )
        if _submitted("Replace"):
            if file is None:
                st.info("Choose a file first.", icon=":material/info:")
            else:
                batch = Batch([file], document.collection, document.private, replaces=document.id)
                session.uploads().add(batch)
                _done()


@st.dialog("Download the original", on_dismiss=close)
def _download(footnote: Footnote, document: Document) -> None:
    with session.told():
        st.markdown(_named([document]))
        disk.offer_original(footnote, document.id)


def _named(documents: Sequence[Document]) -> str:
    if len(documents) > 1:
        return f"**{count(len(documents), 'document')}**"
    return f"**{markup.line(documents[0].name, NAME_CHARACTERS)}**"


def _submitted(label: str) -> bool:
    with st.container(horizontal=True, horizontal_alignment="right"):
        return st.form_submit_button(label, type="primary")


def _done() -> None:
    close()
    st.rerun()
