"""Keeps the libraries that Footnote stands on from reporting to anybody."""

from __future__ import annotations

import os

VARIABLES = {
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    # LangChain sends every prompt, and with it text of documents, where these are on.
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "LANGCHAIN_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
}
"""What the libraries read when they are first used."""


def hush() -> None:
    """Switch reports off in this process and its children, also those switched on for others.

    For Footnote's own programs, as they begin; a program that uses Footnote as a library keeps its
    environment, and decides itself.
    """
    os.environ.update(VARIABLES)
