"""Mails (EML): their text, and the files that come with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ingest.names import clean_name
from ingest.readers.base import Reading, Unpacked
from ingest.readers.charsets import decoded
from ingest.readers.crate import Crate
from ingest.readers.draft import Draft
from ingest.readers.invite import invite_lines
from ingest.readers.mail_headers import header
from ingest.readers.mail_parts import (
    Attachment,
    Body,
    Letter,
    Lost,
    content,
    content_size,
    letter_at,
)
from ingest.readers.mail_text import write_body

MEDIA_TYPE = "message/rfc822"

_TOP = ("From", "To", "Cc", "Bcc", "Date")
_OUTERMOST = -100  # the level of a mail's subject; headings in its text are 1 to 6


def read_mail(path: Path) -> Reading:
    """Read a mail: subject, who, when, the names of its attachments, then its text; one page.

    Of plain text and HTML the one that says more is read. Quotations and signatures are kept;
    mails in the mail follow under a heading of their own; invitations are read as lines. Raises
    ReadError where the file is no mail.
    """
    letter = letter_at(path)
    writer = _Writer()
    writer.write(letter, 0)
    text, blocks = writer.draft.finish()
    title = header(letter.message, "Subject")
    return Reading(title, MEDIA_TYPE, (text,), blocks, tuple(dict.fromkeys(writer.warnings)))


def unpack_mail(path: Path, folder: Path) -> Unpacked:
    """Take the attachments out of a mail, and out of the mails in it that `read_mail` reads.

    Pictures that belong into the text, and signatures, are passed over. Refused with the reason:
    encrypted messages and Outlook's winmail.dat. Raises ReadError where the file is no mail.
    """
    crate = Crate(folder)
    taken: Counter[str] = Counter()
    for item in _attached(letter_at(path), ""):
        if isinstance(item, Lost):
            crate.refuse(item.name, item.reason)
        else:
            crate.put(_unused(item.name, taken), (content(item.part),))
    return crate.unpacked()


class _Writer:
    """A mail on its way into a draft."""

    def __init__(self) -> None:
        self.draft = Draft()
        self.warnings: list[str] = []
        self._invites: set[tuple[str, ...]] = set()

    def write(self, letter: Letter, depth: int) -> None:
        """depth: how many mails the letter stands in."""
        level, subject = _OUTERMOST + depth, header(letter.message, "Subject")
        name = f"Forwarded message: {subject}".rstrip(": ") if depth else subject
        self.draft.heading(level, name)
        for field in _TOP:
            if value := header(letter.message, field):
                self.draft.add(f"{field}: {value}", "item")
        for item in letter.items:
            if isinstance(item, Attachment):
                self.draft.add(f"Attachment: {clean_name(item.name)} ({_size(item)})", "item")
        for item in letter.items:
            if isinstance(item, Body):
                self._write_body(item)
            elif isinstance(item, Letter):
                self.write(item, depth + 1)
                # what follows is the outer mail's again
                self.draft.outline.enter(level, name or "(no subject)")
            elif isinstance(item, Lost):
                self.warnings.append(f"“{clean_name(item.name)}” is left out. {item.reason}")

    def _write_body(self, body: Body) -> None:
        self.warnings += write_body(self.draft, body)
        for part in body.invites:
            lines = invite_lines(decoded(content(part), part.get_content_charset() or ""))
            if tuple(lines) not in self._invites:  # often sent twice, in the text and beside it
                self._invites.add(tuple(lines))
                for line in lines:
                    self.draft.add(line, "item")


def _attached(letter: Letter, folder: str) -> Iterator[Attachment | Lost]:
    """folder: what to put before the names, to tell whose attachments they are."""
    for item in letter.items:
        if isinstance(item, Letter):
            subject = clean_name(header(item.message, "Subject").replace("/", "-"))
            yield from _attached(item, f"{folder}{subject}/")
        elif isinstance(item, Attachment):
            yield Attachment(folder + clean_name(item.name).replace("/", "-"), item.part)
        elif isinstance(item, Lost):
            yield Lost(folder + item.name, item.reason)


def _unused(name: str, taken: Counter[str]) -> str:
    """The name, or "name (2)" and so on: mails often carry several files of one name."""
    taken[name] += 1
    if taken[name] == 1:
        return name
    path = PurePosixPath(name)
    return _unused(str(path.with_name(f"{path.stem} ({taken[name]}){path.suffix}")), taken)


def _size(item: Attachment) -> str:
    size = content_size(item.part)
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"
