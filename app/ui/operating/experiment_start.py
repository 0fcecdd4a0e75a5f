"""The form that starts an experiment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import streamlit as st

from app.experiments import Arm, Experiment, Experiments, Unit, Value, offer
from app.experiments.arms import MOST_ARMS
from app.settings import Settings
from app.ui import markup, session
from app.ui.operating import experiment_steps

OPEN = "experiment-dialog"
AS_SET = "as set"
CONTROL = "control"

UNITS: dict[Unit, str] = {"user": "a user, for a day", "session": "a visit"}
UNIT_HELP = (
    "What keeps its arm and counts once. Visits are more, for an installation with few users; the "
    "same person may then meet both arms on one day."
)
NUMBERS = (
    ("hits", "Windows of text found", 1, 100),
    ("evidence_tokens", "Most tokens of evidence", 64, 131072),
    ("answer_tokens", "Most tokens of an answer", 8, 32768),
)


class Tried(Protocol):
    """The parts of the application that this section uses."""

    @property
    def settings(self) -> Settings: ...
    @property
    def experiments(self) -> Experiments: ...


def show_button(footnote: Tried, found: Sequence[Experiment]) -> None:
    """The button, where none runs, and the form while it is open."""
    if any(each.state == "running" for each in found):
        return
    st.button(
        "Start an experiment", type="primary", icon=":material/science:", key="experiment-new",
        on_click=_open,
    )  # fmt: skip
    if st.session_state.get(OPEN):
        _ask(footnote)


def _open() -> None:
    st.session_state[OPEN] = True


def _close() -> None:
    st.session_state[OPEN] = False


@st.dialog("Start an experiment", on_dismiss=_close, width="medium")
def _ask(footnote: Tried) -> None:
    """A name, a unit, and what each arm beside the control changes."""
    name = st.text_input("Name", key="experiment-name", max_chars=40, placeholder="shorter")
    unit = st.radio(
        "Unit", list(UNITS), format_func=UNITS.__getitem__, key="experiment-unit", horizontal=True,
        help=UNIT_HELP,
    )  # fmt: skip
    st.markdown(markup.quiet("The first arm, control, leaves all as set. The others change it\\:"))
    number = st.number_input(
        "Arms beside the control",
        min_value=1,
        max_value=MOST_ARMS - 1,
        value=1,
        key="experiment-arms",
    )
    with session.told():
        prompts, models = offer.prompts(), offer.models(footnote.settings)
        others = [_arm(at, prompts, models, footnote.settings) for at in range(1, int(number) + 1)]
        if st.button("Start", type="primary", key="experiment-begin"):
            begun = footnote.experiments.start(name.strip(), [Arm(CONTROL, {}), *others], unit)
            experiment_steps.tell(f"{begun.name} is running.")
            _close()
            st.rerun()


def _arm(at: int, prompts: Sequence[str], models: Sequence[str], settings: Settings) -> Arm:
    """One arm's fields."""
    with st.container(border=True, key=f"experiment-arm-{at}"):
        name = st.text_input("Arm's name", f"arm-{at}", key=f"experiment-name-{at}", max_chars=40)
        chosen: dict[str, Value] = {}
        left, right = st.columns(2)
        with left:
            chosen |= _picked("prompt", "Prompt", prompts, at)
        with right:
            chosen |= _picked("model", "Model", models, at)
        with st.expander("Search and length"):
            for key, label, low, high in NUMBERS:
                chosen |= _number(key, label, (low, high), at, getattr(settings, key))
    return Arm(name.strip(), chosen)


def _picked(key: str, label: str, known: Sequence[str], at: int) -> Mapping[str, Value]:
    value = st.selectbox(
        label, [AS_SET, *known], format_func=markup.printable, key=f"experiment-{key}-{at}"
    )
    return {} if value == AS_SET else {key: value}


def _number(
    key: str, label: str, limits: tuple[int, int], at: int, now: int
) -> Mapping[str, Value]:
    value = st.number_input(
        label, min_value=limits[0], max_value=limits[1], value=None, step=1,
        placeholder=f"{AS_SET}: {now}", key=f"experiment-{key}-{at}",
    )  # fmt: skip
    return {} if value is None else {key: int(value)}
