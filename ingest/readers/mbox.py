"""Mailboxes in the mbox format: each mail becomes a file."""

from __future__ import annotations

import re
from pathlib import Path

from indexes.errors import ReadError
from ingest.readers.base import Unpacked
from ingest.readers.crate import Crate

_START = re.compile(rb"(?:\A|\n\r?\n)From [^\n]{0,200}\d\d:\d\d[^\n]{0,200}\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


def unpack_mbox(path: Path, folder: Path) -> Unpacked:
    """Take the mails out of a mailbox, named by their number; ReadError where there is none."""
    data = path.read_bytes()
    starts = list(_START.finditer(data))
    if not starts:
        raise ReadError("is no mailbox, whatever its name says; export it again as mbox.")
    crate = Crate(folder)
    ends = [match.start() for match in starts[1:]] + [len(data)]
    for number, (match, end) in enumerate(zip(starts, ends, strict=True), start=1):
        crate.put(f"mail {number:05d}.eml", (_QUOTED.sub(rb"\1", data[match.end() : end]),))
    return crate.unpacked()
