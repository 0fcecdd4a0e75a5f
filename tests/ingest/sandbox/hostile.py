"""A server whose readers misbehave as the file's name tells them. Pages are those of `count`."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from indexes.errors import ReadError
from indexes.types import Unread
from ingest.extract import Extract, ExtractedPage, Opened
from ingest.readers.base import Member, Unpacked
from ingest.sandbox.codec import encoded
from ingest.sandbox.limits import Limits
from ingest.sandbox.server import Begin, main
from ingest.sandbox.wire import Request

COUNT = 6
LAST_PAGES = {"long": ExtractedPage("x" * 5_000_000), "halves": ExtractedPage("a\ud800b")}
LIE = b'{"extract": {"title": 7}}'


def work(request: Request, begin: Begin, limits: Limits) -> bytes:
    """Read COUNT pages, or misbehave: `page-3-hang` does so on page 3, `hang` before any page."""
    name = request["name"]
    hoard: list[bytes] = []
    at, _, deed = name.removeprefix("page-").partition("-") if "-" in name else ("0", "", name)
    bad = {int(page) for page in at.split(",")}
    if 0 in bad:
        _misbehave(deed, Path(request["folder"]))
    pages, unread = [], []
    for number in range(1, COUNT + 1):
        reason = request["skip"].get(str(number))
        if request["stop"] is not None and number > request["stop"]:
            reason = "Not reached."
        if reason is not None:
            unread.append(Unread(number, reason))
            pages.append(ExtractedPage(""))
            continue
        begin(number, COUNT)
        if deed == "leak":
            hoard.append(b"x" * 80_000_000)
        if number in bad:
            _misbehave(deed, Path(request["folder"]))
        pages.append(ExtractedPage(f"Page {number}."))
    members: tuple[Member, ...] = ()
    if deed == "smuggle":
        members = (Member("passwd", Path("/etc/hostname")),)
    if deed == "long":  # whoever asked is stopped before the result comes
        os.kill(int(Path(request["path"]).read_text()), signal.SIGSTOP)
    pages[-1] = LAST_PAGES.get(deed, pages[-1])
    if deed == "lie":
        return LIE
    extract = Extract("", "text/plain", tuple(pages), (), (str(os.getpid()),), tuple(unread))
    return encoded(Opened(extract, Unpacked(members)))


def _spin(_: Path) -> None:
    while True:
        pass


def _eat(_: Path) -> None:
    hoard = []
    while True:
        hoard.append(bytearray(10_000_000))


def _fail(_: Path) -> None:
    raise RecursionError


def _refuse(_: Path) -> None:
    raise ReadError("x is damaged; save it again.")


def _flood(_: Path) -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.write("x" * 10_000_000)
        stream.flush()


def _breed(folder: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    folder.write_text(str(child.pid))
    time.sleep(600)


def _orphan(folder: Path) -> None:
    folder.write_text(str(os.getpid()))
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(600)


DEEDS: dict[str, Callable[[Path], object]] = {
    "hang": lambda _: time.sleep(600),
    "spin": _spin,
    "eat": _eat,
    "crash": lambda _: ctypes.string_at(0),
    "die": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "fail": _fail,
    "refuse": _refuse,
    "flood": _flood,
    "fill": lambda folder: folder.write_bytes(b"x" * 3_000_000),
    "breed": _breed,
    "orphan": _orphan,
}


def _misbehave(deed: str, folder: Path) -> None:
    if deed in DEEDS:
        DEEDS[deed](folder)


if __name__ == "__main__":
    main(work)
