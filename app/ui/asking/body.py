"""What a source holds, as it is drawn: the image of a page, text or a table, the passage marked.

Drawn by a component of our own (source.js), which makes text nodes of every text.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any, TypedDict

import streamlit as st

from app.sources import PageImage, Passage, Source, Table
from app.ui import markup

FOLDER = Path(__file__).parent
NAME_CHARACTERS = 60

WORDS = {
    "before": "The text before this is left out here; turn back to see it.",
    "after": "The text goes on; turn the page to see it.",
    "smaller": "Smaller",
    "larger": "Larger",
    "fit": "Fit",
    "fitLabel": "Fit the page to the width",
}

_mount = st.components.v2.component(
    "footnote_source",
    html='<div class="source-body"></div>',
    css=(FOLDER / "source.css").read_text("utf-8"),
    js=(FOLDER / "source.js").read_text("utf-8"),
)


class BodyData(TypedDict):
    """What source.js draws of any body. label: names the region for those who cannot see it."""

    kind: str
    label: str
    words: dict[str, str]


def show_body(source: Source, key: str, focus: bool = False) -> None:
    """Draw the body of a source, scrolled to what is marked. focus: it takes the focus at first."""
    _mount(key=key, data={**body_data(source), "focus": focus})


def body_data(source: Source) -> dict[str, Any]:
    """What source.js draws: one of three kinds, each with its own fields."""
    body = source.body
    name = markup.shortened(source.document.name, NAME_CHARACTERS)
    place = f", page {source.page}" if source.page_count > 1 else ""
    shared = BodyData(kind="", label=f"{name}{place}", words=WORDS)
    if isinstance(body, PageImage):
        return {**shared, **_image(body)}
    if isinstance(body, Table):
        return {**shared, **_table(body)}
    return {**shared, **_passage(body)}


def _image(body: PageImage) -> dict[str, Any]:
    encoded = base64.b64encode(body.png).decode("ascii")
    return {
        "kind": "image",
        "image": f"data:image/png;base64,{encoded}",
        "width": body.width,
        "height": body.height,
        "said": markup.printable(body.said),
        "marks": [
            {"left": each.left, "top": each.top, "width": each.width, "height": each.height}
            for each in body.marks
        ],
    }


def _table(body: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "columns": [markup.printable(each) for each in body.columns],
        "rows": [[markup.printable(cell) for cell in row] for row in body.rows],
        "first": body.first,
        "marked": sorted(body.marked),
        "before": body.before,
        "after": body.after,
    }


def _passage(body: Passage) -> dict[str, Any]:
    return {
        "kind": "passage",
        "segments": [
            {"text": markup.printable(each.text), "marked": each.marked} for each in body.segments
        ],
        "before": body.before,
        "after": body.after,
    }
