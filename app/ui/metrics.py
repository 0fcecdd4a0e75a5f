"""`/metrics`: the figures for Prometheus, on the page's own server.

They name no person and no document; still only this machine may read them by default.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from ipaddress import ip_address
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from app.settings import Settings
from app.telemetry.prometheus import CONTENT_TYPE, Metrics
from indexes.errors import FootnoteError

PATH = "/metrics"

OFF = "Metrics are switched off here; set FOOTNOTE_METRICS to local or all to have them."
ELSEWHERE = (
    "Metrics are for this machine only; set FOOTNOTE_METRICS to all if others may read them."
)
UNEXPECTED = "Metrics cannot be read now; the details are in Footnote's log."

FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
"""Headers by which a proxy on this machine says that it asks for somebody else."""

log = logging.getLogger(__name__)


class Metered(Protocol):
    """The application as far as this route needs it."""

    @property
    def settings(self) -> Settings: ...

    @property
    def metrics(self) -> Metrics: ...


def routes(opened: Callable[[], Metered]) -> list[BaseRoute]:
    """opened: finds the process's application, and opens it where no page was visited yet.

    It is called in a thread that may wait, never in the server's own.
    """

    async def answer(request: Request) -> Response:
        client = request.client.host if request.client else ""
        is_local = is_this_machine(client) and not any(map(request.headers.get, FORWARDED))
        return await run_in_threadpool(_answer, opened, is_local)

    return [Route(PATH, answer)]


def is_this_machine(address: str) -> bool:
    """Whether a client's address is a loopback; '' and names are not."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)


def _answer(opened: Callable[[], Metered], is_local: bool) -> Response:
    try:
        footnote = opened()
        if footnote.settings.metrics == "off":
            return _said(OFF, 404)
        if footnote.settings.metrics != "all" and not is_local:
            return _said(ELSEWHERE, 403)
        return Response(footnote.metrics.text(), headers={"Content-Type": CONTENT_TYPE})
    except FootnoteError as error:
        return _said(str(error) if is_local else UNEXPECTED, 503)
    except Exception:
        log.exception("Metrics met an error.")
        return _said(UNEXPECTED, 500)


def _said(sentence: str, status: int) -> Response:
    return PlainTextResponse(sentence + "\n", status, headers={"Cache-Control": "no-store"})
