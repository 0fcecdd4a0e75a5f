"""Section Experiments: how one goes, which arm won, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from app.experiments import ArmReport, Experiment, Experiments, Report, State
from app.ui import markup, session
from app.ui.evaluations.figures import caption, theme
from app.ui.evaluations.values import value
from app.ui.operating import experiment_plots, experiment_start, experiment_steps, tables
from app.ui.operating.experiment_start import Tried
from app.ui.operating.words import NONE, milliseconds, moment

CHOSEN = "experiment-shown"

STATES: dict[State, Literal["blue", "gray", "green", "violet"]] = {
    "running": "blue",
    "stopped": "gray",
    "won": "green",
    "rolled out": "violet",
}
"""Colours of the badges."""

MEANING = (
    "The line is the mean reward of an arm's units, the band its confidence sequence: it holds at "
    "all times at once, so you may look as often as you like. An arm has won when its band lies "
    "above all others; without a real difference that happens in fewer than 5 of 100 experiments."
)
REWARD = (
    "A thumb counts 1 or 0. An answer without one counts the share of its sentences that its "
    "sources support, an abstention 0.4, a stopped answer 0.2, a failure 0. A unit counts the mean "
    "of its answers, once it is over."
)


def show(footnote: Tried) -> None:
    """Draw the experiment that runs, or the one that was chosen, and the form to start one."""
    experiment_steps.show_told()
    found = footnote.experiments.all()
    experiment_start.show_button(footnote, found)
    if not found:
        st.markdown(
            "No experiment yet. One shows two or more prompts, models or settings to different "
            "people, measures what they make of the answers, and tells you when one is better."
        )
        return
    with session.told():
        _show(footnote.experiments, _chosen(found))


def _chosen(found: Sequence[Experiment]) -> Experiment:
    """The one to show: what was picked, else the newest, which is the one that runs if any does."""
    if len(found) == 1:
        return found[0]
    names = [each.name for each in found]
    states = {each.name: each.state for each in found}
    picked = st.selectbox(
        "Experiment",
        names,
        format_func=lambda name: f"{name} ({states.get(name, NONE)})",
        key=CHOSEN,
    )
    return next((each for each in found if each.name == picked), found[0])


def _show(experiments: Experiments, chosen: Experiment) -> None:
    report = experiments.report(chosen.name)
    found = report.experiment
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(markup.line(found.name), anchor=False, width="content")
        st.badge(found.state, color=STATES[found.state])
    st.markdown(f"**{markup.line(report.verdict)}**")
    st.markdown(markup.quiet(markup.line(_facts(found))))
    experiment_steps.show_buttons(experiments, found)
    _show_plots(report)
    _show_table(report.arms)


def _facts(found: Experiment) -> str:
    unit = "one user on one day" if found.unit == "user" else "one visit"
    told = f"Since {moment(found.started_at)}"
    if found.ended_at is not None:
        told += f" until {moment(found.ended_at)}"
    return f"{told} \u00b7 unit: {unit} \u00b7 {len(found.arms)} arms"


def _show_plots(report: Report) -> None:
    names = [each.arm.name for each in report.arms]
    if report.points:
        st.subheader("Mean reward", anchor=False, help=REWARD)
        st.altair_chart(
            experiment_plots.bounds(report.points, names, theme()),
            key="plot-experiment-bounds",
            alt=f"Mean reward: {', '.join(map(_spoken, report.arms))}",
        )
        caption(MEANING)
    if report.traffic:
        st.subheader("Traffic", anchor=False)
        shares = ", ".join(f"{each.arm.name} {value(each.share, '%')}" for each in report.arms)
        st.altair_chart(
            experiment_plots.traffic(report.traffic, names, theme()),
            key="plot-experiment-traffic",
            alt=f"Traffic: {shares}",
        )
        caption(
            "Units that began on each day (UTC). The better an arm does, the more it is given; "
            "each arm keeps at least a tenth."
        )


def _show_table(arms: Sequence[ArmReport]) -> None:
    st.subheader("Arms", anchor=False)
    heads = ("", *(each.arm.name for each in arms))
    rows = [
        ("Settings", *(each.arm.told for each in arms)),
        ("Units, counted", *(f"{each.units:,}, {each.counted:,}" for each in arms)),
        ("Traffic", *(value(each.share, "%") for each in arms)),
        ("Mean reward", *map(_reward, arms)),
        ("Answers", *(f"{each.answers:,}" for each in arms)),
        ("Liked, of thumbs", *(f"{_share(each.liked)} of {each.thumbs:,}" for each in arms)),
        ("Sentences supported", *(_share(each.supported) for each in arms)),
        ("Abstained, failed", *(f"{each.abstained:,}, {each.failed:,}" for each in arms)),
        ("P50, P95", *map(_times, arms)),
        ("Tokens", *(f"{each.tokens:,}" for each in arms)),
    ]  # fmt: skip
    tables.show(heads, rows, "The arms and their figures")


def _reward(each: ArmReport) -> str:
    if each.mean is None:
        return NONE
    return f"{each.mean:.2f} ({each.low:.2f} to {each.high:.2f})"


def _times(each: ArmReport) -> str:
    return f"{milliseconds(each.p50_ms)}, {milliseconds(each.p95_ms)}"


def _share(number: float | None) -> str:
    return NONE if number is None else value(number, "%")


def _spoken(each: ArmReport) -> str:
    return f"{each.arm.name} {_reward(each)}"
