"""Words of the command line that are checked before a verb runs."""

from __future__ import annotations

import argparse
import textwrap

from app.settings import FILE_NAME, table

MOST_HITS = 100


def name(text: str) -> str:
    """A name without blank ends."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name is blank")
    return text.strip()


def positive(text: str) -> int:
    """A whole number from 1 on."""
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return number


def hits(text: str) -> int:
    """A number of hits, 1 to MOST_HITS."""
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= MOST_HITS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MOST_HITS}")
    return number


def settings_help() -> str:
    """All settings with their defaults, as help shows them."""
    lines = [f"settings, in {FILE_NAME} (lower case, without FOOTNOTE_) or the environment:"]
    for row in table():
        lines.append(f"  {row.variable} ({row.default})")
        lines.append(textwrap.indent(textwrap.fill(row.doc, 84, break_on_hyphens=False), "      "))
    return "\n".join(lines)
