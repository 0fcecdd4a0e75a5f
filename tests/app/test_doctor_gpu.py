from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.doctor_gpu import Places, build_command, examine_gpu, vendor
from app.offload import Gpu
from app.probe import Probe
from app.settings import Settings

CPU_BUILD = Probe("0.3.36", frozenset({"CPU", "AVX2"}), False, True, "")
CARD = Gpu("CUDA0", "NVIDIA L4", "discrete", 22_500_000_000, 24_000_000_000)
CUDA = replace(CPU_BUILD, gpu=True, features=frozenset({"CPU", "CUDA"}), gpus=(CARD,))


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A Linux machine without a GPU."""
    (tmp_path / "drm").mkdir()
    return Places(
        tmp_path / "drm", tmp_path / "nvidia", tmp_path / "wsl", tmp_path / "rocm", "Linux x86_64"
    )


def plug(places: Places, *ids: str) -> None:
    """Put cards of these vendors in."""
    for at, vendor_id in enumerate(ids):
        device = places.drm / f"card{at}" / "device"
        device.mkdir(parents=True)
        (device / "vendor").write_text(f"{vendor_id}\n", encoding="ascii")


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        ((), ""),
        (("0x1af4",), ""),  # a virtual machine's display
        (("0x8086",), "Intel"),
        (("0x1002",), "AMD"),
        (("0x8086", "0x1002"), "AMD"),
        (("0x8086", "0x10DE"), "NVIDIA"),
        (("0x1002", "0x10de"), "NVIDIA"),
    ],
)
def test_vendor_is_read_from_the_cards(places: Places, ids: tuple[str, ...], found: str) -> None:
    plug(places, *ids)
    assert vendor(places) == found


def test_vendor_of_a_card_without_a_display_is_told_by_its_driver(places: Places) -> None:
    places.nvidia.touch()
    assert vendor(places) == "NVIDIA"


def test_windows_own_linux_has_the_card_of_windows(places: Places) -> None:
    places.wsl.touch()
    assert vendor(places) == "NVIDIA"


def test_rocm_is_taken_where_it_is_installed(places: Places) -> None:
    plug(places, "0x1002")
    places.rocm.mkdir()
    assert build_command(vendor(places)) == "CMAKE_ARGS=-DGGML_HIP=ON make llama"


def test_apple_is_told_by_the_system(places: Places) -> None:
    assert vendor(replace(places, kernel="Darwin arm64")) == "Apple"
    assert vendor(replace(places, kernel="Darwin x86_64")) == ""


@pytest.mark.parametrize(
    ("here", "option"),
    [
        ("NVIDIA", "-DGGML_CUDA=ON"),
        ("AMD", "-DGGML_VULKAN=ON"),
        ("Intel", "-DGGML_VULKAN=ON"),
        ("Apple", "-DGGML_METAL=ON"),
        ("", "-DGGML_VULKAN=ON"),
    ],
)
def test_command_is_that_of_the_vendor(here: str, option: str) -> None:
    assert build_command(here) == f"CMAKE_ARGS={option} make llama"


@pytest.mark.parametrize("here", ["NVIDIA", "Apple"])
def test_idle_fast_gpu_is_warned_of_with_the_command(here: str) -> None:
    found = examine_gpu(CPU_BUILD, Settings(), here)
    assert found.status == "warn"
    assert here in found.detail
    assert f"`{build_command(here)}`" in found.remedy


@pytest.mark.parametrize("here", ["AMD", "AMD with ROCm", "Intel"])
def test_gpu_that_may_be_a_small_one_is_a_hint(here: str) -> None:
    found = examine_gpu(CPU_BUILD, Settings(), here)
    assert found.status == "ok"
    assert f"`{build_command(here)}`" in found.detail


def test_machine_without_a_gpu_is_in_order() -> None:
    found = examine_gpu(CPU_BUILD, Settings(), "")
    assert (found.status, found.detail) == ("ok", "none in use; models run on the CPU")


def test_gpu_that_is_not_wanted_is_no_matter() -> None:
    found = examine_gpu(CPU_BUILD, Settings(gpu_layers=0), "NVIDIA")
    assert (found.status, found.remedy) == ("ok", "")


def test_gpu_asked_for_but_not_built_in_is_warned_of() -> None:
    found = examine_gpu(CPU_BUILD, Settings(gpu_layers=10), "")
    assert found.status == "warn"
    assert "gpu_layers is 10" in found.detail
    assert "set gpu_layers to -1" in found.remedy


def test_gpu_in_use_is_named_with_its_memory() -> None:
    found = examine_gpu(CUDA, Settings(), "NVIDIA")
    assert found.status == "ok"
    assert found.detail == (
        "CUDA, NVIDIA L4 with 22.5 of 24.0 GB free; takes all layers of a model, or as many as fit"
    )
    assert "takes 7 layers" in examine_gpu(CUDA, Settings(gpu_layers=7), "NVIDIA").detail


def test_gpu_build_without_a_gpu_points_to_the_driver() -> None:
    found = examine_gpu(replace(CUDA, gpu=False, gpus=()), Settings(), "NVIDIA")
    assert found.status == "warn"
    assert "driver" in found.remedy
