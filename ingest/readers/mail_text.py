"""The text of a mail: which of its forms says more, and plain text as blocks."""

from __future__ import annotations

import re
from email.message import Message

from indexes.errors import ReadError
from ingest.readers.base import BlockKind
from ingest.readers.charsets import decoded
from ingest.readers.draft import Draft
from ingest.readers.mail_parts import Body, content
from ingest.readers.markup import html_tree, markup_of
from ingest.readers.paragraphs import paragraphs
from ingest.readers.webpage import WebPage

_QUOTE = re.compile(r"[ \t]*((?:>[ \t]?)*)")
_WORD = re.compile(r"\w{2,}")
_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:|cid:)\S+")
_FEW_WORDS = 5
_SMALL_SHARE = 0.2
_ARMOUR = re.compile(
    r"-----BEGIN PGP (MESSAGE|SIGNATURE|PUBLIC KEY BLOCK)-----.*?(?:-----END PGP \1-----|\Z)",
    re.DOTALL,
)


def write_body(draft: Draft, body: Body) -> tuple[str, ...]:
    """Append the form of the text that says more, or both where each says much alone.

    Plain text is preferred; HTML has to say more than a few words beyond it, or to hold a table.
    Returns warnings.
    """
    plain = "\n\n".join(filter(None, (plain_text(part).strip() for part in body.plain)))
    pages = [markup_of(content(part), part.get_content_charset() or "") for part in body.rich]
    trial = Draft()
    unread, left_out = _write_pages(trial, pages)
    text, blocks = trial.finish()
    in_plain, in_rich = _words(plain), _words(text)
    if not (_much_more(in_rich, in_plain) or any(block.columns for block in blocks)):
        return unread + _write_plain(draft, plain)
    _write_pages(draft, pages)
    if _much_more(in_plain, in_rich):
        left_out += _write_plain(draft, plain)
    return unread + left_out


def plain_text(part: Message) -> str:
    """The text of a text/plain part, lines that were broken for transport joined (RFC 3676)."""
    text = decoded(content(part), part.get_content_charset() or "")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    return _unflowed(text, str(part.get_param("delsp", "")).lower() == "yes")


def _unflowed(text: str, drops_space: bool) -> str:
    lines: list[str] = []
    flows, last_depth = False, 0
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        said = line[depth:].removeprefix(" ")
        if flows and depth == last_depth and said != "-- ":
            lines[-1] = (lines[-1][:-1] if drops_space else lines[-1]) + said
        else:
            lines.append("> " * depth + said)
        flows, last_depth = said.endswith(" ") and said != "-- ", depth
    return "\n".join(lines)


def _write_pages(draft: Draft, pages: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Append pages; return what could not be read, and what was left out of what could."""
    page = WebPage(draft)
    unread = []
    for markup in pages:
        try:
            page.write(html_tree(markup))
        except ReadError as error:
            unread.append(f"A part of the text {error}")
    return tuple(unread), page.warnings


def _write_plain(draft: Draft, text: str) -> tuple[str, ...]:
    """Blocks of plain text, the marks of list items kept; a quotation is never one with a reply."""
    secret = [match.group(1) for match in _ARMOUR.finditer(text) if match.group(1) == "MESSAGE"]
    parted = _parted(_ARMOUR.sub("\n\n", text))
    place = 0
    for block in paragraphs(parted):
        kind: BlockKind = "item" if block.kind == "item" else "text"
        start = max(place, parted.rfind("\n", 0, block.start) + 1)
        draft.add(parted[start : block.end], kind)
        place = block.end
    return ("An encrypted part (PGP) is left out; decrypt it in your mail program.",) * bool(secret)


def _parted(text: str) -> str:
    """Blank lines where a quotation begins or ends, and in place of lines that only quote."""
    lines: list[str] = []
    depth = 0
    for line in text.split("\n"):
        marks = _QUOTE.match(line)
        prefix = marks.group(1) if marks else ""
        empty = not line[marks.end() if marks else 0 :].strip()
        if not empty and prefix.count(">") != depth:
            lines.append("")
            depth = prefix.count(">")
        lines.append("" if empty else line)
    return "\n".join(lines)


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(_ADDRESS.sub(" ", text))}


def _much_more(words: set[str], than: set[str]) -> bool:
    """Whether much is in `words` alone."""
    alone = len(words - than)
    return bool(words) and (not than or alone > max(_FEW_WORDS, _SMALL_SHARE * len(words)))
