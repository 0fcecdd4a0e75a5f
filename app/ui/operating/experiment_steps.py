"""What can be done with an experiment, each after one more question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from app.experiments import Experiment, Experiments
from app.ui import markup, session
from app.ui.report import NAME_CHARACTERS

Step = Literal["stop", "out", "back"]

ASKED = "experiment-step"
"""The step that waits for an answer, with the experiment's and the arm's names."""

TOLD = "experiment-told"
"""Lines on what came of the last step."""

ARM = "experiment-arm"


def show_told() -> None:
    """What came of the click that led here, once."""
    for at, line in enumerate(st.session_state.pop(TOLD, ())):
        if at == 0:
            st.success(markup.prose(line), icon=":material/check_circle:")
        else:
            st.warning(markup.prose(line), icon=":material/warning:")


def tell(*lines: str) -> None:
    """Have these lines shown when the page is drawn next."""
    st.session_state[TOLD] = lines


def show_buttons(experiments: Experiments, found: Experiment) -> None:
    """The steps that the experiment's state allows, and the question while one is asked."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if found.state == "running":
            _button("Stop", "stop", found, icon=":material/stop:")
        if found.state == "rolled out":
            _button("Roll back", "back", found, icon=":material/undo:")
        else:
            _show_roll_out(found)
    step, name, arm = st.session_state.get(ASKED, ("", "", ""))
    if step and name == found.name:
        _ask(experiments, found, step, arm)


def _show_roll_out(found: Experiment) -> None:
    """Rolling out: of the winner, where there is one, else of an arm that is picked."""
    able = [each.name for each in found.arms if each.settings]
    if found.winner in able:
        _button(f"Roll out {found.winner}", "out", found, found.winner, primary=True)
    elif not found.winner and found.state == "stopped":
        arm = st.selectbox("Arm", able, key=f"{ARM}-{found.name}", width=220)
        _button("Roll out", "out", found, arm)


def _button(
    label: str,
    step: Step,
    found: Experiment,
    arm: str = "",
    icon: str | None = None,
    primary: bool = False,
) -> None:
    st.button(
        markup.line(label),
        key=f"experiment-{step}-button",
        icon=icon,
        type="primary" if primary else "secondary",
        on_click=_open,
        args=(step, found.name, arm),
    )


def _open(step: Step, name: str, arm: str) -> None:
    st.session_state[ASKED] = (step, name, arm)


def _close() -> None:
    st.session_state.pop(ASKED, None)


@st.dialog("Are you sure?", on_dismiss=_close)
def _ask(experiments: Experiments, found: Experiment, step: Step, arm: str) -> None:
    """Open until it is answered."""
    name, label = markup.line(found.name, NAME_CHARACTERS), _LABELS[step]
    if step == "stop":
        st.markdown(
            f"**{name}** ends without a winner. What was counted stays; it cannot be taken up "
            "again."
        )
    elif step == "out":
        told = markup.line(found.arm(arm).told)
        st.markdown(f"Everybody gets the settings of **{markup.line(arm)}** at once: {told}")
    else:
        st.markdown(
            f"The settings of **{markup.line(found.rolled)}** are taken out of force again; what "
            "held before holds."
        )
    with st.container(horizontal=True, horizontal_alignment="right"):
        leave = st.button("Leave it", key="experiment-leave")
        do = st.button(label, type="primary", key="experiment-do")
    if leave or (do and _done(lambda: _do(experiments, found, step, arm))):
        _close()
        st.rerun()


_LABELS: dict[Step, str] = {"stop": "Stop it", "out": "Roll out", "back": "Roll back"}


def _do(experiments: Experiments, found: Experiment, step: Step, arm: str) -> None:
    if step == "stop":
        experiments.stop(found.name)
        tell(f"{found.name} is stopped.")
    elif step == "out":
        tell(f"{arm} is rolled out.", *experiments.roll_out(found.name, arm))
    else:
        experiments.roll_back(found.name)
        tell(f"{found.name} is rolled back.")


def _done(act: Callable[[], None]) -> bool:
    """Whether it went well, which is told if not."""
    with session.told():
        act()
        return True
    return False
