"""Adding to the library: files, a folder, or text that is pasted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import streamlit as st

from app.build import Footnote
from app.formats import FORMATS
from app.ui import markup, privacy, session
from app.ui.uploads import Batch, Pasted, Upload, in_folder
from ingest.names import clean_name

Way = Literal["Files", "Folder", "Text"]
WAYS: tuple[Way, ...] = ("Files", "Folder", "Text")

TITLE_CHARACTERS = 80
COLLECTION_CHARACTERS = 60
TEXT_HEIGHT = 180
"""Pixels of the field for text."""

_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_NOTHING: dict[Way, str] = {
    "Files": "Choose one or more files first.",
    "Folder": "Choose a folder first. Hidden files in it are passed over.",
    "Text": "Paste some text first.",
}


@st.fragment
def show(footnote: Footnote) -> None:
    """The ways to add, and a form for the chosen one; what was added joins the queue."""
    with session.told():
        chosen = st.segmented_control(
            "What to add",
            WAYS,
            default="Files",
            required=True,
            label_visibility="collapsed",
            format_func=markup.chosen,
            key="way",
        )
        way: Way = chosen or "Files"
        if batch := _form(footnote, way):
            session.uploads().add(batch)
            st.rerun()  # the whole page: a job stands on it now


def pasted_name(title: str, text: str) -> str:
    """What a pasted text is called: by its title, else by its first line; `.md` or `.txt`.

    A text with a heading of Markdown is Markdown.
    """
    heading = next(filter(str.strip, text.splitlines()), "").lstrip("# ")
    stem = " ".join((title or heading).split()).replace("/", "-").replace("\\", "-")
    short = clean_name(stem[:TITLE_CHARACTERS].strip(" ."))
    return f"{short}{'.md' if _HEADING.search(text) else '.txt'}"


def _form(footnote: Footnote, way: Way) -> Batch | None:
    """The form; what it sends, None for nothing."""
    with st.form(f"upload-{way}", clear_on_submit=True, border=False):
        files = _pasted() if way == "Text" else _chosen(footnote, way)
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        collection = left.text_input(
            "Collection",
            value=footnote.settings.collection,
            max_chars=COLLECTION_CHARACTERS,
            key=f"into-{way}",
        )
        submitted = right.form_submit_button("Add to library", type="primary", width="stretch")
        private = privacy.offer(footnote.settings)
    if not submitted:
        return None
    if not files:
        st.info(_NOTHING[way], icon=":material/info:")
        return None
    into = " ".join(markup.printable(collection).split()) or footnote.settings.collection
    return Batch(files, into, private, foldered=way == "Folder")


def _chosen(footnote: Footnote, way: Way) -> Sequence[Upload]:
    """Files from the browser; of a folder those that a person has put there."""
    folder = way == "Folder"
    files = st.file_uploader(
        "Drop a folder here, or choose it" if folder else "Drop documents here, or choose them",
        accept_multiple_files="directory" if folder else True,
        max_upload_size=footnote.settings.max_file_mb,
        help=f"{FORMATS}.",
        key="folder" if folder else "files",
    )
    return [each for each in files if in_folder(each.name)] if folder else files


def _pasted() -> Sequence[Upload]:
    """The text in the field as a file; nothing where there is none."""
    title = st.text_input(
        "Title", max_chars=TITLE_CHARACTERS, placeholder="Its first line", key="pasted-title"
    )
    text = st.text_area("Text", height=TEXT_HEIGHT, key="pasted-text")
    return [Pasted(pasted_name(title, text), text)] if text.strip() else []
