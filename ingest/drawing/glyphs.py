"""Where single characters stand on a PDF page, for lines whose text and box are known."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import byref
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import PdfPage

from ingest.drawing.types import Box, Part
from ingest.readers.pdf_frame import Frame

_BULLET = "•"
_HYPHENS = "\x02\ufffe"  # what PDFium says for a hyphen at a line's end
_HYPHEN_WIDTH = 0.5  # at most, in heights of the line: lines are stored without their last hyphen


@dataclass(slots=True)
class _Printed:
    """The characters in a line's box, in PDFium's order: what they are, and where."""

    text: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


def places_of(page: PdfPage, parts: Sequence[Part]) -> tuple[Box | None, ...]:
    """The box round each part's characters; None where the page prints others in its line."""
    if not parts:
        return ()
    text = page.get_textpage()
    try:
        left, bottom, right, top = page.get_bbox()
        turns = page.get_rotation() // 90
        frame = Frame((left, bottom), right - left, top - bottom, turns, turns)
        printed = _printed(text.raw, frame, parts)
    finally:
        text.close()
    return tuple(map(_place, parts, printed))


def _printed(text: pdfium.FPDF_TEXTPAGE, frame: Frame, parts: Sequence[Part]) -> list[_Printed]:
    """What is printed in the box of each part's line."""
    found = [_Printed() for _ in parts]
    edges = pdfium.FS_RECTF()
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        letter = chr(code) if code < 0x110000 else "\ufffd"
        if letter.isspace() or (code < 0x20 and letter not in _HYPHENS):
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, index, byref(edges)):
            continue
        box = frame.file_to_shown((edges.left, edges.bottom, edges.right, edges.top))
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for part, printed in zip(parts, found, strict=True):
            left, bottom, right, top = part.box
            if part.text.endswith("-"):
                right += _HYPHEN_WIDTH * (top - bottom)
            if left <= x <= right and bottom <= y <= top:
                printed.text.append("-" if letter in _HYPHENS else _plain(letter))
                printed.boxes.append(box)
    return found


def _place(part: Part, printed: _Printed) -> Box | None:
    wanted = "".join(_plain(letter) for letter in part.text if not letter.isspace())
    said = "".join(printed.text)
    at = said.find(wanted)
    if not wanted or at < 0 or said.find(wanted, at + 1) >= 0:
        return None
    first = at + _letters(part.text[: part.first])
    last = at + _letters(part.text[: part.last])
    boxes = printed.boxes[first:last]
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _letters(text: str) -> int:
    return sum(not letter.isspace() for letter in text)


def _plain(letter: str) -> str:
    """Bullets of symbol fonts are private characters, read as bullets."""
    return _BULLET if "\ue000" <= letter <= "\uf8ff" else letter
