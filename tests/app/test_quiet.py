from __future__ import annotations

import os
import subprocess
import sys

import pytest

from app.quiet import VARIABLES, hush

ASKED = """
from langsmith.utils import tracing_is_enabled
from huggingface_hub.constants import HF_HUB_DISABLE_TELEMETRY
print(tracing_is_enabled(), HF_HUB_DISABLE_TELEMETRY)
"""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts the variables back afterwards."""
    for name in VARIABLES:
        monkeypatch.setenv(name, "")


def test_libraries_that_others_made_talk_are_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
    hush()

    assert os.environ["LANGSMITH_TRACING"] == "false"
    told = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "True"]
