"""Brings what has just begun into view: a question that is being answered, low on a long page."""

from __future__ import annotations

import streamlit as st

_JS = """
export default function ({ parentElement }) {
  const here = parentElement.querySelector("div");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = still ? "auto" : "smooth";
  requestAnimationFrame(() => here.scrollIntoView({ block: "end", behavior }));
}
"""
_CSS = "div { height: 0; scroll-margin-bottom: 16rem; }"  # of the question's field

_mount = st.components.v2.component("footnote_arrival", html="<div></div>", css=_CSS, js=_JS)


def show(name: str) -> None:
    """Scroll to this place on the page, once. name: of the place, unique on the page."""
    _mount(key=f"arrival-{name}")
