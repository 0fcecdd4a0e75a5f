"""Tokens and costs of a period, and of this month beside the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.operations import tokens
from app.operations.costs import cost
from app.ui import markup
from app.ui.operating import tables
from app.ui.operating.seen import Seen, this_month
from app.ui.operating.words import change, price, seconds
from app.ui.report import count

if TYPE_CHECKING:
    from app.build import Footnote

MOST_USERS = 20


def show_tokens(footnote: Footnote, seen: Seen) -> None:
    """Tokens per question, session, user and month, and who used how many."""
    st.header("Tokens", anchor=False)
    whole, saved = tokens.total(seen.rows), tokens.out_of_cache(seen.rows)
    told = f"{whole.read:,} read and {whole.written:,} written in this period"
    reread = f"; the model had {saved:,} of those read in its memory already" if saved else ""
    st.markdown(markup.line(f"{told}{reread}."))
    means = (
        ("Question", tokens.per_question(seen.rows)), ("Session", tokens.per_session(seen.rows)),
        ("User", tokens.per_user(seen.rows)),
    )  # fmt: skip
    rows = [
        (name, f"{mean.tokens:,.0f}", f"{mean.most:,}", f"{mean.n:,}")
        for name, mean in means
        if mean is not None
    ]
    if rows:
        tables.show(("Tokens of a", "Mean", "Most", "How many"), rows, "Tokens in this period")
    _show_month(this_month(footnote, seen.window.until))
    used = [each for each in tokens.users(seen.rows) if each.tokens.all]
    if len(used) > 1:
        rows = [
            (each.name, f"{each.questions:,}", f"{each.tokens.read:,}", f"{each.tokens.written:,}")
            for each in used[:MOST_USERS]
        ]
        tables.fold("By user", ("User", "Questions", "Read", "Written"), rows)


def _show_month(month: tokens.Month) -> None:
    """This month for all questions, whatever is filtered, with its trend."""
    told = f"This month: {count(month.tokens.all, 'token')} until day {month.day} of {month.days}"
    grown = change(month.change)
    if grown is not None:
        told += f", {grown} against the same days of the month before ({month.before_so_far:,})"
    elif month.before:
        told += "; on the same days of the month before there were none"
    else:
        told += "; there is no month before to compare with"
    st.markdown(markup.line(f"{told}. All models and users, whatever is filtered."))


def show_cost(seen: Seen) -> None:
    """Processor time, and money where prices are set."""
    spent = cost(seen.rows)
    st.header("Cost", anchor=False)
    rows = [("Processor time", seconds(spent.cpu_s_each), seconds(spent.cpu_s))]
    if spent.price:
        rows.append(("Price", price(spent.price_each), price(spent.price)))
    tables.show(("Cost", "An answer", "All"), rows, "Cost of answers")
    words = "Processor seconds of Footnote and of models on this machine."
    if spent.price:
        words += " Prices are as the setting prices has them; failed questions were paid for too."
    else:
        words += " No price: local models cost none, remote ones what the setting prices says."
    st.markdown(markup.quiet(markup.line(words)))
