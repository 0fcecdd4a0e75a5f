"""What holds within a group of an RTF document, such as the font and the kind of paragraph."""

from __future__ import annotations

BODY_LEVEL = 9
"""The outline level of text that is no heading."""


class State:
    """Groups inside begin with a copy. Not a dataclass: copying is what takes the time.

    destination: the innermost that matters. flow: where text goes. silent: it goes nowhere.
    fallback: how many characters follow each \\u for programs that do not know it. level: of the
    outline, from 0. listed: whether the paragraph is a list item.
    """

    __slots__ = (
        "base_font",
        "deleted",
        "destination",
        "fallback",
        "flow",
        "font",
        "hidden",
        "in_table",
        "level",
        "listed",
        "muted",
        "silent",
        "style",
    )

    def __init__(self) -> None:
        self.destination = b""
        self.flow = "body"
        self.silent = self.hidden = self.deleted = self.muted = False
        self.font = self.base_font = -1
        self.fallback = 1
        self.plain_paragraph()

    def plain_paragraph(self) -> None:
        self.style, self.level = 0, BODY_LEVEL
        self.in_table = self.listed = False

    def copy(self) -> State:
        other = State.__new__(State)
        for name in State.__slots__:
            setattr(other, name, getattr(self, name))
        return other

    def apply(self, word: bytes, value: int | None) -> None:
        """Take in a control word; nothing if it is about something else."""
        number, on = value or 0, value != 0
        if word == b"pard":
            self.plain_paragraph()
        elif word == b"plain":
            self.hidden = self.deleted = False
            self.font = self.base_font
        elif word == b"deff":
            self.font = self.base_font = number
        elif word == b"uc":
            self.fallback = max(0, number)
        elif word == b"s":
            self.style = number
        elif word == b"outlinelevel":
            self.level = number
        elif word == b"f":
            self.font = number
        elif word in (b"intbl", b"itap"):
            self.in_table = on
        elif word in _SWITCHES:
            setattr(self, _SWITCHES[word], on)


_SWITCHES = {b"v": "hidden", b"deleted": "deleted", b"htmlrtf": "muted", b"ls": "listed"}
