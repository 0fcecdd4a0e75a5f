from __future__ import annotations

import pytest
from opentelemetry.semconv._incubating.attributes import gen_ai_attributes

from app.telemetry import attributes, names
from app.tracing.types import Trace
from tests.app.telemetry.traces import ROW, ended

OF_OTHERS = {names.COST}
"""Read by receivers, but none of the conventions."""


def test_names_are_those_of_the_conventions() -> None:
    known = {value for name, value in vars(gen_ai_attributes).items() if name.startswith("GEN_AI")}
    ours = {
        value
        for value in vars(names).values()
        if isinstance(value, str) and value.startswith("gen_ai.")
    }
    assert ours - known == OF_OTHERS


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("openai:gpt-4o-mini", ("openai", "gpt-4o-mini")),
        ("ollama:llama3:8b", ("ollama", "llama3:8b")),
        ("google_genai:gemini-2.5-flash", ("gcp.gemini", "gemini-2.5-flash")),
        ("qwen2.5-1.5b-q4_k_m+answers", ("llama.cpp", "qwen2.5-1.5b-q4_k_m+answers")),
    ],
)
def test_label_names_provider_and_model(label: str, expected: tuple[str, str]) -> None:
    assert attributes.model(label) == expected


def test_what_is_not_known_is_not_told() -> None:
    told = attributes.of_root(ended("abstained"), content=True, version="1")
    assert "" not in told.values()
    assert names.TOPIC not in told
    assert names.INPUT_VALUE not in told
    assert names.INPUT_TOKENS not in told


def test_tokens_stand_on_the_root_where_no_step_wrote() -> None:
    told = attributes.of_root(Trace(ROW), content=False, version="1")
    assert told[names.INPUT_TOKENS] == 900
