"""The process that imports the readers once and forks one for each document.

Run as `python -m ingest.sandbox.server` with a Unix socket as standard input, over which sockets
of jobs come. It has one thread and does nothing else, so that forking is safe. Each job gets two
processes: a *reader* with limits, in a process group of its own, and a *warden* that ends that
group when it falls silent, when the one who asked is gone, and in any case when the reader is done.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from indexes.errors import ReadError
from ingest.sandbox.limits import Limits
from ingest.sandbox.wire import RESULT, as_json, receive, send, send_bytes

OUT_OF_MEMORY = 97
"""Exit status of a reader whose memory did not suffice."""

Begin = Callable[[int, int], None]
R = TypeVar("R", bound=Mapping[str, object])
"""What is asked of a reader, as JSON has it."""

Work = Callable[[R, Begin, Limits], bytes]
"""Does a job: told what is asked, whom to tell of each page begun, and the limits."""

_CRASHES = {
    signal.SIGSEGV: "segmentation fault",
    signal.SIGBUS: "bus error",
    signal.SIGILL: "illegal instruction",
    signal.SIGTRAP: "trap",
    signal.SIGABRT: "abort",
    signal.SIGFPE: "arithmetic error",
}
_STARVED = {*_CRASHES, signal.SIGKILL}  # deaths that may come from want of memory
_MOSTLY = 0.7  # of the memory limit in use when a reader crashed: it was the memory
_SPEAKS, _WORKS = b"(", b")"
_GRACE = 2  # times the silence that is allowed: a reader that has lost its warden ends itself


@dataclass(frozen=True, slots=True)
class _Terms(Generic[R]):
    limits: Limits
    work: Work[R]


def serve(control: socket.socket, limits: Limits, work: Work[R]) -> None:
    """Fork a warden for each socket that comes; ends when nobody can send any more."""
    gc.freeze()
    while True:
        word, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        _bury(os.WNOHANG if word else 0)
        if not word:
            return
        for descriptor in descriptors:
            if os.fork() == 0:
                control.close()
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                with socket.socket(fileno=descriptor) as job:
                    _guard(job, limits, work)
                os._exit(0)
            os.close(descriptor)


def _bury(how: int) -> None:
    """Wait for wardens, so that the system counts what they and their readers used as ours."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, how)[0]:
            pass


def _guard(job: socket.socket, limits: Limits, work: Work[R]) -> None:
    """The warden: start the reader, watch it, and say last how it ended."""
    with suppress(OSError, ValueError):  # whoever asked is gone: nobody is left to be told
        asked = receive(job)
        if asked is None:
            return
        request: R = json.loads(asked)
        alive, pulse = os.pipe()
        reader = os.fork()
        if reader == 0:
            os.close(alive)
            _read(job, request, _Terms(limits, work), pulse)
        os.close(pulse)
        with suppress(OSError):
            os.setpgid(reader, reader)
        silent = _watch(alive, job, limits.wall_s)
        with suppress(ProcessLookupError):
            os.killpg(reader, signal.SIGKILL)
        _, status, usage = os.wait4(reader, 0)
        send(job, {"ended": silent or _how(status, usage.ru_maxrss, limits)})


def _watch(alive: int, job: socket.socket, wall_s: float) -> str:
    """Wait until the reader is done ('') or has to be ended (why).

    It is not silent while it speaks: whoever asked may be stopped, and listens later.
    """
    last = _WORKS
    while True:
        patience = None if last == _SPEAKS else wall_s
        ready, _, _ = select.select([alive, job.fileno()], [], [], patience)
        if not ready:
            return f"did nothing for {wall_s:.0f} s"
        if job.fileno() in ready:  # nothing more is ever sent on it: its other end is gone
            return "was given up"
        signs = os.read(alive, 4096)
        if not signs:
            return ""
        last = signs[-1:]


def _read(job: socket.socket, request: R, terms: _Terms[R], pulse: int) -> None:
    """The reader: never returns."""
    status = 1
    try:
        os.setpgid(0, 0)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        terms.limits.impose()
        tell = _teller(job, pulse, terms.limits)

        def begin(page: int, count: int) -> None:
            tell(as_json({"begin": page, "count": count}))

        try:
            tell(RESULT + terms.work(request, begin, terms.limits))
        except ReadError as error:
            send(job, {"refused": str(error)})
        status = 0
    except MemoryError:
        status = OUT_OF_MEMORY
    except Exception as error:  # noqa: BLE001  the process's door: told to whoever asked
        send(job, {"ended": f"made its reader fail ({type(error).__name__})"})
        status = 0
    finally:
        os._exit(status)


def _teller(job: socket.socket, pulse: int, limits: Limits) -> Callable[[bytes], None]:
    """Sends a message; then the time of the next step begins, for the warden and without one."""

    def tell(data: bytes) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        limits.allow()
        os.write(pulse, _SPEAKS)
        send_bytes(job, data)
        os.write(pulse, _WORKS)
        limits.allow()
        signal.setitimer(signal.ITIMER_REAL, _GRACE * limits.wall_s)

    signal.setitimer(signal.ITIMER_REAL, _GRACE * limits.wall_s)
    return tell


def _how(status: int, peak: int, limits: Limits) -> str:
    """'' for a reader that did its work, else what it did instead, as the rest of a sentence."""
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return ""
    peak_mb = peak / (1e6 if sys.platform == "darwin" else 1e3)
    if code == OUT_OF_MEMORY or (-code in _STARVED and peak_mb > _MOSTLY * limits.memory_mb):
        return f"needed more than {limits.memory_mb} MB of memory"
    if code == -signal.SIGXCPU:
        return f"took more than {limits.cpu_s:.0f} s of processor time"
    if -code in _CRASHES:
        return f"crashed its reader ({_CRASHES[signal.Signals(-code)]})"
    if code < 0:
        return f"had its reader killed (signal {-code})"
    return "made its reader fail"


def main(work: Work[R]) -> None:
    """Serve on standard input; the limits are the first argument, as JSON."""
    limits = Limits(**json.loads(sys.argv[1]))
    with socket.socket(fileno=0) as control:
        serve(control, limits, work)


if __name__ == "__main__":
    from ingest.sandbox.jobs import work

    main(work)
