"""Alerts posted as JSON to an address, in the background."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Sequence
from email.message import Message
from http.client import HTTPException
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

TIMEOUT_S = 5.0
"""Longest wait for the server to accept the connection, or to say a word."""

PAUSES_S = (1.0, 4.0)
"""Seconds before the second try, and before the third."""

WAITING = 100
"""Posts that wait at most; what comes then is in the log and on the page alone."""

AGAIN = (408, 425, 429)
"""Status codes below 500 after which another try makes sense."""

log = logging.getLogger(__name__)


class _Stay(HTTPRedirectHandler):
    """Follows no redirect: what is posted goes to the address that was set and nowhere else."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


class Webhook:
    """Posts in the background, one after the other, each up to three times.

    The log names the address's host alone: its path is often a secret.
    """

    def __init__(
        self, address: str, timeout_s: float = TIMEOUT_S, pauses_s: Sequence[float] = PAUSES_S
    ) -> None:
        """address: of http or https. pauses_s: before each further try."""
        self._address = address
        self._host = urlsplit(address).hostname
        self._timeout_s = timeout_s
        self._pauses_s = pauses_s
        self._opener = build_opener(_Stay)
        self._posts: queue.Queue[bytes | None] = queue.Queue(WAITING)
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def send(self, body: bytes) -> None:
        """Have JSON posted; returns at once and never raises."""
        with self._lock:
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="webhook", daemon=True)
                self._worker.start()
        try:
            self._posts.put_nowait(body)
        except queue.Full:
            log.warning("The webhook at %s is too slow: an alert is not posted.", self._host)

    def finish(self, timeout_s: float) -> bool:
        """Post what waits, then end; whether that was done in time. Nothing is sent thereafter."""
        if self._worker is None:
            return True
        try:
            self._posts.put(None, timeout=timeout_s)
        except queue.Full:
            return False
        self._worker.join(timeout_s)
        return not self._worker.is_alive()

    def _work(self) -> None:
        while (body := self._posts.get()) is not None:
            self._post(body)

    def _post(self, body: bytes) -> None:
        """Try until it is taken, or until there is no sense in trying again."""
        for pause_s in (*self._pauses_s, None):
            reason, again = self._try(body)
            if not reason:
                return
            if pause_s is None or not again:
                break
            time.sleep(pause_s)
        log.warning("An alert could not be posted to the webhook at %s: %s", self._host, reason)

    def _try(self, body: bytes) -> tuple[str, bool]:
        """Why it was not taken, '' if it was; and whether another try may help."""
        headers = {"Content-Type": "application/json", "User-Agent": "footnote"}
        request = Request(self._address, body, headers, method="POST")
        try:
            with self._opener.open(request, timeout=self._timeout_s):
                return "", False
        except HTTPError as error:
            error.close()
            return _refused(error.code), error.code >= 500 or error.code in AGAIN
        except OSError as error:
            return f"{error}. Check the setting alert_webhook.", True
        except (HTTPException, ValueError) as error:  # whose text can hold the address
            return f"{type(error).__name__}. Check the setting alert_webhook.", True


def _refused(code: int) -> str:
    if 300 <= code < 400:
        return (
            f"it redirects (status {code}), which is not followed; set alert_webhook to the "
            "address that it names."
        )
    return f"it answers with status {code}. Check the setting alert_webhook."
