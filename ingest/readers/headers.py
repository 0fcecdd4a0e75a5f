"""Mails, told from other texts by the lines they begin with."""

from __future__ import annotations

import re

_FIELD = re.compile(r"([!-9;-~]{1,76}):")
_ENVELOPE = re.compile(r"From \S+.*\d{4}\s*")
_PEOPLE = frozenset(("from", "to", "cc", "subject", "date", "reply-to", "sender"))
_MACHINES = frozenset(
    ("message-id", "mime-version", "received", "return-path", "delivered-to", "content-type")
)
_ENOUGH = 3
_MOST_LINES = 300
_MAYBE_MAIL = frozenset(("", ".txt", ".text", ".eml", ".mbox", ".mht", ".mhtml", ".htm", ".html"))


def mail_kind(text: str, key: str) -> str:
    """ ".eml", ".mbox" (several mails), ".mhtml", or '' if a text does not begin like a mail.

    key: the name's ending where it is one that goes in. A text that is not called a mail must show
    header lines that only programs write, since people, too, write "From:" and "Subject:".
    """
    if key not in _MAYBE_MAIL:
        return ""
    lines = text.lstrip("\ufeff\r\n").splitlines()[:_MOST_LINES]
    boxed = bool(lines) and _ENVELOPE.fullmatch(lines[0]) is not None
    fields = _fields(lines[1:] if boxed else lines)
    known = fields.keys() & (_PEOPLE | _MACHINES)
    if key == ".eml":
        return ".eml" if known else ""
    told = len(known) >= _ENOUGH and len(fields.keys() & _MACHINES) > 0
    if boxed and (told or key == ".mbox"):
        return ".mbox"
    web = fields.get("content-type", "").lower().startswith("multipart/related")
    saved = "snapshot-content-location" in fields or not fields.keys() & {"received", "to"}
    if (key in (".mht", ".mhtml") and known) or (web and saved and "mime-version" in fields):
        return ".mhtml"
    return ".eml" if told and "from" in fields else ""


def _fields(lines: list[str]) -> dict[str, str]:
    """The header fields at the top by name in lower case; none unless a blank line ends them."""
    fields: dict[str, str] = {}
    last = ""
    for line in lines:
        if not line.strip():
            break
        if line[0] in " \t" and last:
            fields[last] += line
            continue
        match = _FIELD.match(line)
        if match is None:
            return {}
        last = match.group(1).lower()
        fields[last] = line[match.end() :].strip()
    return fields
