"""Section Drift: whether questions have changed, what the library lacks, what is out of date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

import streamlit as st

from app.curation import Curation, Gap, Stale
from app.drift import Bin, Drift, Finding, Report
from app.drift.features import SIMILARITY, TOPIC
from app.types import Actor
from app.ui import markup
from app.ui.evaluations.figures import theme
from app.ui.operating import tables
from app.ui.operating.drift_plots import Pair, shares
from app.ui.report import NAME_CHARACTERS, count

LIBRARY = "library.py"
QUESTION_CHARACTERS = 160
QUOTE_CHARACTERS = 240
MOST_BINS = 10
"""Bins that a plot shows: those that moved most."""

FIRST, STEP = 10, 20
"""Subjects and documents that are shown at first, and how many more with each click."""

ICONS = {
    "superseded": ":orange[:material/history:]",
    "expired": ":red[:material/event_busy:]",
    "review": ":orange[:material/rate_review:]",
    "period": ":orange[:material/calendar_month:]",
}
_SMALL, _LARGE = 0.1, 0.25
"""PSI below which a change is small, and from which on it is large."""


class Watched(Protocol):
    """The parts of the application that this section shows."""

    @property
    def actor(self) -> Actor: ...
    @property
    def drift(self) -> Drift: ...
    @property
    def curation(self) -> Curation: ...


def show(footnote: Watched) -> None:
    """Draw the three parts, one heading below the other."""
    _show_drift(footnote)
    _show_gaps(footnote.curation.gaps())
    _show_stale(footnote.curation.ready(), footnote.actor)


def _show_drift(footnote: Watched) -> None:
    st.header("Have the questions changed?", anchor=False)
    report = footnote.drift.report()
    if report.reason:
        st.markdown(markup.line(report.reason))
        return
    st.markdown(markup.quiet(markup.line(_looked_at(report))))
    drifted = report.drifted
    if not drifted:
        told = ":green[:material/check_circle:] Not beyond what chance does."
        st.markdown(told)
    for each in drifted:
        with st.container(border=True, gap="xxsmall", key=f"drift-{each.name.replace(' ', '-')}"):
            _show_finding(each, footnote)
    with st.expander("All distributions"):
        rows = [
            (_title(each.name), f"{each.psi:.2f}", _size(each.psi), f"{each.p:.3f}",
             "yes" if each.certain else "no")
            for each in report.findings
        ]  # fmt: skip
        heads = ("Distribution", "PSI", "Change", "p", "Certain")
        tables.show(heads, rows, "How far each distribution has moved")
        st.markdown(markup.quiet(markup.line(_how(report))))


def _show_finding(found: Finding, footnote: Watched) -> None:
    st.markdown(f":orange[:material/trending_up:] **{markup.line(_title(found.name))}**")
    named = footnote.drift.topic_names() if found.name == TOPIC else {}
    pairs = [Pair(_label(found, each, named), each.before, each.after) for each in found.bins]
    moved = sorted(pairs, key=lambda each: -abs(each.after - each.before))
    if found.name in (TOPIC, "language"):
        pairs = moved[:MOST_BINS]
    most = moved[0]
    verb = "up" if most.after > most.before else "down"
    st.markdown(
        markup.line(
            f"{most.label}: {verb} from {most.before:.0%} to {most.after:.0%} of the questions. "
            f"The change is {_size(found.psi)} (PSI {found.psi:.2f}); chance makes one as large "
            f"in {_chance(found.p)} of cases."
        )
    )
    st.altair_chart(
        shares(pairs, found.certain, theme()),
        key=f"plot-drift-{found.name}",
        alt=f"Shares of {found.name} before and now.",
    )
    left_out = len(found.bins) - len(pairs)
    if left_out:
        st.markdown(markup.quiet(f"{count(left_out, 'part')} that moved less are left out."))


def _label(found: Finding, part: Bin, named: Mapping[int, str]) -> str:
    if found.name == TOPIC:
        return named.get(int(part.label)) or f"topic {part.label}"
    return f"similarity {part.label}" if found.name == SIMILARITY else part.label


def _looked_at(report: Report) -> str:
    windows = report.windows
    return (
        f"{report.after:,} questions since {_day(windows.split)}, against {report.before:,} "
        f"from {_day(windows.since)} until then."
    )


def _how(report: Report) -> str:
    if report.unit == "users":
        unit = f"the weeks of each of {count(report.units, 'user')} are exchanged"
    else:
        unit = f"whole days of each user, {report.units:,} in all, are exchanged"
    return (
        f"PSI is 0 for no change; under {_SMALL} counts as small, from {_LARGE} on as large. For "
        f"p, {unit} between the two windows: how often that moves them as far. What one person "
        "changes alone is no drift where many ask."
    )


def _show_gaps(gaps: Sequence[Gap]) -> None:
    st.header("Documents worth adding", anchor=False)
    if not gaps:
        st.markdown("No saved question of the last 90 days stayed without an answer.")
        return
    st.markdown(
        markup.quiet("What people asked for and the library did not answer, in the last 90 days.")
    )
    shown = _shown("drift-gaps")
    for each in gaps[:shown]:
        with st.container(border=True, gap="xxsmall"):
            name = markup.line(each.name or "Other", NAME_CHARACTERS)
            st.markdown(f"**{name[:1].upper()}{name[1:]}**")
            asked = f"asked {count(each.asked, 'time')} by {_people(each.people)}"
            if each.disliked:
                asked += f", {each.disliked:,} of them answered with what is not in the source"
            st.markdown(markup.quiet(markup.line(asked)))
            for question in each.examples:
                st.markdown(f"- {markup.line(question, QUESTION_CHARACTERS)}")
    _more("drift-gaps", len(gaps), shown)


def _show_stale(stale: Sequence[Stale] | None, actor: Actor) -> None:
    st.header("Documents that may be out of date", anchor=False)
    if stale is None:
        st.markdown("The library is being looked through; come back in a moment.")
        return
    if not stale:
        st.markdown(":green[:material/check_circle:] None shows a sign of it.")
        return
    shown = _shown("drift-stale")
    for each in stale[:shown]:
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", wrap=False,
            key=f"run-stale-{each.document.id}",
        ):  # fmt: skip
            with st.container(gap="xxsmall"):
                name = markup.line(each.document.name, NAME_CHARACTERS)
                st.markdown(f"{ICONS[each.kind]} **{name}**")
                st.markdown(markup.line(each.reason))
                if each.quote:
                    st.markdown(f"> {markup.line(each.quote, QUOTE_CHARACTERS)}")
                st.markdown(markup.quiet(markup.line(each.todo)))
            if each.document.owner == actor.id:
                pressed = st.button("Open", key=f"stale-{each.document.id}", type="tertiary")
                if pressed:
                    _open(each.document.id, each.page)
    _more("drift-stale", len(stale), shown)


def _open(document_id: str, page: int) -> None:
    """Show the document in the library, on this page."""
    st.switch_page(LIBRARY, query_params={"document": document_id, "page": str(page)})


def _shown(key: str) -> int:
    return int(st.session_state.get(key, FIRST))


def _more(key: str, number: int, shown: int) -> None:
    if number > shown:
        st.button(
            f"Show more of {number:,}", key=f"{key}-more", type="tertiary",
            on_click=_show_more, args=(key,),
        )  # fmt: skip


def _show_more(key: str) -> None:
    st.session_state[key] = _shown(key) + STEP


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _title(name: str) -> str:
    return f"{name[:1].upper()}{name[1:]}"


def _size(psi: float) -> str:
    return "small" if psi < _SMALL else "large" if psi >= _LARGE else "moderate"


def _chance(p: float) -> str:
    return f"{max(p, 0.001):.1%}".replace(".0%", "%")


def _day(at: datetime) -> str:
    return f"{at.astimezone():%-d %B}"
