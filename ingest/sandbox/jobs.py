"""What a reader's process does: open a file, or unpack it, and say what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path

from indexes.errors import ReadError
from indexes.types import Unread
from ingest.extract import Extract, Opened, open_file
from ingest.readers import preload, unpack
from ingest.readers.base import Desk, nobody
from ingest.sandbox.codec import encoded
from ingest.sandbox.limits import Limits, spent
from ingest.sandbox.wire import Request

preload()  # once, before readers are forked


@dataclass(slots=True)
class Ration:
    """The processor time of one document. count: its pages, as far as known."""

    limits: Limits = field(default_factory=Limits)
    tell: Callable[[int, int], None] = nobody
    count: int = 0

    def begin(self, page: int, count: int) -> None:
        self.count = count
        self.tell(page, count)

    def over(self) -> str:
        """Why no further page is begun; '' while there is time left."""
        budget = self.limits.budget(self.count)
        if not self.count or spent() < budget:
            return ""
        return (
            f"Not reached: the pages before it took more than {budget:.0f} s of processor time; "
            "split the document."
        )


@dataclass(frozen=True, slots=True)
class RationedDesk(Desk):
    """A desk on which pages are left unread once the document's time is used up."""

    ration: Ration = field(default_factory=Ration)

    def unread(self, page: int) -> Unread | None:
        """As for every desk, and for want of time."""
        told = Desk.unread(self, page)
        reason = "" if told else self.ration.over()
        return Unread(page, reason) if reason else told


def work(
    request: Request,
    begin: Callable[[int, int], None],
    limits: Limits,
) -> bytes:
    """Do one job; return its result as `codec` has it. Raises ReadError where it is refused."""
    path, name, folder = Path(request["path"]), request["name"], Path(request["folder"])
    skip = {int(page): reason for page, reason in request["skip"].items()}
    ration = Ration(limits, begin)
    desk = RationedDesk(
        ration.begin, skip, request["stop"], Path(request["scratch"]), request["ocr"], ration
    )
    if request["verb"] == "unpack":
        return encoded(Opened(None, unpack(path, name, folder)))
    return encoded(bounded(open_file(path, name, folder, desk), name, limits.characters))


def bounded(opened: Opened, name: str, characters: int) -> Opened:
    """The same with the pages that fit into so many characters; ReadError if the first does not."""
    extract = opened.extract
    if extract is None:
        return opened
    ends = accumulate(len(page.text) for page in extract.pages)
    kept = sum(end <= characters for end in ends)
    if kept == len(extract.pages):
        return opened
    holds = f"holds more than {characters / 1e6:.0f} million characters of text"
    if not any(page.text.strip() for page in extract.pages[:kept]):
        raise ReadError(f"{name} {holds}; split it.")
    return replace(opened, extract=_first(extract, kept, f"The document {holds}; split it."))


def _first(extract: Extract, kept: int, reason: str) -> Extract:
    """Its first pages; the others are there without text, unread for that reason."""
    told = {unread.page for unread in extract.unread}
    rest = range(kept + 1, len(extract.pages) + 1)
    unread = [*extract.unread, *(Unread(page, reason) for page in rest if page not in told)]
    blank = (replace(page, text="", lines=()) for page in extract.pages[kept:])
    return replace(
        extract,
        pages=(*extract.pages[:kept], *blank),
        chunks=tuple(chunk for chunk in extract.chunks if chunk.page <= kept),
        unread=tuple(sorted(unread, key=lambda each: each.page)),
    )
