"""Section Questions: the slowest, worst, heaviest and latest ones, each to be opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.operations import notable, tokens
from app.operations.notable import Notable
from app.tracing.types import Row
from app.ui import markup
from app.ui.operating.opened import open_trace
from app.ui.operating.seen import Seen, look
from app.ui.operating.words import OUTCOMES, milliseconds, moment
from app.ui.report import count

if TYPE_CHECKING:
    from app.build import Footnote

MOST = 15
QUESTION_CHARACTERS = 160
WORST, SLOWEST, HEAVIEST, LATEST = "Worst", "Slowest", "Heaviest", "Latest"
ORDERS = {
    WORST: "Thumbs down, errors and unsupported sentences, each counted; the later first.",
    SLOWEST: "By time until the whole answer, however it ended.",
    HEAVIEST: "By tokens, read and written.",
    LATEST: "The last ones asked.",
}


def show(footnote: Footnote) -> None:
    """Draw the list in the order that the reader chose."""
    seen = look(footnote)
    if seen is None:
        return
    st.header("Questions", anchor=False)
    order = st.segmented_control(
        "Order", list(ORDERS), default=WORST, key="operations-order", required=True,
        label_visibility="collapsed", format_func=markup.chosen, persist_state="session",
    )  # fmt: skip
    st.markdown(markup.quiet(markup.line(f"{ORDERS[order]} At most {MOST}.")))
    found = _ordered(seen, order)
    if not found:
        st.markdown(
            "None: no thumb down, no error, no unsupported sentence."
            if order == WORST
            else "None: no model worked, or nothing took time."
        )
    show_list(found, order.lower())


def show_list(found: Sequence[Notable], name: str) -> None:
    """A card for each question. name: of the list, for the keys of its buttons."""
    for each in found:
        _show(each, name)


def headline(row: Row) -> str:
    """The question's words where they are kept, else when it was asked: inert."""
    if row.question:
        return markup.line(row.question, QUESTION_CHARACTERS)
    return markup.line(f"Question of {moment(row.started_at)}")


def facts(row: Row, dated: bool = True) -> str:
    """When, if `dated`, how it ended, how long it took, how many tokens, by which model: inert."""
    told = [moment(row.started_at)] if dated and row.question else []
    told += [OUTCOMES[row.outcome], milliseconds(row.spent.total_ms)]
    if tokens.of(row):
        told.append(count(tokens.of(row), "token"))
    if row.made.cached:
        told.append("from the cache")
    if row.made.model:
        told.append(row.made.model)
    return " \u00b7 ".join(markup.line(each, 60) for each in told)


def _ordered(seen: Seen, order: str) -> list[Notable]:
    if order == WORST:
        return notable.worst(seen.rows, seen.liked, MOST)
    if order == SLOWEST:
        return notable.slowest(seen.rows, MOST)
    if order == HEAVIEST:
        return notable.heaviest(seen.rows, MOST)
    return notable.latest(seen.rows, MOST)


def _show(each: Notable, name: str) -> None:
    row = each.row
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", wrap=False,
        key=f"run-{name}-{row.trace_id}",
    ):  # fmt: skip
        with st.container(gap="xxsmall"):
            st.markdown(f"**{headline(row)}**")
            st.markdown(markup.quiet(facts(row)))
            if each.reasons:
                told = markup.line(" \u00b7 ".join(each.reasons))
                st.markdown(f":small[:red[{told}]]")
        st.button(
            "Open", key=f"trace-{name}-{row.trace_id}", type="tertiary", on_click=open_trace,
            args=(row.trace_id,),
        )  # fmt: skip
