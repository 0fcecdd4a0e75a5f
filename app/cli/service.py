"""The verbs that need no library: ui and doctor."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from app.cli.output import plain, print_json
from app.contract import doctor_json
from app.findings import Finding, render, worst
from app.settings import Settings
from indexes.errors import SettingsError

PAGE = Path(__file__).resolve().parents[1] / "ui" / "server.py"
"""The server that Streamlit runs."""


def ui(settings: Settings) -> int:
    """Become the page's server; returns only by an error."""
    everywhere = settings.address in ("0.0.0.0", "::")
    host = "localhost" if everywhere else settings.address
    host = f"[{host}]" if ":" in host else host
    print(f"Footnote: http://{host}:{settings.port} (Ctrl-C stops it)", flush=True)
    if everywhere:
        print("Everybody who can reach this machine can open it.", flush=True)
    os.execv(sys.executable, server_command(settings))


def server_command(settings: Settings) -> list[str]:
    """The command line of the page's server."""
    options = {
        "server.address": settings.address,
        "server.port": settings.port,
        "server.headless": "true",
        "server.maxUploadSize": settings.max_file_mb,
        # Watching every imported module for edits costs seconds with torch among them.
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(PAGE), *flags]


def doctor(findings: Sequence[Finding], as_json: bool) -> int:
    """Print what was found, each problem with its remedy; 1 when something does not work."""
    if as_json:
        print_json(doctor_json(findings))
    else:
        print(plain(render(findings)))
    return 1 if worst(findings) == "fail" else 0


def require_free(settings: Settings) -> None:
    """Raise SettingsError when the page cannot listen where it should."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            settings.address, settings.port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        raise SettingsError(
            f"The page cannot listen on {settings.address}, port {settings.port} "
            f"({error.strerror}); choose others with --address and --port."
        ) from error
