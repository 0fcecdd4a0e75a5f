"""What the screens share: the wired application, its errors as sentences, and the current chat."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import streamlit as st

from app import build
from app.types import Answer
from app.ui import markup
from app.ui.uploads import Queue
from indexes.errors import FootnoteError

log = logging.getLogger(__name__)

UNEXPECTED = (
    "Something went wrong that should not have. Nothing in your library has changed; "
    "the details are in the log."
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that got no answer, and the sentence that says why.

    earlier, larger: as the question had them, so that it can be asked again.
    """

    question: str
    reason: str
    earlier: tuple[str, ...] = ()
    larger: bool = False


@dataclass(slots=True)
class Chat:
    """The chat on the screen. conversation: its id in the records, '' before it is saved."""

    conversation: str = ""
    answers: list[Answer] = field(default_factory=list)
    failure: Failure | None = None


@st.cache_resource(show_spinner=False)
def footnote() -> build.Footnote:
    """The application, wired once for the whole process and shared by every browser.

    Its models load in the background: the page is there at once, and the first question seldom
    waits for them.
    """
    opened = build.open_footnote()
    threading.Thread(target=_warm_up, args=(opened,), name="warm-up", daemon=True).start()
    return opened


@st.cache_resource(show_spinner=False)
def uploads() -> Queue:
    """What is on its way into the library, from every browser."""
    return Queue(footnote())


def _warm_up(opened: build.Footnote) -> None:
    try:
        opened.warm_up()
    except FootnoteError as error:  # the first question meets it again, and shows it
        log.warning("The models are not ready: %s", error)


def chat() -> Chat:
    """This browser's chat."""
    if "chat" not in st.session_state:
        st.session_state["chat"] = Chat()
    current: Chat = st.session_state["chat"]
    return current


def asker() -> str:
    """The id under which this browser waits for its answers, beside others that wait."""
    if "asker" not in st.session_state:
        st.session_state["asker"] = uuid.uuid4().hex
    return str(st.session_state["asker"])


def sentence(error: Exception) -> str:
    """What a person is told about an error: its own words if it was raised for people."""
    if isinstance(error, FootnoteError):
        return str(error)
    log.error("The page met an error.", exc_info=error)
    return UNEXPECTED


@contextmanager
def told() -> Iterator[None]:
    """Show any error inside as a sentence, and go on below."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  the page is a door
        st.error(markup.prose(sentence(error)), icon=":material/error:")
