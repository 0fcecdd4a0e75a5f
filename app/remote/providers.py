"""What each provider's LangChain class calls the same things, and how it is made."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from langchain_core.language_models.chat_models import BaseChatModel

from app.remote.masking import masked
from indexes.errors import ModelError

Value = str | int | float | bool | Mapping[str, int | float]

OPENAI = frozenset({"openai", "azure_openai"})
NO_KEY = "none"
"""Sent to servers of one's own that ask for no key."""

_PACKAGES = {
    "azure_openai": "langchain-openai",
    "bedrock": "langchain-aws",
    "bedrock_converse": "langchain-aws",
    "azure_ai": "langchain-azure-ai",
    "google_genai": "langchain-google-genai",
    "google_vertexai": "langchain-google-vertexai",
    "nvidia": "langchain-nvidia-ai-endpoints",
}
_KEYS = {
    "azure_openai": "AZURE_OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT and OPENAI_API_VERSION",
    "bedrock": "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_DEFAULT_REGION",
    "bedrock_converse": "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_DEFAULT_REGION",
    "google_genai": "GOOGLE_API_KEY",
    "mistralai": "MISTRAL_API_KEY",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A remote model and how it shall answer. base_url: '' is the provider's own address.

    tokens: most that it may write, thoughts included. seconds: longest silence. refused: names of
    what the server has said that it does not take, of `temperature`, `seed`, `stream_options` and
    `max_tokens`. named_by: what names the model.
    """

    provider: str
    name: str
    base_url: str
    temperature: float
    seed: int
    tokens: int
    seconds: float
    refused: frozenset[str] = frozenset()
    named_by: str = "FOOTNOTE_MODEL"


def key_of(provider: str) -> str:
    """The environment variables that hold the provider's key."""
    return _KEYS.get(provider, f"{provider.upper()}_API_KEY")


def host_of(base_url: str) -> str:
    """The address as errors show it, without user, password and query."""
    parts = urlsplit(base_url)
    return parts.netloc.rpartition("@")[2] or masked(base_url)


def made(wanted: Wanted) -> BaseChatModel:
    """The provider's chat model; nothing is sent yet.

    Raises ModelError when its package is not installed, when there is no such provider, or when it
    lacks its key.
    """
    from langchain.chat_models import init_chat_model

    package = _PACKAGES.get(wanted.provider, f"langchain-{wanted.provider.replace('_', '-')}")
    try:
        make: Callable[..., BaseChatModel] = init_chat_model
        return make(wanted.name, model_provider=wanted.provider, **construction(wanted))
    except ImportError:
        raise ModelError(
            f"{wanted.provider} needs a package that is not installed; run "
            f"`pip install {package}`, or set {wanted.named_by} to another model."
        ) from None
    except Exception as error:  # noqa: BLE001  # each package has its own; none is swallowed
        raise _unmade(wanted, error) from None  # its traceback may hold the key


def _unmade(wanted: Wanted, error: Exception) -> ModelError:
    words = masked(" ".join(str(error).split()))[:160]
    label = f"{wanted.provider}:{wanted.name}"
    if re.match(r"Unsupported provider|Unable to infer", words):
        return ModelError(
            f"{wanted.provider} is no provider that LangChain knows; write the model as "
            "`provider:model`, such as `openai:gpt-4o-mini` or `ollama:llama3.2`."
        )
    if re.search(r"api[_ ]?key|credential|endpoint|region|token", words, re.IGNORECASE):
        return ModelError(
            f"{label} lacks its key; set {key_of(wanted.provider)} in the environment (never in "
            "footnote.toml)."
        )
    return ModelError(f"{label} cannot be set up ({words}); correct {wanted.named_by}.")


def construction(wanted: Wanted) -> dict[str, Value]:
    """Arguments of the provider's class. Retries are Footnote's own, so that a person hears."""
    options = _limit(wanted)
    if "temperature" not in wanted.refused:
        options["temperature"] = wanted.temperature
    if wanted.provider in OPENAI:
        options |= {"timeout": wanted.seconds, "max_retries": 0}
        options["stream_usage"] = "stream_options" not in wanted.refused
        if "seed" not in wanted.refused:
            options["seed"] = wanted.seed
    elif wanted.provider == "ollama":
        options |= {"seed": wanted.seed, "client_kwargs": {"timeout": wanted.seconds}}
    elif wanted.provider not in ("bedrock", "bedrock_converse", "huggingface"):
        options |= {"timeout": wanted.seconds, "max_retries": 0}
    if wanted.base_url:
        if wanted.provider == "openai":
            options["use_responses_api"] = False
        names = {"azure_openai": "azure_endpoint", "bedrock_converse": "endpoint_url"}
        names["bedrock"] = "endpoint_url"
        options[names.get(wanted.provider, "base_url")] = wanted.base_url
        if wanted.provider == "openai" and not os.environ.get("OPENAI_API_KEY"):
            options["api_key"] = NO_KEY
    return options


def _limit(wanted: Wanted) -> dict[str, Value]:
    """What ends the answer after so many tokens.

    Servers behind `base_url` know OpenAI's older name of it, OpenAI's own models want the newer,
    which its package makes of `max_tokens`.
    """
    if "max_tokens" in wanted.refused or wanted.provider == "huggingface":
        return {}
    if wanted.provider == "openai" and wanted.base_url:
        return {"extra_body": {"max_tokens": wanted.tokens}}
    return {"num_predict" if wanted.provider == "ollama" else "max_tokens": wanted.tokens}


def refused(error_words: str, before: frozenset[str]) -> frozenset[str]:
    """What a server that answers 400 says it does not take, besides what it has said before."""
    known = {
        "temperature": "temperature",
        "seed": "seed",
        "stream_options": "stream_options",
        "max_tokens": "max_tokens",
        "max_completion_tokens": "max_tokens",
    }
    said = {name for word, name in known.items() if re.search(rf"\b{word}\b", error_words)}
    return before | frozenset(said)
