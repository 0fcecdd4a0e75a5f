"""Draws a fragment anew every second or so, but never while the person is doing something.

Streamlit's own `run_every` asks for the screen on which it was drawn: when that comes between a
click on another screen's name and its drawing, the click is lost. So the clock stands in the
browser, and waits while keys and buttons are pressed, while another screen is on its way
(looks/presses.js sees both), and while nobody looks.
"""

from __future__ import annotations

import streamlit as st

_JS = """
const QUIET = 2500; // ms after a press in which the clock stands still
const LOST = 30000; // ms after which a click on a screen's name that led nowhere is given up
const loaded = Date.now();

export default function ({ data, parentElement, setTriggerValue }) {
  const still = () => {
    const { pressed = loaded, heading = location.pathname } = document.documentElement.dataset;
    const since = Date.now() - pressed;
    const leaving = heading !== location.pathname && since < LOST;
    return since < QUIET || leaving || document.hidden;
  };
  const tick = () => {
    if (!parentElement.isConnected) clearInterval(timer);
    else if (!still()) setTriggerValue("tick", Date.now());
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
