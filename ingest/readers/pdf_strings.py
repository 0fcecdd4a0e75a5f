"""Strings out of PDFium's C interface."""

from __future__ import annotations

import re
from collections.abc import Callable
from ctypes import POINTER, cast, create_string_buffer

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types

_MOST_BYTES = 4_000_000
_UNIT_BYTES = 2
_DEBRIS = dict.fromkeys((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFEFF))
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")


def wide(function: Callable[..., int], *arguments: object) -> str:
    """What a function says that fills a buffer with UTF-16; '' where it says nothing.

    arguments: without the last two, the buffer and its size in bytes. Lines end in "\\n"; none has
    blanks at its ends; controls are gone.
    """
    size = function(*arguments, None, 0)
    if not _UNIT_BYTES < size <= _MOST_BYTES:
        return ""
    buffer = create_string_buffer(size)
    function(*arguments, cast(buffer, POINTER(pdfium.FPDF_WCHAR)), size)
    text = buffer.raw[: size - _UNIT_BYTES].decode("utf-16-le", "replace")
    lines = _LINE_ENDS.sub("\n", text).translate(_DEBRIS).split("\n")
    return "\n".join(line.strip() for line in lines).strip()
