from __future__ import annotations

from pathlib import Path

import pytest

from app.setting_rules import Address


@pytest.mark.parametrize(
    "text", ["", "http://127.0.0.1:8000/v1", "https://gateway.example.org/v1/", "http://[::1]:80"]
)
def test_address_of_a_server_is_taken(text: str) -> None:
    assert Address().typed(text, Path()) == text


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1:8000",
        "ftp://host/v1",
        "http://",
        "http://host:port/v1",
        "https://me:secret@host/v1",
        "https://host/v1?key=secret",
    ],
)
def test_what_is_none_or_holds_a_key_is_refused(text: str) -> None:
    assert Address().typed(text, Path()) is None


def test_what_is_no_text_is_refused() -> None:
    assert Address().typed(8000, Path()) is None
