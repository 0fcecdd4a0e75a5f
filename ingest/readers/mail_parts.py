"""The parts of a mail sorted: what is read, what is handed out as a file, what is neither."""

from __future__ import annotations

import binascii
import io
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path, PurePath

from indexes.errors import ReadError
from ingest.readers.mail_headers import file_name, header, parsed

DEEPEST_LETTER = 5
"""Mails within mails that are read."""

_DEEPEST_PART = 50
_MOST_PARTS = 5_000
_CID = re.compile(rb"""cid:([^"'\s>)]{1,300})""", re.IGNORECASE)
_PASSED = frozenset(  # signatures, keys, and the same text for watches and the like
    """
    application/pgp-signature application/pkcs7-signature application/x-pkcs7-signature
    application/pgp-keys text/x-amp-html text/watch-html
    """.split()  # noqa: SIM905  # a list of literals would be longer
)
_SMIME = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_TEXTS = frozenset(("text/plain", "text/html"))
_DECRYPT = "open it in your mail program and save the text and the attachments from there."


@dataclass(frozen=True, slots=True)
class Body:
    """A stretch of text. plain, rich: the same, as plain text and as HTML; invites: calendar."""

    plain: tuple[Message, ...] = ()
    rich: tuple[Message, ...] = ()
    invites: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is a file."""

    name: str
    part: Message


@dataclass(frozen=True, slots=True)
class Lost:
    """A part that can neither be read nor handed out. reason: a sentence."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, its parts in order."""

    message: Message
    items: tuple[Body | Attachment | Lost | Letter, ...]


def letter_at(path: Path) -> Letter:
    """The mail at `path`, its parts sorted; reading and unpacking both go by this, so that none
    is lost or comes twice. Raises ReadError where it is no mail or nests too deeply.
    """
    try:
        with path.open("rb") as file:
            return _Sorter().letter(parsed(file), 0)
    except RecursionError as error:
        raise ReadError("nests its parts too deeply; save what you need from it.") from error


def content(part: Message) -> bytes:
    """The bytes of a part that has no parts, transfer encoding undone."""
    if _coding(part) == "base64" and isinstance(text := part.get_payload(), str):
        try:
            return binascii.a2b_base64(text.encode("ascii", "ignore"))
        except binascii.Error:
            pass  # cut off or mixed with other text: the slower way repairs what it can
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def content_size(part: Message) -> int:
    """How many bytes `content` has, near enough, without undoing the encoding."""
    text = part.get_payload()
    if not isinstance(text, str):
        return 0
    return (len(text) - text.count("\n")) * 3 // 4 if _coding(part) == "base64" else len(text)


def _coding(part: Message) -> str:
    return str(part.get("Content-Transfer-Encoding", "")).strip().lower()


