"""Formats that do not go in: what they are, and what to do about it."""

from __future__ import annotations

from pathlib import Path

from indexes.errors import ReadError

_PICTURE = "print it to PDF, so that text in it can be read"
_SOUND = "ingest a transcript of it"
_ARCHIVE = "unpack it, or pack it as ZIP"
_PRINTED = "print it to PDF"
_EXPORT = "export what matters in it as CSV"
_MAGIC: tuple[tuple[int, bytes, str, str], ...] = (  # place, bytes there, what it is, remedy
    (0, b"\x89PNG", "a PNG picture", _PICTURE),
    (0, b"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    (0, b"GIF8", "a GIF picture", _PICTURE),
    (0, b"II*\x00", "a TIFF picture", _PICTURE),
    (0, b"MM\x00*", "a TIFF picture", _PICTURE),
    (8, b"WEBP", "a WebP picture", _PICTURE),
    (0, b"BM", "a BMP picture", _PICTURE),
    (0, b"8BPS", "a Photoshop picture", _PICTURE),
    (0, b"\x00\x00\x01\x00", "an icon", _PICTURE),
    (0, b"\x00\x00\x00\x0cjP", "a JPEG 2000 picture", _PICTURE),
    (4, b"ftyphei", "a HEIC picture", _PICTURE),
    (4, b"ftypmif1", "a HEIC picture", _PICTURE),
    (4, b"ftypavif", "an AVIF picture", _PICTURE),
    (0, b"AT&TFORM", "a DjVu document", _PRINTED),
    (0, b"%!PS", "a PostScript file", "convert it to PDF"),
    (0, b"%FDF-", "the data of a PDF form alone", "ingest the PDF form itself"),
    (0, b"AC10", "an AutoCAD drawing", _PRINTED),
    (4, b"ftyp", "a video or sound file", _SOUND),
    (0, b"ID3", "a sound file", _SOUND),
    (0, b"\xff\xfb", "a sound file", _SOUND),
    (0, b"\xff\xf3", "a sound file", _SOUND),
    (0, b"OggS", "a sound file", _SOUND),
    (0, b"fLaC", "a sound file", _SOUND),
    (0, b"MThd", "a sound file", _SOUND),
    (8, b"WAVE", "a sound file", _SOUND),
    (8, b"AVI ", "a video file", _SOUND),
    (0, b"\x1aE\xdf\xa3", "a video file", _SOUND),
    (0, b"FLV\x01", "a video file", _SOUND),
    (0, b"0&\xb2u\x8ef\xcf\x11", "a video or sound file", _SOUND),
    (0, b"\x00\x00\x01\xba", "a video file", _SOUND),
    (0, b"\x1f\x8b", "a gzip archive", _ARCHIVE),
    (0, b"7z\xbc\xaf", "a 7-Zip archive", _ARCHIVE),
    (0, b"Rar!", "a RAR archive", _ARCHIVE),
    (0, b"\xfd7zXZ", "an XZ archive", _ARCHIVE),
    (0, b"BZh", "a bzip2 archive", _ARCHIVE),
    (0, b"(\xb5/\xfd", "a Zstandard archive", _ARCHIVE),
    (0, b'\x04"M\x18', "an LZ4 archive", _ARCHIVE),
    (0, b"MSCF", "a CAB archive", _ARCHIVE),
    (0, b"!<arch>", "an archive", _ARCHIVE),
    (257, b"ustar", "a TAR archive", _ARCHIVE),
    (0, b"\x7fELF", "a program", ""),
    (0, b"MZ", "a program", ""),
    (0, b"\xca\xfe\xba\xbe", "a program", ""),
    (0, b"\xcf\xfa\xed\xfe", "a program", ""),
    (0, b"\x00asm", "a program", ""),
    (0, b"SQLite format 3\x00", "an SQLite database", _EXPORT),
    (0, b"\x00\x01\x00\x00Stan", "an Access database", _EXPORT),
    (0, b"PAR1", "a Parquet table", _EXPORT),
    (0, b"\x89HDF", "an HDF5 file", _EXPORT),
    (0, b"\x93NUMPY", "a NumPy file", _EXPORT),
    (0, b"OTTO", "a font", ""),
    (0, b"\x00\x01\x00\x00\x00", "a font", ""),
    (0, b"wOF", "a font", ""),
    (0, b"!BDN", "an Outlook mailbox (PST)", "save its mails as EML files"),
)
_OLE_PARTS = (  # names of streams in an OLE container, in UTF-16, most telling first
    ("EncryptedPackage", "is protected by a password; save it without one."),
    ("WordDocument", "is a Word file of before 2007 (DOC); save it as DOCX."),
    ("PowerPoint Document", "is a PowerPoint file of before 2007 (PPT); save it as PPTX."),
    ("Workbook", "is an Excel file of before 2007 (XLS); save it as XLSX."),
    ("Book", "is an Excel file of before 1997 (XLS); save it as XLSX."),
    ("__properties_version", "is an Outlook message (MSG); save it as EML."),
    ("VisioDocument", "is a Visio drawing; print it to PDF."),
)
_OLE_BY_SUFFIX = {
    ".doc": _OLE_PARTS[1][1],
    ".ppt": _OLE_PARTS[2][1],
    ".xls": _OLE_PARTS[3][1],
    ".msg": _OLE_PARTS[5][1],
}
_ENTRY_BYTES = 128
_OLE_SAMPLE = 4_000_000


def refuse_foreign(head: bytes, *, is_text: bool) -> None:
    """Raise ReadError if the first bytes are those of a known format that does not go in.

    is_text: whether they could be plain text; then a mark of mere letters proves nothing.
    """
    for place, magic, what, remedy in _MAGIC:
        if head.startswith(magic, place) and not (is_text and magic.isalnum()):
            raise ReadError(f"is {what}; {remedy}." if remedy else f"is {what}; it holds no text.")


def refuse_old_office(path: Path, suffix: str) -> None:
    """Raise ReadError for an OLE container: an old or protected Office file, or an Outlook mail."""
    with path.open("rb") as file:
        content = file.read(_OLE_SAMPLE)
        shift = min(content[30], 16) if len(content) > 30 else 9
        directory = (int.from_bytes(content[48:52], "little") + 1) << shift
        file.seek(min(directory, path.stat().st_size))
        content += file.read(64 * _ENTRY_BYTES)
    for name, reason in _OLE_PARTS:
        if name.encode("utf-16-le") in content:
            raise ReadError(reason)
    unknown = "is an old or protected Office file; save it in a current format."
    raise ReadError(_OLE_BY_SUFFIX.get(suffix, unknown))
