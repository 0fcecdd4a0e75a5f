"""Brings what was just asked for into sight: the head of a document, the place of a chunk.

The page is drawn anew where it stands: from low in a long list a document would open in its midst,
and on a phone, where chunks stand below their page, the marked place would stay out of sight.
"""

from __future__ import annotations

import streamlit as st

HEAD, BODY = "reading", "reading-place"
"""Keys of the containers that are brought into sight."""

_JS = """
const LOW = 0.6; // of the window's height: what begins below it is as good as unseen

function bring(name, always) {
  const target = document.querySelector(`.st-key-${name}`);
  if (!target) return;
  const { top } = target.getBoundingClientRect();
  if (!always && top >= 0 && top < LOW * innerHeight) return;
  target.style.scrollMarginTop = "5rem"; // the page's bar covers that much
  target.scrollIntoView({ block: "start", behavior: "instant" });
}

export default function ({ data, parentElement }) {
  const held = parentElement.querySelector("div").dataset;
  const opens = held.opened !== data.opened;
  const marks = data.marked && held.marked !== data.marked;
  held.opened = data.opened;
  held.marked = data.marked;
  if (opens) requestAnimationFrame(() => bring(data.head, true));
  else if (marks) requestAnimationFrame(() => bring(data.body, false));
}
"""

_mount = st.components.v2.component("footnote_sight", html="<div></div>", js=_JS)


def bring(opened: str, marked: str) -> None:
    """Scroll when what is opened or marked is another than at the drawing before.

    opened: names the document. marked: names the place in it; '' for none.
    """
    _mount(key="sight", data={"opened": opened, "marked": marked, "head": HEAD, "body": BODY})
