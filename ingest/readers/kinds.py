"""What a file is, told from its first bytes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_HEAD_BYTES = 4096
_PDF_WITHIN = 1024
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Office file"),
    (b"{\\rtf", "a rich-text (RTF) file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"ID3", "a sound file"),
)
_IN_ZIP = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
    ("META-INF/container.xml", "an e-book (EPUB)"),
)


def sniff(path: Path) -> str:
    """ ".pdf", ".docx" or ".html" where the content says so; else what it looks like in words.

    '' if the first bytes tell nothing, as with any plain text.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return ".pdf"
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(path)
    if _HTML.match(head):
        return ".html"
    return next((name for magic, name in _MAGIC if head.startswith(magic)), "")


def _in_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "a damaged ZIP archive"
    if "word/document.xml" in names:
        return ".docx"
    return next((kind for name, kind in _IN_ZIP if name in names), "a ZIP archive")
