"""Draws a fragment anew every second or so, but never while the person is doing something.

Streamlit's own `run_every` asks for the screen on which it was drawn: when that comes between a
click on another screen's name and its drawing, the click is lost. So the clock stands in the
browser, and waits while keys and buttons are pressed and while nobody looks.
"""

from __future__ import annotations

import streamlit as st

_JS = """
const QUIET = 2500; // ms after a press in which the clock stands still
let pressed = 0;
for (const name of ["pointerdown", "keydown"]) {
  document.addEventListener(name, () => { pressed = Date.now(); }, true);
}

export default function ({ data, setTriggerValue }) {
  const tick = () => {
    if (Date.now() - pressed > QUIET && !document.hidden) setTriggerValue("tick", Date.now());
  };
  const timer = setInterval(tick, data.every);
  return () => clearInterval(timer);
}
"""

_mount = st.components.v2.component("footnote_clock", html="<span></span>", js=_JS)


def tick(name: str, seconds: float) -> None:
    """Have the fragment that calls this drawn anew after so many seconds, as long as it calls it.

    name: of the clock, unique on the page.
    """
    _mount(key=f"clock-{name}", data={"every": int(1000 * seconds)}, on_tick_change=_nothing)


def _nothing() -> None:
    """Being told is all that is wanted: the fragment is drawn anew."""
