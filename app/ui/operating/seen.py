"""What a section looks at: a period, some of its questions, and what people think of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import streamlit as st

from app.operations import tokens
from app.operations.grouped import COLLECTION, MODEL, PROMPT, Choice, Key, chosen, names
from app.operations.held import Ledger, Opinions, Traces, by_trace
from app.operations.periods import PERIODS, Period, Window, window
from app.operations.rates import caution
from app.tracing.spans import QUEUE
from app.tracing.types import Row
from app.ui import markup
from app.ui.operating.words import moment
from app.ui.report import count

if TYPE_CHECKING:
    from app.build import Footnote

PERIOD = "operations-period"
_USUAL = 1
_KEYS = ("operations-model", "operations-prompt", "operations-collection")
_ANY = "Any"
_OFF = (
    "Nothing is kept of new questions: the setting `traces` is `off`. Set it to `figures`, or to "
    "`text` to keep questions and answers too, and start Footnote again."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """rows: the chosen ones of the window, in order of time. liked: opinions by trace id."""

    window: Window
    rows: list[Row]
    liked: dict[str, bool]


def look(footnote: Footnote) -> Seen | None:
    """Let the reader choose period and filters; None, and why, where there is nothing to see."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        covered = window(_period(), datetime.now().astimezone())
        rows = traces(footnote).rows(covered.since, covered.until)
        choice = _filters(rows)
    held = chosen(rows, choice)
    _tell(footnote, covered, held, len(rows))
    if not held:
        return None
    return Seen(covered, held, by_trace(opinions(footnote).opinions(covered.since)))


def traces(footnote: Footnote) -> Traces:
    held: Traces = footnote.traces
    return held


def opinions(footnote: Footnote) -> Opinions:
    return footnote.records


def waits(footnote: Footnote, covered: Window) -> dict[str, float]:
    """Milliseconds in the queue by trace id."""
    return traces(footnote).step_ms(QUEUE, covered.since, covered.until)


def this_month(footnote: Footnote, now: datetime) -> tokens.Month:
    """What the ledger knows of this calendar month and the one before; its days are UTC's."""
    ledger: Ledger = footnote.ledger
    today = now.astimezone(UTC).date()
    first = datetime.combine(tokens.months_since(today), time(), UTC)
    return tokens.month(ledger.days(first), today)


def _period() -> Period:
    name = st.segmented_control(
        "Period", [each.name for each in PERIODS], default=PERIODS[_USUAL].name, key=PERIOD,
        required=True, label_visibility="collapsed", format_func=markup.chosen,
        persist_state="session",
    )  # fmt: skip
    return next(each for each in PERIODS if each.name == name)


def _filters(rows: Sequence[Row]) -> Choice:
    """A quiet button that opens the filters; its label says how many are set."""
    number = sum(st.session_state.get(key) not in (None, _ANY) for key in _KEYS)
    label = f"Filters ({number})" if number else "Filters"
    with st.popover(label, type="tertiary", icon=":material/tune:", key="operations-filters"):
        picked = [
            _pick(rows, *each) for each in zip((MODEL, PROMPT, COLLECTION), _KEYS, strict=True)
        ]
    return Choice(*picked)


def _pick(rows: Sequence[Row], by: Key, key: str) -> str | None:
    """One value, or None. One that was chosen before stays, though no row of the period has it."""
    options = names(rows, by)
    before = st.session_state.get(key)
    if isinstance(before, str) and before not in (_ANY, *options):
        options = [*options, before]
    value = st.selectbox(
        by.name, [_ANY, *options], format_func=markup.printable, key=key, persist_state="session"
    )
    return None if value == _ANY else value


def _tell(footnote: Footnote, covered: Window, held: Sequence[Row], all_of_them: int) -> None:
    """Which questions these are, and what so few of them cannot tell."""
    if footnote.settings.traces == "off":
        st.info(_OFF, icon=":material/visibility_off:")
    people = len({row.actor for row in held})
    told = f"{count(len(held), 'question')} of {count(people, 'user')} " if held else ""
    since = f"since {moment(covered.since)}"
    if held and len(held) < all_of_them:
        since += f"; the filters leave out {all_of_them - len(held):,}"
    warned = caution(len(held))
    if not held and all_of_them:
        warned = f"The filters leave out all {count(all_of_them, 'question')} of this period."
    st.markdown(markup.quiet(markup.line(f"{told}{since}." if held else f"S{since[1:]}.")))
    if warned:
        st.markdown(markup.line(warned))
