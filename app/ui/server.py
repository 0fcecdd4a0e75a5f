"""The page's server: `streamlit run app/ui/server.py`, which is what `footnote ui` does.

It serves main.py as Streamlit would, with our own first HTML, and reads the page's code before it
answers, so that the first visit does not wait for that.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from app.quiet import hush
from app.ui import metrics
from app.ui.looks import shell

if TYPE_CHECKING:
    from app.build import Footnote

MODULES = ("app.build", "app.ui.session", "app.ui.ask", "app.ui.search", "app.ui.library")
"""What the screens import. Those with plots are left out: they take long, and few open them."""

BROKEN = (
    "This screen could not be drawn. Nothing in your library has changed; the details are in the "
    "log. Loading the page again may help."
)

log = logging.getLogger(__name__)


@asynccontextmanager
async def _running(_: st.App) -> AsyncIterator[None]:
    hush()
    read_code()
    yield


def read_code() -> None:
    """Import what the screens import; what cannot be is told on the screen that needs it."""
    for name in MODULES:
        try:
            importlib.import_module(name)
        except ImportError:
            log.exception("The page's code is incomplete: %s", name)


def _wired() -> Footnote:
    """The process's application, also before any screen was drawn."""
    from app.ui.session import wired

    return wired()


def tell(error: Exception) -> bool:
    """Draw one sentence where a screen's script has failed, instead of Streamlit's own words."""
    log.error("A screen's script met an error.", exc_info=error)
    st.error(BROKEN, icon=":material/error:")
    return True


app = st.App(
    Path(__file__).with_name("main.py"),
    lifespan=_running,
    routes=[*shell.routes(), *metrics.routes(_wired)],
    on_script_error=tell,
)
