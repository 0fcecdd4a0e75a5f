"""Words of the command line that are checked before a verb runs."""

from __future__ import annotations

import argparse

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
