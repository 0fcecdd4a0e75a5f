"""What one browser has in hand on the library page: it lasts until the browser is closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

Question = Literal["rename", "tags", "move", "replace", "unlock", "download"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A dialog that stands open, and the documents that it is about."""

    question: Question
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed last. name: of the document, or how many they were."""

    ids: tuple[str, ...]
    name: str


@dataclass(slots=True)
class Desk:
    """picked: ids of ticked documents. notice: a failure to tell at the next drawing."""

    picked: set[str] = field(default_factory=set)
    asked: Asked | None = None
    removed: Removed | None = None
    notice: str = ""


def desk() -> Desk:
    """This browser's."""
    if "desk" not in st.session_state:
        st.session_state["desk"] = Desk()
    held: Desk = st.session_state["desk"]
    return held


def ask(question: Question, *ids: str) -> None:
    """Open a dialog. It stands here, not in a click: an upload that ends draws the page anew."""
    desk().asked = Asked(question, ids)


def close() -> None:
    """No dialog stands open."""
    desk().asked = None


def opened() -> str:
    """The id of the document that the address asks to read; '' for the list."""
    return st.query_params.get("document", "")


def read(document_id: str) -> None:
    """Have the page show this document."""
    st.query_params["document"] = document_id
    st.query_params.pop("page", None)


def leave() -> None:
    """Have the page show the list again."""
    for key in ("document", "page"):
        st.query_params.pop(key, None)
