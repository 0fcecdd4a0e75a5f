"""Files of Office programs, made and changed for the tests of their readers."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pptx
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pptx.util import Inches

TITLE_AND_BODY, TITLE_ONLY, BLANK = 1, 5, 6


def sheet_of(book: Workbook) -> Worksheet:
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def book_of(folder: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        sheet_of(book).append(row)
    path = folder / "book.xlsx"
    book.save(path)
    return path


def edited(path: Path, edits: dict[str, Callable[[str], str]], **more: str) -> Path:
    """The file with some parts changed; `more`: parts by name, "/" written as "__"."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, edit in edits.items():
        parts[name] = edit(parts[name].decode()).encode()
    parts |= {name.replace("__", "/") + ".xml": text.encode() for name, text in more.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


class Deck:
    """A presentation being made. Any: python-pptx has types for some of it only."""

    def __init__(self) -> None:
        self.file: Any = pptx.Presentation()

    def slide(self, title: str = "", layout: int = TITLE_ONLY) -> Any:
        slide = self.file.slides.add_slide(self.file.slide_layouts[layout])
        if title:
            slide.shapes.title.text = title
        return slide

    def saved(self, folder: Path) -> Path:
        path = folder / "deck.pptx"
        self.file.save(path)
        return path


def box_on(shapes: Any, text: str, left: float = 1, top: float = 3) -> Any:
    box = shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(1))
    box.text_frame.text = text
    return box


def a_picture() -> BytesIO:
    """A PNG of one pixel."""

    def piece(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pieces = piece(b"IHDR", header) + piece(b"IDAT", zlib.compress(b"\0\0")) + piece(b"IEND", b"")
    return BytesIO(b"\x89PNG\r\n\x1a\n" + pieces)
