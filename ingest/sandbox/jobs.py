"""What a reader's process does: open a file, or unpack it, and say what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from indexes.errors import ReadError
from ingest.extract import Opened, open_file
from ingest.readers import preload, unpack
from ingest.readers.base import Desk
from ingest.sandbox.codec import encoded
from ingest.sandbox.limits import Limits
from ingest.sandbox.wire import Request

preload()  # once, before readers are forked


def work(
    request: Request,
    begin: Callable[[int, int], None],
    limits: Limits,
) -> bytes:
    """Do one job; return its result as `codec` has it. Raises ReadError where it is refused."""
    path, name, folder = Path(request["path"]), request["name"], Path(request["folder"])
    skip = {int(page): reason for page, reason in request["skip"].items()}
    desk = Desk(begin, skip, request["stop"], Path(request["scratch"]), request["ocr"])
    if request["verb"] == "unpack":
        return encoded(Opened(None, unpack(path, name, folder)))
    return encoded(bounded(open_file(path, name, folder, desk), name, limits.characters))


def bounded(opened: Opened, name: str, characters: int) -> Opened:
    """The same, if its text is not longer than that; else ReadError."""
    pages = opened.extract.pages if opened.extract else ()
    if sum(len(page.text) for page in pages) <= characters:
        return opened
    raise ReadError(
        f"{name} holds more than {characters / 1e6:.0f} million characters of text; split it."
    )
