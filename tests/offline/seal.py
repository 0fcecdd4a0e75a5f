"""Runs a command with every way out of the machine watched and closed.

`python -m tests.offline.seal client|server LOG COMMAND...`: a seccomp filter holds for the command
and all its children, native code included. Each attempt is written to LOG as a line of JSON and
fails with EPERM. `client`: no sockets at all; `server`: it may listen, but not connect. Python
processes load `audit/sitecustomize.py` besides, which writes who tried to resolve or connect.
Status 77: the kernel does not let the filter be installed.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

from tests.offline import bpf

UNAVAILABLE = 77
LOG_VARIABLE = "SEALED_LOG"
AUDIT = Path(__file__).parent / "audit"

_NO_NEW_PRIVILEGES, _FILTER, _NEW_LISTENER = 38, 1, 1 << 3
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_NOTICE_BYTES = 80
_CONTINUE = 1


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.c_char_p))


def install(serves: bool) -> int:
    """Filter this thread and all that it starts from now on; returns the listener's descriptor.

    Raises OSError when the kernel refuses.
    """
    known = bpf.calls()
    if known is None:
        raise OSError(errno.ENOSYS, "the system calls of this machine are not known")
    libc = ctypes.CDLL(None, use_errno=True)
    lines = bpf.program(known, serves=serves)
    program = _Program(len(lines) // 8, lines)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "PR_SET_NO_NEW_PRIVS")
    libc.syscall.restype = ctypes.c_long
    listener = int(
        libc.syscall(known.seccomp, _FILTER, ctypes.c_ulong(_NEW_LISTENER), ctypes.byref(program))
    )
    if listener < 0:
        raise OSError(ctypes.get_errno(), "SECCOMP_SET_MODE_FILTER")
    return listener


def answer(listener: int, log: Path) -> None:
    """Refuse what the filter asks about and write it down, until the listener is closed.

    Runs in a thread that is not filtered itself.
    """
    known = bpf.calls()
    assert known is not None
    while True:
        notice = bytearray(_NOTICE_BYTES)
        try:
            fcntl.ioctl(listener, _RECEIVE, notice, True)
        except OSError as error:
            if error.errno in (errno.EINTR, errno.ENOENT):  # the asking process is gone
                continue
            return
        name, pid, number, *_ = _asked(notice)
        call, place = known.name(number), _place(known, notice)
        local = place == "AF_UNIX"
        if not local:
            _write(log, {"call": call, "place": place, "pid": pid, "command": _command(pid)})
        verdict = (0, _CONTINUE) if local else (-errno.EPERM, 0)
        try:
            fcntl.ioctl(listener, _SEND, struct.pack("=QqiI", name, 0, *verdict))
        except OSError as error:
            if error.errno != errno.ENOENT:
                raise


def _asked(notice: bytearray) -> tuple[int, int, int, tuple[int, ...]]:
    """The notice's id, the process, the call's number and its six arguments."""
    name, pid, _, number, _, _, *arguments = struct.unpack("=QIIiIQ6Q", notice)
    return name, pid, number, tuple(arguments)


def _place(known: bpf.Calls, notice: bytearray) -> str:
    """The family of the socket wanted, or the address that is to be reached."""
    _, pid, number, arguments = _asked(notice)
    if number == known.socket:
        return f"family {arguments[0]}, type {arguments[1] & 0xF}"
    if number == known.sendmsg:
        return "with the first bytes"
    at, length = (arguments[1], arguments[2]) if number == known.connect else arguments[4:6]
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        memory.seek(at)
        address = memory.read(min(length, 128))
    family = int.from_bytes(address[:2], sys.byteorder)
    if family == socket.AF_UNIX:
        return "AF_UNIX"
    port = int.from_bytes(address[2:4], "big")
    if family == socket.AF_INET:
        return f"{socket.inet_ntop(family, address[4:8])}:{port}"
    if family == socket.AF_INET6:
        return f"[{socket.inet_ntop(family, address[8:24])}]:{port}"
    return f"family {family}"


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return "a process that is gone"


def _write(log: Path, line: dict[str, str | int]) -> None:
    with log.open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(line) + "\n")


def main(words: list[str]) -> int:
    """Run the command; returns its status."""
    mode, log, *command = words
    ready: list[int] = []
    installed = threading.Event()

    def supervise() -> None:
        installed.wait()
        if ready:
            answer(ready[0], Path(log))

    # Started first, so that the filter does not hold for it.
    threading.Thread(target=supervise, daemon=True).start()
    try:
        ready.append(install(serves=mode == "server"))
    except OSError as error:
        sys.stderr.write(f"The filter cannot be installed: {error}\n")
        return UNAVAILABLE
    installed.set()
    paths = [str(AUDIT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {LOG_VARIABLE: log, "PYTHONPATH": os.pathsep.join(paths)}
    child = subprocess.Popen(command, env=environment)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
