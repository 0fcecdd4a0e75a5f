from __future__ import annotations

from pathlib import Path

import pytest

from app.models.names import PROVIDERS, ModelName, form, resolve
from app.models.records import model_path
from indexes.errors import ModelError


@pytest.mark.parametrize("text", ["", "smollm2-135m", "SmolLM2-135M"])
def test_nothing_and_the_packaged_name_are_the_packaged_model(text: str, tmp_path: Path) -> None:
    model = resolve(text, tmp_path)
    assert (model.kind, model.name) == ("packaged", "smollm2-135m")
    assert model.path is not None
    assert model.path.is_file()


@pytest.mark.parametrize(
    ("text", "provider", "name"),
    [
        ("openai:gpt-4o-mini", "openai", "gpt-4o-mini"),
        ("azure:office", "azure_openai", "office"),
        ("Azure_OpenAI:office", "azure_openai", "office"),
        ("bedrock_converse:anthropic.claude-v2:1", "bedrock_converse", "anthropic.claude-v2:1"),
        ("google-genai:gemini-2.5-flash", "google_genai", "gemini-2.5-flash"),
        ("ollama:hf.co/owner/model.gguf", "ollama", "hf.co/owner/model.gguf"),
    ],
)
def test_a_provider_and_a_model_are_remote(
    text: str, provider: str, name: str, tmp_path: Path
) -> None:
    expected = ModelName("remote", None, provider, name, f"{provider}:{name}")
    assert resolve(text, tmp_path) == expected


@pytest.mark.parametrize(
    "text",
    [r"C:\models\a.gguf", r"D:\a", "/models/a:b.gguf", "a.gguf", "odd:name.gguf", "~/models/a"],
)
def test_drives_and_colons_do_not_make_a_path_remote(text: str, tmp_path: Path) -> None:
    assert form(text) == "path"
    model = resolve(text, tmp_path)
    assert (model.kind, model.path) == ("file", Path(text).expanduser())


def test_a_pulled_model_and_a_copied_file_go_by_their_names(tmp_path: Path) -> None:
    for name in ("qwen2.5-0.5b", "mine"):
        path = model_path(tmp_path, name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"GGUF")
        assert resolve(name, tmp_path) == ModelName("file", path, "", name, name)
    assert resolve("QWEN2.5-0.5B", tmp_path).name == "qwen2.5-0.5b"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("qwen2.5-7b", "not here yet; run `footnote models pull qwen2.5-7b`"),
        ("qwen25-7b", "no model called 'qwen25-7b'; the nearest one is qwen2.5-7b"),
        ("opnai:gpt-4o", "'opnai' .* is no provider of models; the nearest one is openai"),
        ("openai:", "write it after the colon, such as openai:NAME"),
    ],
)
def test_what_names_nothing_here_says_what_to_do(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=said):
        resolve(text, tmp_path)


def test_every_provider_is_one_that_langchain_knows() -> None:
    from langchain.chat_models.base import _BUILTIN_PROVIDERS

    assert set(PROVIDERS) <= set(_BUILTIN_PROVIDERS)
