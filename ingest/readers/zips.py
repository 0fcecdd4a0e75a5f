"""What a ZIP archive is: a document of many parts, or an archive of files."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from indexes.errors import ReadError

_END = b"PK\x05\x06"
_LOCATOR = b"PK\x06\x07"  # of the list's length, where it has more than 32 bits (ZIP64)
_ELSEWHERE = 0xFFFFFFFF
_TAIL_BYTES = 20 + 22 + 65_535  # locator, end record, longest comment
_LONGEST_DIRECTORY = 16_000_000
_LONGEST_PART = 1_000_000
_BY_CONTENT_TYPE = (  # in [Content_Types].xml: the type of the document's main part
    ("wordprocessingml.document.main", ".docx"),
    ("wordprocessingml.template.main", ".docx"),
    ("ms-word.document.macroenabled.main", ".docx"),
    ("ms-word.template.macroenabledtemplate.main", ".docx"),
    ("ms-excel.sheet.binary", "an Excel binary workbook (XLSB); save it as XLSX."),
    ("spreadsheetml.sheet.main", ".xlsx"),
    ("spreadsheetml.template.main", ".xlsx"),
    ("ms-excel.sheet.macroenabled.main", ".xlsx"),
    ("ms-excel.template.macroenabled.main", ".xlsx"),
    ("presentationml.presentation.main", ".pptx"),
    ("presentationml.slideshow.main", ".pptx"),
    ("presentationml.template.main", ".pptx"),
    ("ms-powerpoint.presentation.macroenabled.main", ".pptx"),
    ("ms-powerpoint.slideshow.macroenabled.main", ".pptx"),
    ("ms-powerpoint.template.macroenabled.main", ".pptx"),
    ("ms-visio", "a Visio drawing; print it to PDF."),
    ("ms-package.xps-fixeddocumentsequence", "an XPS document; print it to PDF."),
)
_BY_MIME_TYPE = (  # in the entry called "mimetype"
    ("application/epub+zip", ".epub"),
    ("application/vnd.oasis.opendocument.text", ".odt"),
    ("application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument table; save it as XLSX."),
    ("application/vnd.oasis.opendocument.presentation", "OpenDocument slides; save them as PPTX."),
    ("application/vnd.oasis.opendocument", "an OpenDocument drawing; print it to PDF."),
)
_BY_NAME = (  # where neither of these two parts is there or tells anything
    ("word/document.xml", ".docx"),
    ("xl/workbook.xml", ".xlsx"),
    ("xl/workbook.bin", "an Excel binary workbook (XLSB); save it as XLSX."),
    ("ppt/presentation.xml", ".pptx"),
    ("meta-inf/container.xml", ".epub"),
    ("index/document.iwa", "an Apple iWork document; export it as PDF, DOCX, XLSX or PPTX."),
    ("index.zip", "an Apple iWork document; export it as PDF, DOCX, XLSX or PPTX."),
    ("fixeddocseq.fdseq", "an XPS document; print it to PDF."),
)
_PROGRAMS = frozenset(
    (".jar", ".war", ".ear", ".apk", ".aar", ".ipa", ".whl", ".xpi", ".crx", ".vsix", ".nupkg")
)


def zip_kind(path: Path, suffix: str) -> str:
    """The file name ending of a document that is a ZIP archive, ".zip" for any other archive.

    suffix: the ending that it has. Raises ReadError, without the file's name, for what does not go
    in. A list of contents that is too long for a document's is not looked at.
    """
    if _directory_bytes(path) > _LONGEST_DIRECTORY:
        return ".zip"
    try:
        with zipfile.ZipFile(path) as archive:
            found = _document(archive) or ".zip"
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise ReadError("is damaged or incomplete; copy or download it again.") from error
    if found == ".zip" and suffix in _PROGRAMS:
        raise ReadError("is a program, or a part of one.")
    if not found.startswith("."):
        raise ReadError(f"is {found}")
    return found


def _document(archive: zipfile.ZipFile) -> str:
    names = {info.filename.replace("\\", "/").lower(): info for info in archive.infolist()}
    for part, table in (("[content_types].xml", _BY_CONTENT_TYPE), ("mimetype", _BY_MIME_TYPE)):
        if part in names:
            content = _beginning(archive, names[part]).lower()
            if found := next((kind for mark, kind in table if mark in content), ""):
                return found
    if "content.xml" in names and "meta-inf/manifest.xml" in names:
        return ".odt"
    return next((kind for name, kind in _BY_NAME if name in names), "")


def _beginning(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    try:
        with archive.open(info) as part:
            raw = part.read(_LONGEST_PART)
    except RuntimeError:  # encrypted: the parts' names have to do
        return ""
    return raw.replace(b"\x00", b"").decode("latin-1")  # be it in UTF-8 or UTF-16


def _directory_bytes(path: Path) -> int:
    """Bytes of an archive's list of contents, which has to be read as a whole; 0 if it has none."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL_BYTES))
        tail = file.read()
        place = tail.rfind(_END)
        if place < 0:
            return 0
        length = int.from_bytes(tail[place + 12 : place + 16], "little")
        locator = tail[max(0, place - 20) : place]
        if length == _ELSEWHERE and locator.startswith(_LOCATOR):
            file.seek(min(int.from_bytes(locator[8:16], "little"), size))
            length = int.from_bytes(file.read(48)[40:], "little")
    return length if length < size else 0
