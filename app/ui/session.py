"""What the screens share: the wired application, its errors as sentences, and the current chat."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import streamlit as st

from app import build
from app.chats import Chat, Chats
from app.ui import markup
from app.ui.uploads import Queue
from indexes.catalog import Listing
from indexes.errors import FootnoteError

log = logging.getLogger(__name__)

HEAD_START_S = 1.5
"""Seconds for which the first page has the processor to itself, before models are loaded."""

TEND_S = 60.0
"""Seconds between two looks at what is due."""

UNEXPECTED = (
    "Something went wrong that should not have. Nothing in your library has changed; "
    "the details are in the log."
)


@st.cache_resource(show_spinner=False)
def wired() -> build.Footnote:
    """The application, wired once for the whole process, before any of it is made."""
    return build.open_footnote()


@st.cache_resource(show_spinner=False)
def footnote() -> build.Footnote:
    """The application, shared by every browser.

    Its models load in the background: the page is there at once, and the first question seldom
    waits for them.
    """
    opened = wired()
    threading.Thread(target=_warm_up, args=(opened,), name="warm-up", daemon=True).start()
    threading.Thread(target=_tend, args=(opened,), name="tend", daemon=True).start()
    return opened


@st.cache_resource(show_spinner=False)
def uploads() -> Queue:
    """What is on its way into the library, from every browser."""
    return Queue(footnote())


def _warm_up(opened: build.Footnote) -> None:
    time.sleep(HEAD_START_S)
    try:
        opened.warm_up()
    except FootnoteError as error:  # the first question meets it again, and shows it
        log.warning("The models are not ready: %s", error)


def _tend(opened: build.Footnote) -> None:
    """What is due every minute: deleting for good what can no longer be restored, and traces that
    are too old; counting an experiment; looking whether anything is to be alerted.
    """
    duties: dict[str, Callable[[], object]] = {
        "What was removed is not deleted yet": lambda: opened.shelf.purge(),
        "Old traces are not deleted yet": lambda: opened.traces.purge(),
        "An experiment was not counted": lambda: opened.experiments.count(),
        "Alerts could not be checked": lambda: opened.alerts.check(),
    }
    while True:
        time.sleep(TEND_S)
        _done(duties)


def _done(duties: Mapping[str, Callable[[], object]]) -> None:
    """Each duty once, by what the log says where it fails."""
    for failure, do in duties.items():
        try:
            do()
        except (FootnoteError, sqlite3.Error) as error:  # as on a full disk: tried again
            log.warning("%s: %s", failure, error)
        except Exception:  # one duty's fault is not to end the others
            log.exception("%s.", failure)


def chat() -> Chat:
    """This browser's chat."""
    if "chat" not in st.session_state:
        st.session_state["chat"] = Chat(footnote().actor, asker())
    current: Chat = st.session_state["chat"]
    return current


def chats() -> Chats:
    """The chats that were kept."""
    opened = footnote()
    return Chats(opened.records, opened.actor, opened.forgets)


def begin_chat() -> None:
    """A new chat takes the place of the one on the screen; where it looks stays."""
    before = chat()
    st.session_state["chat"] = Chat(before.actor, before.asker, options=before.options)
    st.session_state["source"] = None


def open_chat(conversation: str) -> None:
    """An earlier chat takes the place of the one on the screen."""
    st.session_state["chat"] = chats().opened(conversation, chat())
    st.session_state["source"] = None


def listings() -> list[Listing]:
    """The documents that may be asked."""
    opened = footnote()
    return opened.catalog.documents(owner=opened.actor.id)


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
