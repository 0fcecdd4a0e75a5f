"""Loaded by every Python of a sealed command: writes down who tries to resolve or connect."""

from __future__ import annotations

import ipaddress
import json
import os
import sys

_LOG = os.environ.get("SEALED_LOG", "")
_EVENTS = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.__new__": 1,
}
"""Audit events, each with the place of the address, the host or the family in its arguments."""

_LOCAL_FAMILIES = (-1, 1, 16)
"""A socket made elsewhere, AF_UNIX, AF_NETLINK."""


def _is_local(event: str, address: object) -> bool:
    """A path of this machine, or a numeral: nobody is asked what that stands for."""
    if event == "socket.__new__":
        return address in _LOCAL_FAMILIES
    if event in ("socket.connect", "socket.sendto"):
        return isinstance(address, str | bytes)
    if address is None:
        return True
    try:
        return ipaddress.ip_address(str(address)).is_loopback
    except ValueError:
        return False


def _callers() -> list[str]:
    """The modules on the stack, innermost first, each once."""
    names: list[str] = []
    frame = sys._getframe(2)
    while frame is not None:
        name = str(frame.f_globals.get("__name__", "?"))
        if name not in names:
            names.append(name)
        frame = frame.f_back  # type: ignore[assignment]  # None ends the loop
    return names


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    at = _EVENTS.get(event)
    if at is None or _is_local(event, arguments[at]):
        return
    line = {
        "call": event,
        "place": repr(arguments[at]),
        "pid": os.getpid(),
        "callers": _callers(),
    }
    with open(_LOG, "a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")


if _LOG:
    sys.addaudithook(_hook)
