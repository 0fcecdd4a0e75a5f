"""Which font of a PDF file shows which character.

Noto Sans has Latin, Greek and Cyrillic, and FiraGO the Georgian, the Thai and the arrows that Noto
lacks; their glyphs are put into the file. Chinese, Japanese and Korean are set in Adobe's character
collections, which a reader's program brings itself. Nothing here shapes or reorders letters, so
Hebrew, Arabic and the scripts of India are left out rather than shown wrong; so are emoji.
"""

from __future__ import annotations

import io
import unicodedata
from itertools import groupby
from xml.sax.saxutils import escape

from pymupdf_fonts import (  # type: ignore[import-untyped]
    FiraGO_Regular,
    NotoSans_Bold,
    NotoSans_Italic,
    NotoSans_Regular,
)
from reportlab.lib.fonts import addMapping  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import registerFont  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]

TEXT, BOLD, ITALIC = "footnote", "footnote-bold", "footnote-italic"
MISSING = "\ufffd"
"""What is shown in the place of a character that no font has."""

_OTHER = "footnote-other"
_CHINESE, _JAPANESE, _KOREAN = "STSong-Light", "HeiseiMin-W3", "HYSMyeongJo-Medium"
BORROWED = (_CHINESE, _JAPANESE, _KOREAN)
"""Fonts that are named in the file and not put into it."""

_KANA = (range(0x3040, 0x3100), range(0x31F0, 0x3200), range(0xFF66, 0xFFA0))
_HANGUL = (range(0x3130, 0x3190), range(0xAC00, 0xD7A4))
_IDEOGRAPHS = (
    range(0x3000, 0x3040),
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xF900, 0xFB00),
    range(0xFF00, 0xFF66),
)
_UNSHAPED = (range(0x0590, 0x0E00), range(0xFB1D, 0xFE00), range(0xFE70, 0xFF00))
"""Written from the right, or in letters that change beside one another."""


def _registered(name: str, data: bytes) -> frozenset[str]:
    """Make the TrueType font known to reportlab; returns the characters that it has."""
    font = TTFont(name, io.BytesIO(data))
    registerFont(font)
    return frozenset(map(chr, font.face.charToGlyph))


# Here and not at first use, so that two threads do not register them at once.
_IN_TEXT = (
    _registered(TEXT, NotoSans_Regular.fontbuffer)
    & _registered(BOLD, NotoSans_Bold.fontbuffer)
    & _registered(ITALIC, NotoSans_Italic.fontbuffer)
)
_IN_OTHER = _registered(_OTHER, FiraGO_Regular.fontbuffer)
for _name in BORROWED:
    registerFont(UnicodeCIDFont(_name))
for _bold, _italic, _face in ((0, 0, TEXT), (1, 0, BOLD), (0, 1, ITALIC), (1, 1, BOLD)):
    addMapping(TEXT, _bold, _italic, _face)


def typeset(text: str) -> str:
    """A line of text as reportlab's markup in which every character has a font, all else escaped.

    What no font has is shown as a plainer character of the same meaning if there is one, or else
    as MISSING; what has no width is left out.
    """
    eastern = _JAPANESE if any(_within(each, _KANA) for each in text) else _CHINESE
    set_in = [(font, shown) for each in text for font, shown in _glyphs(each, eastern)]
    parts = []
    for font, run in groupby(set_in, key=lambda pair: pair[0]):
        said = escape("".join(shown for _, shown in run))
        parts.append(said if font == TEXT else f'<font name="{font}">{said}</font>')
    return "".join(parts)


def _glyphs(character: str, eastern: str) -> list[tuple[str, str]]:
    """Fonts and what is shown in them for the character. eastern: the font of ideographs."""
    if character in _IN_TEXT:
        return [(TEXT, character)]
    if character in _IN_OTHER and not _within(character, _UNSHAPED):
        return [(_OTHER, character)]
    if unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return []
    if _within(character, _UNSHAPED):
        return [(TEXT, MISSING)]
    if _within(character, _HANGUL):
        return [(_KOREAN, character)]
    if _within(character, _KANA) or _within(character, _IDEOGRAPHS):
        return [(eastern, character)]
    plainer = unicodedata.normalize("NFKC", character)
    return [(TEXT, plainer if _IN_TEXT.issuperset(plainer) else MISSING)]


def _within(character: str, ranges: tuple[range, ...]) -> bool:
    code = ord(character)
    return any(code in each for each in ranges)
