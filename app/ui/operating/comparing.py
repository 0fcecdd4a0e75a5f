"""The same figures for each model, prompt, collection, version set or arm, side by side."""

from __future__ import annotations

import streamlit as st

from app.operations.grouped import Group, groups, known
from app.operations.rates import FEW
from app.ui import markup
from app.ui.operating import tables
from app.ui.operating.seen import Seen
from app.ui.operating.words import NONE, milliseconds, percent, price, seconds

_EFFORT = ("Questions", "P50", "P95", "Tokens", "CPU")
_WORTH = ("Unsupported", "Abstained", "Failed", "Thumbs up", "Cached")


def show(seen: Seen) -> None:
    """A row for each value of what the reader chose: its effort, and below what came of it."""
    keys = {key.name: key for key in known(seen.rows)}
    st.header("Side by side", anchor=False)
    chosen = st.segmented_control(
        "Compare by", list(keys), default=next(iter(keys)), key="operations-by", required=True,
        label_visibility="collapsed", format_func=markup.chosen,
    )  # fmt: skip
    key = keys[chosen]
    found = groups(seen.rows, seen.liked, key)
    priced = any(each.cost.price for each in found)
    effort = (key.name, *_EFFORT, *(("Price",) if priced else ()))
    by = key.name.lower()
    tables.show(effort, [_effort(each, priced) for each in found], f"Time and cost by {by}")
    st.markdown(
        markup.quiet("Tokens: of a question for which a model worked. CPU and price: of an answer.")
    )
    tables.show((key.name, *_WORTH), [_worth(each) for each in found], f"Quality by {by}")
    if any(each.questions < FEW for each in found):
        st.markdown(
            markup.quiet(markup.line(f"Rows of fewer than {FEW} questions say little by chance."))
        )


def _effort(group: Group, priced: bool) -> tuple[str, ...]:
    found = group.latency
    return (
        group.name,
        f"{group.questions:,}",
        milliseconds(found.p50 if found else None),
        milliseconds(found.p95 if found else None),
        f"{group.tokens.tokens:,.0f}" if group.tokens else NONE,
        seconds(group.cost.cpu_s_each),
        *((price(group.cost.price_each),) if priced else ()),
    )


def _worth(group: Group) -> tuple[str, ...]:
    told = group.rates
    shares = (told.unsupported, told.abstained, told.failed, told.liked, told.cached)
    return (group.name, *map(percent, shares))
