"""The HTML that the browser gets before anything else: our name and icon, and never a blank page.

Streamlit's own names the tab after Streamlit, and stays white until its scripts have run. Whatever
is not found in it, as another version may have it, stays as it is.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from app.ui.looks.page import FOLDER, ICON, colours

TOUCH_ICON = FOLDER / "icon.png"
"""The same icon as pixels, 180 by 180: for browsers that take no SVG, and home screens."""

PRESSES = FOLDER / "presses.js"
"""Notes when something was pressed; app/ui/ticking.py says what for."""

REGIONS = FOLDER / "regions.js"
"""Lets the keyboard reach what scrolls sideways."""

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
PATHS = ("/", "/ask", "/search", "/library", "/evaluation", "/operations")

# Components come as blobs, plots compile what they draw; nothing comes from or goes elsewhere.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_ICON = re.compile(r'<link rel="shortcut icon"[^>]*>')
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_ROOT = '<div id="root"></div>'
_WAITING = "Footnote is opening\u2026"


def routes() -> list[BaseRoute]:
    """The page at each of its addresses, and its icon where browsers look for one unasked."""
    pages = [Route(path, _page) for path in PATHS]
    icons = [
        Route(path, _icon) for path in ("/favicon.png", "/favicon.ico", "/apple-touch-icon.png")
    ]
    return [*pages, *icons]


@cache
def shell() -> str:
    """The whole document."""
    picture = base64.b64encode(ICON.read_bytes()).decode("ascii")
    icons = (
        '<link rel="shortcut icon" type="image/svg+xml" '
        f'href="data:image/svg+xml;base64,{picture}">'
        '<link rel="apple-touch-icon" href="./apple-touch-icon.png">'
        '<meta name="color-scheme" content="light dark">'
        f"<style>{_styles()}</style>"
        f"<script>{PRESSES.read_text(encoding='utf-8')}</script>"
        f"<script>{REGIONS.read_text(encoding='utf-8')}</script>"
    )
    text = INDEX.read_text(encoding="utf-8")
    text = _TITLE.sub("<title>Footnote</title>", text)
    text = _ICON.sub(lambda _: icons, text, count=1)
    text = _NOSCRIPT.sub("<noscript><p>Footnote's page needs JavaScript.</p></noscript>", text)
    waiting = f'<div id="root"><p class="opening" role="status">{_WAITING}</p></div>'
    return text.replace(_ROOT, waiting)


def _styles() -> str:
    light, dark = colours("light"), colours("dark")
    return (
        f"html {{ background: {light['backgroundColor']}; color: {light['grayTextColor']} }} "
        "@media (prefers-color-scheme: dark) "
        f"{{ html {{ background: {dark['backgroundColor']}; color: {dark['grayTextColor']} }} }} "
        ".opening { margin: 40vh 0 0; text-align: center; font: 1rem/1.5 system-ui, sans-serif }"
    )


async def _page(request: Request) -> Response:
    return HTMLResponse(shell(), headers=HEADERS)


async def _icon(request: Request) -> Response:
    return FileResponse(TOUCH_ICON, media_type="image/png", headers={"Cache-Control": "no-cache"})
