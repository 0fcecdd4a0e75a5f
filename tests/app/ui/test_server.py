from __future__ import annotations

import logging
import sys

import pytest
import streamlit as st

from app.ui import server


def test_screens_find_their_code_read() -> None:
    server.read_code()
    assert set(server.MODULES) <= set(sys.modules)


def test_code_that_is_incomplete_does_not_keep_the_server_from_starting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(server, "MODULES", ("app.no_such_module", "app.quiet"))
    with caplog.at_level(logging.ERROR):
        server.read_code()
    assert "app.no_such_module" in caplog.text


def test_an_error_of_a_screen_is_told_in_a_sentence_and_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    monkeypatch.setattr(st, "error", lambda text, icon: told.append(text))
    assert server.tell(ValueError("secret path"))
    assert told == [server.BROKEN]
    assert "secret path" in caplog.text
