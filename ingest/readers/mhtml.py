"""Web pages saved as one file in mail format (MHTML)."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from urllib.parse import urljoin

from indexes.errors import ReadError
from ingest.readers.base import Reading
from ingest.readers.draft import Draft
from ingest.readers.mail_headers import header, parsed
from ingest.readers.mail_parts import content
from ingest.readers.markup import html_tree, markup_of
from ingest.readers.webpage import WebPage

_PAGES = ("text/html", "application/xhtml+xml")


def read_mhtml(path: Path) -> Reading:
    """Read a page that a browser or word processor saved with its parts (.mhtml, .mht).

    Frames whose pages are in the file are read where they stand. It counts as one page. Raises
    ReadError where the file holds no web page.
    """
    try:
        with path.open("rb") as file:
            message = parsed(file)
        pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    except RecursionError as error:
        raise ReadError("nests its parts too deeply; save the page again.") from error
    if not pages:
        raise ReadError("holds no web page; save the page again, as HTML.")
    main = _main(message, pages)
    draft = Draft()
    page = WebPage(draft, _Frames(main, pages))
    page.write(html_tree(_markup(main)))
    text, blocks = draft.finish()
    title = page.title or header(message, "Subject")
    return Reading(title, "multipart/related", (text,), blocks, page.warnings)


class _Frames:
    """The pages beside the main one, by the addresses that frames name."""

    def __init__(self, main: Message, pages: list[Message]) -> None:
        self._base = header(main, "Content-Location")
        self._pages = {
            address: part for part in pages if part is not main for address in _addresses(part)
        }

    def __call__(self, address: str) -> str:
        try:
            whole = urljoin(self._base, address)
        except ValueError:  # no address at all
            whole = address
        part = self._pages.get(address) or self._pages.get(whole)
        return _markup(part) if part is not None else ""


def _main(message: Message, pages: list[Message]) -> Message:
    start = str(message.get_param("start", "")).strip("<> ")
    named = (part for part in pages if header(part, "Content-ID").strip("<> ") == start)
    return next(named, pages[0]) if start else pages[0]


def _addresses(part: Message) -> Iterator[str]:
    if number := header(part, "Content-ID").strip("<> "):
        yield f"cid:{number}"
    if place := header(part, "Content-Location"):
        yield place


def _markup(part: Message) -> str:
    return markup_of(content(part), part.get_content_charset() or "")
