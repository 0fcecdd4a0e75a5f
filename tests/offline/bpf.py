"""A seccomp filter that asks a listener about every way out of the machine.

The layout of instructions, of `struct seccomp_data` and of the answers follows the kernel's
<linux/filter.h> and <linux/seccomp.h>. Other ways than sockets do not exist for a process without
privileges, save io_uring, which opens sockets past any filter and is therefore denied.
"""

from __future__ import annotations

import platform
import struct
from dataclasses import dataclass

NO_SUCH_CALL = 38
"""ENOSYS: programs then do without."""

_LOAD, _AND = 0x20, 0x54
_EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x15, 0x35, 0x45, 0x06
_ALLOW, _ASK, _ERROR, _KILL = 0x7FFF0000, 0x7FC00000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE = 0, 4
"""Offsets into seccomp_data; argument i is at 16 + 8 i, its lower half first."""

_UNIX, _INET, _INET6, _NETLINK = 1, 2, 10, 16
_STREAM, _KIND = 1, 0xF
_FAST_OPEN = 0x20000000
_X32 = 0x40000000

Instruction = tuple[int, int, int, int]
"""Code, jump if true, jump if false, constant."""


@dataclass(frozen=True, slots=True)
class Calls:
    """The numbers of system calls of one architecture, and its own in the audit's numbering."""

    architecture: int
    seccomp: int
    socket: int
    connect: int
    sendto: int
    sendmsg: int
    io_uring_setup: int = 425

    def name(self, number: int) -> str:
        """What a call that is asked about is called."""
        return {
            self.socket: "socket",
            self.connect: "connect",
            self.sendto: "sendto",
            self.sendmsg: "sendmsg",
        }.get(number, str(number))


CALLS = {
    "x86_64": Calls(0xC000003E, 317, 41, 42, 44, 46),
    "aarch64": Calls(0xC00000B7, 277, 198, 203, 206, 211),
}


def calls() -> Calls | None:
    """Those of this machine; None where they are not known here."""
    return CALLS.get(platform.machine()) if platform.system() == "Linux" else None


def program(known: Calls, *, serves: bool) -> bytes:
    """The filter. serves: whether TCP sockets may be made, to listen on; connecting is asked about.

    Otherwise every socket is asked about that is neither local (AF_UNIX) nor of the kernel's own
    tables (AF_NETLINK).
    """
    lines: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, known.architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if known.architecture == CALLS["x86_64"].architecture:
        lines += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _ERROR | NO_SUCH_CALL)]
    lines += _block(known.io_uring_setup, [(_RETURN, 0, 0, _ERROR | NO_SUCH_CALL)])
    lines += _block(known.socket, _sockets(serves))
    if serves:
        asked: Instruction = (_RETURN, 0, 0, _ASK)
        allowed: Instruction = (_RETURN, 0, 0, _ALLOW)
        lines += _block(known.connect, [asked])
        addressed: list[Instruction] = [
            (_LOAD, 0, 0, _argument(4)),
            (_EQUAL, 0, 2, 0),
            (_LOAD, 0, 0, _argument(4) + 4),
            (_EQUAL, 1, 0, 0),
            asked,
            allowed,
        ]
        lines += _block(known.sendto, addressed)
        opening: list[Instruction] = [
            (_LOAD, 0, 0, _argument(2)),
            (_ANY_BIT, 0, 1, _FAST_OPEN),
            asked,
            allowed,
        ]
        lines += _block(known.sendmsg, opening)
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _sockets(serves: bool) -> list[Instruction]:
    local: list[Instruction] = []
    for family in (_UNIX, _NETLINK):
        local += [(_EQUAL, 0, 1, family), (_RETURN, 0, 0, _ALLOW)]
    lines: list[Instruction] = [(_LOAD, 0, 0, _argument(0)), *local]
    if serves:
        lines += [
            (_EQUAL, 1, 0, _INET),
            (_EQUAL, 0, 4, _INET6),
            (_LOAD, 0, 0, _argument(1)),
            (_AND, 0, 0, _KIND),
            (_EQUAL, 0, 1, _STREAM),
            (_RETURN, 0, 0, _ALLOW),
        ]
    return [*lines, (_RETURN, 0, 0, _ASK)]


def _block(number: int, lines: list[Instruction]) -> list[Instruction]:
    """Instructions for one call. They end in a return; other calls jump past them."""
    return [(_EQUAL, 0, len(lines), number), *lines]


def _argument(index: int) -> int:
    return 16 + 8 * index