class _Sorter:
    """Counts the parts of all letters in one mail."""

    def __init__(self) -> None:
        self._left = _MOST_PARTS
        self._shown: set[bytes] = set()  # content ids that the letter's HTML refers to
        self._begun = False  # whether the letter has text already

    def letter(self, message: Message, depth: int) -> Letter:
        outer, self._shown, self._begun = self._shown, _referred(message), False
        items = tuple(self._sort(message, depth, 0))
        self._shown, self._begun = outer, True
        return Letter(message, items)

    def _sort(
        self, part: Message, letters: int, depth: int
    ) -> Iterator[Body | Attachment | Lost | Letter]:
        """letters, depth: how many mails, and parts of this mail, `part` stands in."""
        kind = part.get_content_type()
        self._left -= 1
        if self._left == 0:
            yield Lost("more parts", f"The mail has more than {_MOST_PARTS} parts.")
        elif self._left < 0:
            return
        elif depth > _DEEPEST_PART:
            yield Lost("inner parts", "The mail nests its parts too deeply.")
        elif kind == "multipart/encrypted":
            yield Lost("encrypted message", f"It is encrypted; {_DECRYPT}")
        elif kind.startswith("message/"):
            yield from self._message(part, letters)
        elif part.is_multipart():
            yield from self._parts(part, letters, depth)
        else:
            yield from self._leaf(part, kind)

    def _parts(
        self, part: Message, letters: int, depth: int
    ) -> Iterator[Body | Attachment | Lost | Letter]:
        inner = [item for each in _children(part) for item in self._sort(each, letters, depth + 1)]
        if part.get_content_type() == "multipart/alternative":
            bodies = [item for item in inner if isinstance(item, Body)]
            yield Body(
                tuple(each for body in bodies for each in body.plain),
                tuple(each for body in bodies for each in body.rich),
                tuple(each for body in bodies for each in body.invites),
            )
            inner = [item for item in inner if not isinstance(item, Body)]
        yield from inner
        epilogue = part.epilogue or ""
        if epilogue.strip():  # where boundaries are wrong, text ends up there
            rest = Message()
            rest.set_payload(epilogue)
            yield Body(plain=(rest,))

    def _message(self, part: Message, letters: int) -> Iterator[Body | Attachment | Lost | Letter]:
        kind, inner = part.get_content_type(), _inner(part)
        if kind in ("message/partial", "message/external-body"):
            yield Lost(file_name(part) or "message", "It is only a reference to another message.")
        elif kind not in ("message/rfc822", "message/global"):
            yield Body(plain=(_fields(part),))
        elif inner is None:
            yield Lost(file_name(part) or "message", "It is a damaged message.")
        elif letters >= DEEPEST_LETTER:
            name = header(inner, "Subject") or "message"
            yield Lost(name, f"It is more than {DEEPEST_LETTER} mails deep; save it by itself.")
        else:
            yield self.letter(inner, letters + 1)

    def _leaf(self, part: Message, kind: str) -> Iterator[Body | Attachment | Lost]:
        name = file_name(part)
        # some programs give the mail's own text a name
        named = bool(name) and (self._begun or kind not in _TEXTS)
        attached = part.get_content_disposition() == "attachment" or named
        if kind in _PASSED or self._is_inline(part, kind):
            return
        if kind in _SMIME:
            yield Lost(name or "smime.p7m", f"It is encrypted or sealed (S/MIME); {_DECRYPT}")
        elif kind == "application/ms-tnef" or name.lower() == "winmail.dat":
            reason = "Only Outlook reads it; have the mail sent again as HTML or plain text."
            yield Lost(name or "winmail.dat", reason)
        elif kind == "text/calendar" or name.lower().endswith(".ics"):
            yield Body(invites=(part,))
        elif attached or kind == "text/csv" or not kind.startswith(("text/", "multipart/")):
            yield Attachment(name or _invented(part, kind), part)
        else:
            self._begun = True
            yield Body(rich=(part,)) if kind == "text/html" else Body(plain=(part,))

    def _is_inline(self, part: Message, kind: str) -> bool:
        """Whether a part is a picture that belongs into the text, such as a logo."""
        number = header(part, "Content-ID").strip("<> ").encode()
        return kind.startswith("image/") and number in self._shown


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)]


def _referred(message: Message) -> set[bytes]:
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    return {match.group(1) for page in pages for match in _CID.finditer(content(page))}


def _inner(part: Message) -> Message | None:
    """The mail in a part, also where it was encoded against the rules."""
    inner = next(iter(_children(part)), None) if part.is_multipart() else None
    coded = _coding(part)
    if coded not in ("base64", "quoted-printable"):
        return inner
    whole = Message()
    whole["Content-Transfer-Encoding"] = coded
    whole.set_payload(inner.get_payload() if inner is not None else part.get_payload())
    try:
        return parsed(io.BytesIO(content(whole)))
    except ReadError:
        return inner


def _fields(part: Message) -> Message:
    """A report to machines, such as a delivery status, as text: its fields, a line each."""
    lines = []
    for block in _children(part):
        lines += [f"{name}: {header(block, name)}" for name in dict.fromkeys(block.keys())]
        if not block.is_multipart():
            lines.append(content(block).decode("utf-8", "replace"))
    text = Message()
    text.set_payload("\n".join(lines).encode("utf-8"), "utf-8")
    return text


def _invented(part: Message, kind: str) -> str:
    title = PurePath(header(part, "Content-Description") or "attachment").name
    return title if PurePath(title).suffix else title + (mimetypes.guess_extension(kind) or ".bin")
