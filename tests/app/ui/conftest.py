from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.app.ui.fakes import FakeFootnote, listing

MAIN = Path(__file__).parents[3] / "app" / "ui" / "main.py"


@pytest.fixture(autouse=True)
def program(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest puts the page in the place of `__main__`, which spawned processes would then run."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture
def footnote(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeFootnote]:
    """The application behind the page: two documents, and no chats yet."""
    fake = FakeFootnote([listing("handbook.md"), listing("rates.csv")], tmp_path)
    monkeypatch.setattr("app.build.open_footnote", lambda: fake)
    st.cache_resource.clear()
    yield fake
    st.cache_resource.clear()


@pytest.fixture
def screen(footnote: FakeFootnote) -> AppTest:
    """The page in a browser that has just opened it."""
    return AppTest.from_file(str(MAIN), default_timeout=30)
