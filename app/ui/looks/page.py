"""Puts the style sheet on the page, its colours taken from the theme beside main.py."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).parent
THEME = FOLDER.parent / ".streamlit" / "config.toml"
SHEETS = ("styles.css", "source.css", "print.css")
ICON = FOLDER.parent / "icon.svg"
COLOURS = {
    "ground": "backgroundColor",
    "raised": "secondaryBackgroundColor",
    "ink": "textColor",
    "quiet": "grayTextColor",
    "line": "borderColor",
    "accent": "blueTextColor",
    "fill": "primaryColor",
    "marked": "orangeBackgroundColor",
}
"""Variables of the style sheet -> the theme's names of their colours."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def put_on() -> None:
    """Draw the style sheet; once for each drawing of the page. It takes no room on it."""
    st.html(f"<style>{sheet()}</style>")


@cache
def sheet() -> str:
    """All of the styles: variables for both themes, then the rules, without comments."""
    rules = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in SHEETS)
    parts = [
        f":root {{ color-scheme: light; {_variables('light')} }}",
        "@media screen and (prefers-color-scheme: dark) "
        f"{{ :root {{ color-scheme: dark; {_variables('dark')} }} }}",
        _COMMENT.sub("", rules),
    ]
    return "\n".join(line for line in "\n".join(parts).splitlines() if line.strip())


def colours(theme: str) -> dict[str, str]:
    """The theme's colours by its own names. theme: light or dark."""
    told = tomllib.loads(THEME.read_text(encoding="utf-8"))["theme"][theme]
    return {name: value for name, value in told.items() if isinstance(value, str)}


def _variables(theme: str) -> str:
    held = colours(theme)
    return " ".join(f"--{ours}: {held[theirs]};" for ours, theirs in COLOURS.items())
