"""Small mails, made as bytes, for the tests of mails."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from ingest.readers.base import Reading, Unpacked
from ingest.readers.mail import unpack_mail
from tests.ingest.readers.check import checked, texts

TOP = b"From: Ada Quill <ada@skerry.example>\nTo: Bo <bo@skerry.example>\nSubject: Berths\n"


def opened(folder: Path, data: bytes) -> Reading:
    path = folder / "mail.eml"
    path.write_bytes(data)
    return checked(path)


def unpacked(folder: Path, data: bytes) -> Unpacked:
    path = folder / "mail.eml"
    path.write_bytes(data)
    return unpack_mail(path, folder / "out")


def body_of(reading: Reading) -> list[str]:
    """The texts after the headers."""
    return [text for text in texts(reading) if not text.startswith(("From: ", "To: ", "Berths"))]


def mail(plain: str = "", rich: str = "") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Berths"
    message.set_content(plain)
    if rich:
        message.add_alternative(rich, subtype="html")
    return message


def multipart(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    """A mail whose parts are given with their headers."""
    body = b"".join(b"--b\n" + part + b"\n" for part in parts)
    return TOP + b"Content-Type: multipart/" + kind + b"; boundary=b\n\n" + body + b"--b--\n"
