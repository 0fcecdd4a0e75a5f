"""Names of files from disks, uploads, archives and mails, made fit to be stored and shown.

A name is where an attacker writes freely: it may climb out of a folder, reorder what is read after
it, hold bytes that are no text, or be longer than a screen.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

LONGEST_PART = 150
"""Characters of a file's or folder's name that are kept."""

MOST_PARTS = 20
"""Folders and file name of a path that are kept, counted from the end."""

NAMELESS = "unnamed"
"""What a file is called of whose name nothing is left."""

_LONGEST_SUFFIX = 12
_DRIVE = re.compile(r"\A(?:[\\/]{2}[?.][\\/])?[A-Za-z]:")
_SEPARATORS = re.compile(r"[\\/]")
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Co"})  # controls, zero-width and direction, private
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_name(raw: str) -> str:
    """A file's name, or its path inside an archive, fit to be shown and stored.

    Parts are joined by "/", none of them "." or "..", without drive letter or leading slash, each
    at most LONGEST_PART characters with its suffix kept. In Unicode's composed form (NFC), without
    controls, direction marks and characters that nobody sees; a byte that is no text becomes
    U+FFFD. NAMELESS when nothing is left.
    """
    parts = (_part(part) for part in _SEPARATORS.split(_DRIVE.sub("", raw.lstrip(), count=1)))
    kept = [part for part in parts if part]
    return "/".join(kept[-MOST_PARTS:]) or NAMELESS


def spelt(path: Path | str) -> str:
    """A path as text that can be stored and shown, and still tells one file from another.

    What no database stores and no person reads is spelt out: a byte that is no text as `\\xff`, a
    control or direction mark as `\\u202e`. Everything else stays as it is.
    """
    raw = os.fspath(path)
    return raw if raw.isascii() and raw.isprintable() else "".join(map(_spelt, raw))


def _part(raw: str) -> str:
    visible = "".join(_visible(character) for character in raw)
    name = " ".join(unicodedata.normalize("NFC", visible).split())
    if not name.strip(". "):
        return ""
    if len(name) <= LONGEST_PART:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not stem.strip() or len(suffix) > _LONGEST_SUFFIX:
        return name[:LONGEST_PART].rstrip()
    return f"{stem[: LONGEST_PART - len(suffix) - 1].rstrip()}{dot}{suffix}"


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if character.isspace():
        return " "
    if category == "Cs":  # half a character: a byte that the disk's encoding does not know
        return "\ufffd"
    return "" if category in _HIDDEN_CATEGORIES or character in _BLANK_LETTERS else character


def _spelt(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if character in _DIRECTION or unicodedata.category(character) in ("Cc", "Cs"):
        return f"\\u{code:04x}"
    return character
