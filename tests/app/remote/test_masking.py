from __future__ import annotations

import pytest

from app.remote.masking import masked


@pytest.mark.parametrize(
    "text",
    [
        "Incorrect API key provided: sk-proj-SECRETSECRET1234.",
        "Authorization: Bearer SECRETSECRET",
        "http://me:SECRETSECRET@host/v1",
        "GET /v1?key=SECRETSECRET&x=1",
        "AKIASECRETSECRET1234",
    ],
)
def test_what_looks_like_a_key_is_masked(text: str) -> None:
    assert "SECRET" not in masked(text)
    assert "***" in masked(text)


def test_values_of_key_variables_are_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "quite ordinary words")
    monkeypatch.setenv("SHORT_TOKEN", "ferry")
    assert masked("a ferry, quite ordinary words") == "a ferry, ***"


def test_other_text_is_left_alone() -> None:
    text = "The model `gpt-x` does not exist at http://127.0.0.1:8000/v1."
    assert masked(text) == text
