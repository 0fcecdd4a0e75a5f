from __future__ import annotations

from pathlib import Path

import llama_cpp
import pytest

from app.engine import placing
from app.engine.placing import context_bytes, layers_on_gpu
from app.layouts import gguf
from app.layouts.gguf import Directory
from app.models import default_model_path
from app.offload import Gpu

GB = 10**9


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llama_cpp, "llama_supports_gpu_offload", lambda: True)
    monkeypatch.setattr(placing, "gpus", lambda: (Gpu("CUDA0", "a card", "discrete", GB, GB),))


def test_nothing_goes_to_a_gpu_that_is_not_there() -> None:
    assert layers_on_gpu(Path("absent.gguf"), -1, 4096) == 0


@pytest.mark.usefixtures("gpu")
def test_all_layers_go_where_they_fit() -> None:
    assert layers_on_gpu(default_model_path(), -1, 4096) == 31  # 30 blocks and the output


@pytest.mark.usefixtures("gpu")
def test_fewer_layers_go_where_memory_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Gpu("CUDA0", "a card", "discrete", 620 * 10**6, GB)
    monkeypatch.setattr(placing, "gpus", lambda: (small,))
    assert 0 < layers_on_gpu(default_model_path(), -1, 4096) < 31


@pytest.mark.usefixtures("gpu")
def test_a_number_that_was_set_is_kept_up_to_all() -> None:
    assert layers_on_gpu(default_model_path(), 0, 4096) == 0
    assert layers_on_gpu(default_model_path(), 7, 4096) == 7
    assert layers_on_gpu(default_model_path(), 500, 4096) == 31


@pytest.mark.usefixtures("gpu")
def test_build_for_a_gpu_without_one_runs_on_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "gpus", tuple)
    assert layers_on_gpu(default_model_path(), -1, 4096) == 0


def test_context_of_the_packaged_model() -> None:
    # 30 layers, 3 pairs of 64 numbers for keys and as many for values, in two bytes each
    assert context_bytes(gguf.read(default_model_path()), 4096) == 4096 * 30 * 3 * 64 * 2 * 2


def test_file_that_says_nothing_of_itself_needs_nothing() -> None:
    assert context_bytes(Directory(Path("x"), {}, frozenset(), {}), 4096) == 0
