"""Footnote's side of drawing: one server process, any number of pages at once."""

from __future__ import annotations

import json
import logging
import struct
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from indexes.errors import ReadError
from ingest.drawing.types import Box, Drawn, Part, Request
from ingest.sandbox.host import Host
from ingest.sandbox.limits import Limits
from ingest.sandbox.wire import RESULT, Message, receive, send_bytes

log = logging.getLogger(__name__)

SCALE = 2.0
"""Pixels a point."""

LIMITS = Limits(cpu_s=10.0, wall_s=20.0, memory_mb=1000, file_mb=1)

_MOST_BYTES = 40_000_000
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_SIZE = struct.Struct(">II")
_MOST_ACROSS = 10_000


@dataclass(frozen=True)
class _Head:
    """What stands before the picture."""

    width: float
    height: float
    places: tuple[Box | None, ...]


_HEAD: TypeAdapter[_Head] = TypeAdapter(_Head)


class Drawer:
    """Draws pages of PDFs in processes with limits; several threads may ask at once.

    The server starts with `start` or the first page, and ends with `close` or with this process.
    """

    def __init__(self, limits: Limits = LIMITS, server: str = "ingest.drawing.draw") -> None:
        """server: the module that is run."""
        self._host = Host(server, limits)

    def start(self) -> None:
        """Start the server, without waiting for it: then the first page comes as fast as others."""
        self._host.start()

    def draw(self, path: Path, page: int, parts: Sequence[Part] = ()) -> Drawn:
        """Page `page`, from 1, as it is displayed, and where some characters stand on it.

        Raises ReadError with a clause: why it cannot be drawn.
        """
        asked = Request(
            path=str(path),
            page=page - 1,
            scale=SCALE,
            parts=[(part.text, part.box, part.first, part.last) for part in parts],
        )
        ended = "the process that draws pages does not start"
        for _ in range(2):  # a server that has died is started again, once
            heard = self._ask(asked)
            if isinstance(heard, bytes):
                return _drawn(heard, len(parts))
            if heard:
                ended = heard
                break
        log.info("page %d of %s: %s", page, path.name, ended)
        raise ReadError(ended)

    def close(self) -> None:
        """End the server and what it draws; the next page starts a new one."""
        self._host.close()

    def _ask(self, asked: Request) -> bytes | str:
        """What came: the result, why there is none, or '' where nothing was heard."""
        result: bytes | str = ""
        job = self._host.job()
        try:
            send_bytes(job, json.dumps(asked, separators=(",", ":")).encode("ascii"))
            while (data := receive(job, _MOST_BYTES)) is not None and data:
                if data.startswith(RESULT):
                    result = data[len(RESULT) :]
                    continue
                message: Message = json.loads(data)
                if "refused" in message:
                    result = str(message["refused"])
                elif ended := message.get("ended"):
                    result = f"drawing it {ended}"
        except (OSError, ValueError) as error:
            result = f"drawing it failed ({error})"
        finally:
            self._host.done(job)
        return result


def _drawn(result: bytes, count: int) -> Drawn:
    """The result, checked: nobody vouches for what a process says that has read a hostile file."""
    head, _, png = result.partition(b"\n")
    try:
        page = _HEAD.validate_json(head)
    except ValidationError as error:
        raise ReadError("drawing it gave no picture") from error
    width, height = _SIZE.unpack_from(png.ljust(24, b"\0"), len(_PNG))
    if not png.startswith(_PNG) or max(width, height) > _MOST_ACROSS or len(page.places) != count:
        raise ReadError("drawing it gave no picture")
    return Drawn(png, page.width, page.height, page.places)
