"""Section Overview: how fast, how right, how liked and how costly the answers of a period are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.operations.latency import answering
from app.operations.notable import heaviest
from app.operations.rates import Rates, rates
from app.ui.operating import comparing, questions, speed, spending, tables
from app.ui.operating.seen import Seen, look
from app.ui.operating.words import milliseconds, of, percent

if TYPE_CHECKING:
    from app.build import Footnote

METRIC_WIDTH = 126
"""Pixels: five fit side by side, two on a phone."""

MOST_HEAVY = 3


def show(footnote: Footnote) -> None:
    """Draw the figures of the chosen period, one heading below the other."""
    seen = look(footnote)
    if seen is None:
        return
    told = rates(seen.rows, seen.liked)
    _headlines(seen, told)
    speed.show(footnote, seen)
    _show_quality(told)
    spending.show_tokens(footnote, seen)
    heavy = heaviest(seen.rows, MOST_HEAVY)
    if heavy:
        st.subheader("Heaviest prompts", anchor=False)
        questions.show_list(heavy, "heavy")
    spending.show_cost(seen)
    comparing.show(seen)


def _headlines(seen: Seen, told: Rates) -> None:
    """The few figures that are looked at first."""
    found = answering(seen.rows)
    shown = [
        ("Half take up to", milliseconds(found.p50 if found else None),
         "Half of the answers were there sooner (P50, the median)."),
        ("95 % take up to", milliseconds(found.p95 if found else None),
         "One answer in twenty took longer (P95)."),
        ("Unsupported", percent(told.unsupported),
         f"Hallucination rate: {of(told.unsupported, 'sentence')} of the answers are not supported "
         "by what they cite, as Footnote's own check judges it."),
        ("Failed", percent(told.failed), f"{of(told.failed, 'question')} ended with an error."),
        ("Thumbs up", percent(told.liked), f"{of(told.liked, 'opinion')} liked the answer."),
    ]  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        for title, figure, doc in shown:
            st.metric(title.replace(" %", "\u202f%"), figure, help=doc, width=METRIC_WIDTH)


def _show_quality(told: Rates) -> None:
    st.header("Right and liked", anchor=False)
    rows = [
        ("Unsupported sentences", percent(told.unsupported), of(told.unsupported, "sentence")),
        ("Abstained", percent(told.abstained), of(told.abstained, "question")),
        ("Failed", percent(told.failed), of(told.failed, "question")),
        ("Thumbs up", percent(told.liked), of(told.liked, "opinion")),
        ("Given from the cache", percent(told.cached), of(told.cached, "answer")),
    ]
    rows += [(f"Failed by {name}", "", f"{number:,}") for name, number in told.errors]
    rows += [
        (title, "", f"{number:,}")
        for title, number in (("Stopped by the person", told.stopped), ("Refused", told.refused))
        if number
    ]
    tables.show(("Figure", "Share", "Counted"), rows, "How right, reliable and liked answers are")
