"""Messages between Footnote and its readers: a length in four bytes, then JSON."""

from __future__ import annotations

import json
import socket
import struct
from typing import Literal, NotRequired, TypedDict

_LENGTH = struct.Struct(">I")
MOST_BYTES = 400_000_000
"""Longest message that is accepted."""


class Request(TypedDict):
    """What a reader is asked to do. skip: page numbers as text -> reason."""

    verb: Literal["open", "unpack"]
    path: str
    name: str
    folder: str
    scratch: str
    ocr: str
    skip: dict[str, str]
    stop: int | None


class Message(TypedDict):
    """One of: page `begin` of `count` is begun; the reader refuses, or ended and how."""

    begin: NotRequired[int]
    count: NotRequired[int]
    refused: NotRequired[str]
    ended: NotRequired[str]


RESULT = b"R"
"""First byte of a message that is a result; all others are a `Message`."""


def send(to: socket.socket, message: Request | Message) -> None:
    """Send one message; OSError when the other side is gone."""
    send_bytes(to, as_json(message))


def as_json(message: Request | Message) -> bytes:
    """A message as it is sent."""
    return json.dumps(message, separators=(",", ":")).encode("ascii")


def send_bytes(to: socket.socket, data: bytes) -> None:
    """Send bytes as one message; OSError when the other side is gone."""
    to.sendall(_LENGTH.pack(len(data)))
    to.sendall(data)


def receive(source: socket.socket, most: int = MOST_BYTES) -> bytes | None:
    """The next message, None when there is none any more.

    Raises ValueError for one that is longer than `most` bytes or breaks off.
    """
    head = _exactly(source, _LENGTH.size)
    if not head:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > most:
        raise ValueError(f"a message of {length} bytes")
    return _exactly(source, length)


def _exactly(source: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = source.recv(min(length - len(parts), 1 << 20))
        if not part:
            if parts:
                raise ValueError("a message that breaks off")
            return b""
        parts += part
    return bytes(parts)
