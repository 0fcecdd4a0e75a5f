"""What a file is: told by its content where that is telling, else by its name."""

from __future__ import annotations

import re
from pathlib import Path

from indexes.errors import ReadError
from ingest.readers.foreign import refuse_foreign, refuse_old_office
from ingest.readers.headers import mail_kind
from ingest.readers.suffixes import CODE
from ingest.readers.unmarked import unmarked
from ingest.readers.zips import zip_kind

_HEAD_BYTES = 65_536
_PDF_WITHIN = 1024
_MOST_CONTROLS = 0.05
_BINARY = frozenset((".pdf", ".docx", ".pptx", ".xlsx", ".odt", ".epub", ".rtf", ".zip"))
_HEADED = {
    ".eml": "mail",
    ".mbox": "mailbox",
    ".mht": "saved web page",
    ".mhtml": "saved web page",
}
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_PDF = re.compile(rb"%PDF-\d|%!PS-Adobe-[\d.]+ PDF-\d")
_PDF_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")
_COMMENTS = r"(?:\s*+<!--(?>.*?-->))*+"
_HTML = re.compile(
    rf"\s*+(?:<\?xml[^>]*\?>)?{_COMMENTS}\s*+"
    rf"(?:<!doctype\s+html|(?:<!doctype[^>]*>)?{_COMMENTS}\s*+<(?:html|head|body)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<(?:\?xml\s|svg[\s>])")
_OFFICE_XML = re.compile(r'<\?mso-application\s+progid="([\w.]+)"|<office:document[\s>]')
_CONTROLS = re.compile(r"[\x00-\x07\x0e-\x19\x1c-\x1f\x7f]")


def kind(path: Path, key: str, suffix: str) -> str:
    """A file name ending that goes in, as content and name together say; ".txt" for plain text.

    key: the name's own ending where it is one that goes in, else ''. suffix: the ending as it
    stands, lower case. Raises ReadError, without the file's name, for what does not go in.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return zip_kind(path, suffix)
    if _is_pdf(head, key):
        return ".pdf"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rt"):
        return ".rtf"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        refuse_old_office(path, suffix)
    text = _text(head)
    refuse_foreign(head, is_text=text is not None)
    if text is None:
        if key in _BINARY:
            raise _misnamed(key)
        raise ReadError("is not a text file; save it in one of the formats that go in.")
    return _text_kind(text, key)


def _text_kind(text: str, key: str) -> str:
    """The kind of a file that is text throughout, as far as it was looked at."""
    if office := _OFFICE_XML.search(text[:2048]):
        program = (office.group(1) or "OpenDocument").partition(".")[0]
        raise ReadError(f"is a {program} document written as XML; save it as DOCX, XLSX or ODT.")
    if _HTML.match(text) and (key not in CODE or key == ".xml"):
        return key if key in (".htm", ".xhtml") else ".html"
    if mail := mail_kind(text, key):
        return mail
    if key in _BINARY or key in _HEADED:
        raise _misnamed(key)
    if key:
        return key
    if _XML.match(text):
        return ".xml"
    return ".sh" if text.startswith("#!") else ".txt"


def _is_pdf(head: bytes, key: str) -> bool:
    """Some PDF files begin with debris of the mail or web server that they went through."""
    found = _PDF.search(head, 0, len(head) if key == ".pdf" else _PDF_WITHIN)
    if found is None:
        return False
    return found.start() < 8 or key == ".pdf" or _PDF_OBJECT.search(head, found.end()) is not None


def _text(head: bytes) -> str | None:
    """The head as text that ASCII patterns can be sought in; None if it is no text."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head.decode(encoding, errors="replace")
    wide = unmarked(head[:4096])
    text = head.decode(wide, errors="replace") if wide else head.decode("latin-1")
    return text if not _is_binary(text) else None


def _is_binary(text: str) -> bool:
    blank = text.count("\x00" * 16) * 16  # what a crash leaves in a log
    controls = len(_CONTROLS.findall(text)) - blank
    return controls > _MOST_CONTROLS * (len(text) - blank)


def _misnamed(key: str) -> ReadError:
    name = _HEADED.get(key, f"{key[1:].upper()} file")
    return ReadError(f"is no {name}, whatever its name says; check where it comes from.")
