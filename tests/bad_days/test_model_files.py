"""Files of models and adapters that are damaged, foreign, or were once something else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from app.engine.types import Order, Piece, Spec
from app.engine.worker import Worker
from app.generators import LlamaCppChat
from app.layouts import gguf
from app.models import ADAPTER, default_model_path
from indexes.errors import ModelError

pytestmark = pytest.mark.model

WHOLE = default_model_path()
DAMAGED = r"damaged or cut short.*download it again or set FOOTNOTE_MODEL"


def data_start() -> int:
    """Where the tensors begin in the packaged model."""
    return min(tensor.offset for tensor in gguf.read(WHOLE).tensors.values())


def cut(path: Path, size: int, source: Path = WHOLE) -> Path:
    shutil.copyfile(source, path)
    os.truncate(path, size)
    return path


def emptied(path: Path) -> Path:
    """A model of the right size whose numbers never came: a download that made room and ended."""
    size = WHOLE.stat().st_size
    cut(path, data_start())
    os.truncate(path, size)
    return path


def renamed(path: Path, source: Path, architecture: bytes) -> Path:
    """The file with another architecture, of five letters as well."""
    name = b"general.architecture" + b"\x08\0\0\0" + b"\x05\0\0\0\0\0\0\0"
    content = source.read_bytes()
    assert content.count(name + b"llama") == 1
    path.write_bytes(content.replace(name + b"llama", name + architecture))
    return path


def said(chat: LlamaCppChat) -> str:
    try:
        return str(chat.invoke("What colour is snow?").content)
    finally:
        chat.close()


def chat_of(model: Path, lora: str = "") -> LlamaCppChat:
    return LlamaCppChat(model=str(model), lora=lora, context_tokens=256, answer_tokens=8)


@pytest.mark.parametrize("missing", [-1, 1, 40_000_000])
def test_model_cut_short_in_its_numbers_is_refused(tmp_path: Path, missing: int) -> None:
    size = data_start() if missing < 0 else WHOLE.stat().st_size - missing
    with pytest.raises(ModelError, match=f"short.gguf.*{DAMAGED}"):
        said(chat_of(cut(tmp_path / "short.gguf", size)))


def test_model_without_numbers_is_refused_and_used_once_it_was_downloaded_again(
    tmp_path: Path,
) -> None:
    path = emptied(tmp_path / "room.gguf")
    chat = chat_of(path)
    with pytest.raises(ModelError, match=r"room\.gguf is damaged; download it again or set"):
        chat.invoke("What colour is snow?")
    shutil.copyfile(WHOLE, tmp_path / "new.gguf")
    (tmp_path / "new.gguf").replace(path)
    assert said(chat)


@pytest.mark.parametrize("content", [b"GGUF" + b"\xff" * 5000, b"GGUF" + bytes(5000)])
def test_noise_behind_the_right_letters_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "noise.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=f"noise.gguf.*{DAMAGED}"):
        said(chat_of(path))


def test_model_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"not a chat model that this llama\.cpp knows"):
        said(chat_of(renamed(tmp_path / "odd.gguf", WHOLE, b"bert_")))


def test_adapter_in_the_place_of_the_model_is_refused() -> None:
    with pytest.raises(ModelError, match=r"answers\.gguf.*not a chat model"):
        said(chat_of(ADAPTER))


@pytest.mark.parametrize("size", [5_000, 5_000_000])
def test_adapter_cut_short_is_refused(tmp_path: Path, size: int) -> None:
    short = cut(tmp_path / "half.gguf", size, ADAPTER)
    with pytest.raises(ModelError, match=r"half\.gguf is damaged, or not.*unset FOOTNOTE_LORA"):
        said(chat_of(WHOLE, str(short)))


def test_adapter_for_another_kind_of_model_is_refused(tmp_path: Path) -> None:
    other = renamed(tmp_path / "other.gguf", ADAPTER, b"qwen2")
    with pytest.raises(ModelError, match=r"not a LoRA adapter for .*SmolLM2.*FOOTNOTE_LORA"):
        said(chat_of(WHOLE, str(other)))


def test_adapter_for_a_model_of_another_size_is_refused(tmp_path: Path) -> None:
    """Its matrices are those of a model with fewer layers' worth of rows."""
    path, content = tmp_path / "wide.gguf", ADAPTER.read_bytes()
    name = next(each for each in gguf.read(ADAPTER).tensors if each.endswith("lora_b"))
    at = content.index(name.encode()) + len(name) + 4 + 8  # its second dimension
    path.write_bytes(content[:at] + b"\x40" + bytes(7) + content[at + 8 :])
    with pytest.raises(ModelError, match="FOOTNOTE_LORA"):
        said(chat_of(WHOLE, str(path)))


def answer_in(layout: Path) -> str:
    """What is said where a layout was prepared and something happened to it since."""
    worker = Worker(Spec(str(WHOLE), context_tokens=256, layout=str(layout), merged=True))
    order = Order((("user", "What colour is snow?"),), 8)
    try:
        return "".join(event.text for event in worker.ask(order) if isinstance(event, Piece))
    finally:
        worker.close()


def test_layout_that_was_deleted_or_cut_since_is_done_without(tmp_path: Path) -> None:
    wanted = said(chat_of(WHOLE))
    assert answer_in(tmp_path / "absent.gguf") == wanted
    assert answer_in(cut(tmp_path / "short.gguf", WHOLE.stat().st_size - 1)) == wanted


def test_layout_whose_numbers_are_lost_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"layout\.gguf is damaged; delete it and ask again"):
        answer_in(emptied(tmp_path / "layout.gguf"))


def test_process_without_the_memory_for_the_model_is_one_sentence() -> None:
    worker = Worker(Spec(str(WHOLE), context_tokens=256), server="tests.bad_days.cramped")
    with pytest.raises(ModelError, match=r"SmolLM2.*(memory|damaged).*(doctor|smaller|another)"):
        worker.start()
    worker.close()
