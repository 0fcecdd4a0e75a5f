"""Names of encodings as web pages and mails use them, and decoding by them."""

from __future__ import annotations

import codecs

from indexes.errors import ReadError
from ingest.readers.decode import decode

# What browsers take these names to mean (WHATWG Encoding Standard): a superset that the writers of
# such documents really used.
_MEANT = {
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
}
_SEVEN_BITS = frozenset(
    ("iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_kr", "hz", "utf-7")
)


def meant(declared: str) -> str:
    """The name of Python's codec for a declared encoding; '' if there is none for text."""
    label = declared.strip().strip("\"'").lower()
    name = _MEANT.get(label, label)
    try:
        b"".decode(name)  # refuses the codecs that are none for text, such as base64
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""


def decoded(data: bytes, declared: str = "") -> str:
    """The text of a part of a document, whatever it is: zero bytes and undecodable ones go.

    declared: the encoding that the part names, '' if none; it counts where the bytes bear it out.
    """
    name = meant(declared)
    if name in _SEVEN_BITS or (not name and b"\x1b$" in data):
        # these are ASCII to look at, so that guessing would not get beyond it
        return data.decode(name or "iso2022_jp_ext", errors="replace")
    try:
        return decode(data, name)
    except ReadError:
        return data.replace(b"\0", b"").decode(name or "cp1252", errors="replace")
