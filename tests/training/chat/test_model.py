"""The model in transformers, and the adapter in llama.cpp, say the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from llama_cpp import Llama
from transformers import LlamaForCausalLM

from app.models import default_model_path
from training.chat.export import export, write
from training.chat.model import adapt, logits, padded
from training.chat.tokens import Tokens, Vocabulary
from training.chat.weights import heads, load
from training.common import learned, resume

pytest.importorskip("gguf", reason="needs training/requirements.txt")
pytestmark = pytest.mark.model

RANK = 4
NEAR = 0.3
"""Mean difference of logits that llama.cpp's arithmetic on packed weights makes (measured: 0.2)."""


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    words = Vocabulary()
    user = (
        "[1] log.txt: The quay at Merrin Point was closed in 1932.\n\n"
        "[2] list.csv: Item: pump; Cost: 40 EUR\n\nQuestion: When was the quay closed?"
    )
    answer = "The quay at Merrin Point was closed in 1932 [1]."
    return Tokens(words.prompt("Answer from the sources.", user), words.answer(answer))


@pytest.fixture(scope="module")
def model() -> LlamaForCausalLM:
    """As at the start of a training: updates that change nothing."""
    model = load()
    torch.manual_seed(0)
    adapt(model, RANK)
    torch.nn.Module.eval(model)
    return model


@pytest.fixture(scope="module")
def trained(model: LlamaForCausalLM) -> dict[str, torch.Tensor]:
    """A checkpoint as after a training; the updates of q and k weigh most."""
    found = {name: each.clone() for name, each in learned(model).items()}
    for name, each in found.items():
        if name.endswith(".b"):
            scale = 0.3 if "q_proj" in name or "k_proj" in name else 0.03
            found[name] = scale * torch.randn_like(each)
    return found


def torch_logits(model: LlamaForCausalLM, tokens: Tokens) -> np.ndarray:
    with torch.no_grad():
        return logits(model, padded([tokens])).numpy()


def llama_logits(tokens: Tokens, adapter: Path | None = None) -> np.ndarray:
    llama = Llama(
        str(default_model_path()),
        n_ctx=512,
        n_threads=1,
        n_threads_batch=1,
        logits_all=True,
        lora_path=str(adapter) if adapter else None,
        verbose=False,
    )
    llama.eval([*tokens.prompt, *tokens.answer])
    first = len(tokens.prompt) - 1
    return np.array(llama.scores[first : first + len(tokens.answer)])


def apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one - other).mean())


def test_dequantised_model_gives_the_logits_of_llama_cpp(
    model: LlamaForCausalLM, tokens: Tokens
) -> None:
    with torch.no_grad():
        for name, each in model.named_parameters():
            if name.endswith(".b"):
                each.zero_()
    found, wanted = torch_logits(model, tokens), llama_logits(tokens)
    assert apart(found, wanted) < NEAR
    assert (found.argmax(-1) == wanted.argmax(-1)).mean() > 0.9


def test_exported_adapter_gives_the_logits_of_torch_and_with_other_rows_it_does_not(
    model: LlamaForCausalLM, trained: dict[str, torch.Tensor], tokens: Tokens, tmp_path: Path
) -> None:
    torch.save(trained, tmp_path / "chat.pt")
    resume(model, tmp_path / "chat.pt")
    found = torch_logits(model, tokens)
    right = llama_logits(tokens, export(tmp_path / "chat.pt", tmp_path / "right.gguf"))
    wrong = llama_logits(tokens, write(trained, tmp_path / "wrong.gguf", {}))
    assert apart(found, right) < NEAR
    assert apart(found, wrong) > 3 * apart(found, right)
    assert apart(found, llama_logits(tokens)) > 3 * apart(found, right)


def test_heads_are_those_of_the_packaged_model() -> None:
    assert heads() == {"self_attn.q_proj": 9, "self_attn.k_proj": 3}


def test_export_refuses_what_is_no_checkpoint(tmp_path: Path) -> None:
    torch.save({"weight": torch.zeros(1)}, tmp_path / "other.pt")
    with pytest.raises(ValueError, match="weight"):
        export(tmp_path / "other.pt", tmp_path / "answers.gguf")
    assert not (tmp_path / "answers.gguf").exists()
