from __future__ import annotations

import ctypes

import pytest

from app import offload
from app.offload import LEAST_MARGIN, MARGIN_SHARE, Gpu, free_bytes, gpus, layers_that_fit

GB = 2**30
LAYERS = 41
CARD = (b"CUDA0", b"Example 24", 1, 20 * GB, 24 * GB)
SHARED = (b"Vulkan0", b"Example inside", 2, 6 * GB, 8 * GB)
PROCESSOR = (b"CPU", b"Example CPU", 0, 9 * GB, 9 * GB)


def test_all_layers_go_where_there_is_room() -> None:
    assert layers_that_fit(8 * GB, LAYERS, GB, 24 * GB) == LAYERS


def test_fewer_layers_go_where_memory_is_short() -> None:
    some = layers_that_fit(8 * GB, LAYERS, GB, 6 * GB)
    assert 0 < some < LAYERS
    assert some * 9 * GB / LAYERS <= 6 * GB - LEAST_MARGIN


def test_the_last_bytes_are_left_free() -> None:
    exactly = 9 * GB + LEAST_MARGIN
    assert layers_that_fit(8 * GB, LAYERS, GB, exactly) == LAYERS
    assert layers_that_fit(8 * GB, LAYERS, GB, exactly - 1) == LAYERS - 1


def test_large_memories_keep_a_share_free() -> None:
    large = 100 * GB
    room = large - int(large * MARGIN_SHARE)
    assert layers_that_fit(room, LAYERS, 0, large) == LAYERS
    assert layers_that_fit(room + 1, LAYERS, 0, large) == LAYERS - 1


@pytest.mark.parametrize("free", [0, LEAST_MARGIN, LEAST_MARGIN + GB // 8])
def test_none_go_where_not_even_one_fits(free: int) -> None:
    assert layers_that_fit(8 * GB, LAYERS, GB, free) == 0


@pytest.mark.parametrize("layer_count", [0, 1])
def test_a_model_of_one_layer_or_none_goes_whole_or_not(layer_count: int) -> None:
    assert layers_that_fit(GB, layer_count, 0, 4 * GB) == layer_count
    assert layers_that_fit(GB, layer_count, 0, GB) == 0


@pytest.mark.parametrize("context", [0, GB, 4 * GB])
def test_a_longer_context_never_takes_more_layers(context: int) -> None:
    counts = [layers_that_fit(8 * GB, LAYERS, context, free * GB) for free in range(16)]
    longer = [layers_that_fit(8 * GB, LAYERS, context + GB, free * GB) for free in range(16)]
    assert counts == sorted(counts)
    assert all(less <= more for less, more in zip(longer, counts, strict=True))


def test_memory_of_several_gpus_is_added_with_a_margin_for_each() -> None:
    cards = [Gpu("CUDA0", "", "discrete", 8 * GB, 8 * GB), Gpu("CUDA1", "", "discrete", 1, 8 * GB)]
    assert free_bytes([]) == 0
    assert free_bytes(cards) == 8 * GB
    assert free_bytes([cards[0], cards[0]]) == 16 * GB - LEAST_MARGIN


def test_this_build_of_ggml_is_read() -> None:
    import llama_cpp

    assert bool(gpus()) == bool(llama_cpp.llama_supports_gpu_offload())


class ScriptedGgml:
    """ggml with the devices that it is told to have; its functions take numbers as handles."""

    def __init__(self, *devices: tuple[bytes, bytes, int, int, int]) -> None:
        self.devices = devices

    def ggml_backend_dev_count(self) -> int:
        return len(self.devices)

    def ggml_backend_dev_get(self, at: int) -> int:
        return at

    def ggml_backend_dev_type(self, handle: int) -> int:
        return self.devices[handle][2]

    def ggml_backend_dev_name(self, handle: int) -> bytes:
        return self.devices[handle][0]

    def ggml_backend_dev_description(self, handle: int) -> bytes:
        return self.devices[handle][1]

    def ggml_backend_dev_memory(self, handle: int, *places: object) -> None:
        kind = ctypes.POINTER(ctypes.c_size_t)
        for place, value in zip(places, self.devices[handle][3:], strict=True):
            ctypes.cast(place, kind)[0] = value  # type: ignore[arg-type]  # what byref makes


def test_gpus_are_told_with_their_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offload, "_library", lambda: ScriptedGgml(PROCESSOR, CARD))
    assert gpus() == (Gpu("CUDA0", "Example 24", "discrete", 20 * GB, 24 * GB),)


def test_integrated_gpu_is_used_only_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offload, "_library", lambda: ScriptedGgml(SHARED, CARD, PROCESSOR))
    assert [gpu.name for gpu in gpus()] == ["CUDA0"]

    monkeypatch.setattr(offload, "_library", lambda: ScriptedGgml(SHARED, PROCESSOR))
    assert [(gpu.name, gpu.kind) for gpu in gpus()] == [("Vulkan0", "integrated")]
