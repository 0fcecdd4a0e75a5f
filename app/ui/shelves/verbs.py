"""What can be done with documents from the list: the menu of a row, and the bar of those ticked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

import streamlit as st

from app.build import Footnote
from app.ui import session, summary
from app.ui.report import count
from app.ui.shelves.desk import Question, Removed, ask, desk, read
from indexes.errors import LibraryError
from indexes.types import Document

Verb = Literal[
    "Open",
    "Rename",
    "Tags",
    "Move",
    "Replace",
    "Make private",
    "No longer private",
    "Summarise",
    "Download original",
    "Remove",
]

_QUESTIONS: dict[Verb, Question] = {
    "Rename": "rename",
    "Tags": "tags",
    "Move": "move",
    "Replace": "replace",
    "No longer private": "unlock",
    "Download original": "download",
}


def verbs(document: Document) -> tuple[Verb, ...]:
    """What the menu of a document offers, in its order."""
    lock: Verb = "No longer private" if document.private else "Make private"
    return (
        "Open",
        "Summarise",
        "Rename",
        "Tags",
        "Move",
        "Replace",
        lock,
        "Download original",
        "Remove",
    )


def choose(footnote: Footnote, document: Document, key: str) -> None:
    """Do what was chosen in the menu `key`, or open the dialog that asks on."""
    verb: Verb | None = st.session_state.get(key)
    if verb is not None:
        with attempted():
            do(footnote, document, verb)


def do(footnote: Footnote, document: Document, verb: Verb) -> None:
    """One thing with one document."""
    if verb == "Open":
        read(document.id)
    elif verb == "Summarise":
        read(document.id)
        summary.begin(document)
    elif verb == "Make private":
        footnote.library.mark_private([document], True)
    elif verb == "Remove":
        remove(footnote, [document])
    else:
        ask(_QUESTIONS[verb], document.id)


def require_idle() -> None:
    """Raise LibraryError while an upload is taken in: what needs the library would wait for it."""
    if any(not job.wait() for job in session.uploads().jobs):
        raise LibraryError(
            "Documents are being added just now. Try again when they are in, or press Stop first."
        )


def remove(footnote: Footnote, documents: Sequence[Document]) -> None:
    """To the bin, from where it can be had back for a while."""
    require_idle()
    ids = tuple(document.id for document in documents)
    footnote.shelf.remove(footnote.actor, ids)
    hand = desk()
    hand.picked.difference_update(ids)
    hand.removed = Removed(ids, documents[0].name if len(ids) == 1 else count(len(ids), "document"))
    session.uploads().forget()  # a report that says it was added


def undo(footnote: Footnote, ids: Sequence[str]) -> None:
    """Back from the bin."""
    with attempted():
        require_idle()
        footnote.shelf.restore(footnote.actor, tuple(ids))
        removed = desk().removed
        if removed and set(removed.ids) <= set(ids):
            desk().removed = None


@contextmanager
def attempted() -> Iterator[None]:
    """For what a click begins: an error is told where the list is drawn next."""
    desk().notice = ""
    try:
        yield
    except Exception as error:  # noqa: BLE001  the page is a door
        desk().notice = session.sentence(error)
