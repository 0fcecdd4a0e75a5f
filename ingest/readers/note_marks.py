"""What stands in a text where a footnote or endnote hangs on it: "[footnote 3]"."""

from __future__ import annotations

import re

_BEHIND_STOP = re.compile(r'([.!?…]+["”’\')\]]*)((?: \[(?:footnote|endnote)[^\]\n]{0,12}\])+)')


def note_mark(name: str) -> str:
    """The mark of a note. name: such as "footnote 3"."""
    return f" [{name}]"


def note_title(name: str) -> str:
    """What stands before the note itself: "Footnote 3: "."""
    return f"{name[:1].upper()}{name[1:]}: "


def inside_sentences(text: str) -> str:
    """The text with marks before, not behind, the full stop: there the next sentence begins."""
    return _BEHIND_STOP.sub(r"\2\1", text) if " [" in text else text
