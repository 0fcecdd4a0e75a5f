"""An answer in the making: what goes on, and the draft as it comes."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass

import streamlit as st

from app.build import Footnote
from app.types import Answer, Event, Found, Question, Reading, Token, Waiting
from app.ui import markup
from app.ui.asking import arrival, turns

SEARCHING = "Searching your documents\u2026"
PASSAGES = "Reading the passages: "
BRIEF_S = 1.0
"""Seconds of reading for which no share of it is told: it would flicker by."""


@dataclass(slots=True)
class Draft:
    """What the events of one question have told so far.

    searched: what was looked for, inert Markdown; '' where it is the question itself. found: what
    turned up, '' at first. doing: what goes on now. text: of the draft. clock: gives seconds.
    """

    question: str
    searched: str = ""
    found: str = ""
    doing: str = SEARCHING
    text: str = ""
    clock: Callable[[], float] = time.monotonic
    _reads_since: float | None = None

    def take(self, event: Event) -> None:
        """Note what an event tells. An Answer changes nothing."""
        if not isinstance(event, Reading):
            self._reads_since = None
        if isinstance(event, Waiting):
            self.doing = waiting(event.ahead)
        elif isinstance(event, Found):
            self.searched = turns.searched_for(self.question, event.read_as)
            self.found = _found(event)
            self.doing = "Reading\u2026" if event.hits else ""
        elif isinstance(event, Reading):
            self._read(event)
        elif isinstance(event, Token):
            self.text = event.text if event.anew else self.text + event.text
            self.doing = "Writing\u2026"

    def _read(self, event: Reading) -> None:
        """A share is told only where reading takes its time."""
        now = self.clock()
        if self._reads_since is None:
            self._reads_since = now
        if 0 <= event.done < event.total and now - self._reads_since >= BRIEF_S:
            self.doing = f"{PASSAGES}{100 * event.done // event.total}\u202f%"
        elif not self.doing.startswith(PASSAGES):
            self.doing = "Reading\u2026"

    @property
    def status(self) -> str:
        """The line above the draft, as quiet Markdown; before it what was searched for, if else."""
        step = " ".join(filter(None, (self.found, self.doing)))
        return "  \n".join(markup.quiet(line) for line in (self.searched, step) if line)


def waiting(ahead: int) -> str:
    """How many questions are before this one, as a sentence."""
    many = f"{ahead:,} questions" if ahead > 1 else "One question"
    return f"{many} before yours\u2026"


def stream(footnote: Footnote, question: Question) -> Answer:
    """Show the draft as it comes; return the answer that the check made of it.

    A Stop button stands beside what goes on: like every button it ends this script, at its next
    drawing, and draws the screen anew. Hence every event draws, also one that changes nothing.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        status = st.empty()
        st.button(markup.quiet("Stop"), key="stop", type="tertiary", icon=":material/stop_circle:")
    place, draft = st.empty(), Draft(question.text)
    arrival.show("draft")
    status.markdown(draft.status)
    events = footnote.journey.stream(question)
    try:
        for event in events:
            if isinstance(event, Answer):
                return event
            draft.take(event)
            status.markdown(draft.status)
            if isinstance(event, Token):
                place.markdown(markup.prose(draft.text))
    finally:
        # The Stop button ends this script; that must end the model's work as well.
        if isinstance(events, Generator):
            events.close()
    raise RuntimeError("The journey ended without an answer.")


def _found(found: Found) -> str:
    if not found.hits:
        return "Nothing found that fits the question."
    passages = len(found.hits)
    documents = len({hit.window.document.id for hit in found.hits})
    return (
        f"Found {passages} passage{'s' * (passages != 1)} "
        f"in {documents} document{'s' * (documents != 1)}."
    )
