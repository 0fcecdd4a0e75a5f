"""The doctor's look at the GPU: whether one is used, and how to build llama.cpp for it."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.findings import Finding
from app.offload import Gpu
from app.probe import Probe
from app.settings import Settings

NAME = "GPU"
BACKENDS = ("CUDA", "ROCm", "Metal", "MTL", "Vulkan", "SYCL")
"""Kinds of GPU builds, as llama.cpp names them."""

_VENDORS = {"0x10de": "NVIDIA", "0x1002": "AMD", "0x8086": "Intel"}
"""PCI vendor ids of those that make GPUs."""

_OPTIONS = {
    "NVIDIA": ("CUDA", "-DGGML_CUDA=ON"),
    "AMD": ("Vulkan", "-DGGML_VULKAN=ON"),
    "AMD with ROCm": ("ROCm", "-DGGML_HIP=ON"),
    "Intel": ("Vulkan", "-DGGML_VULKAN=ON"),
    "Apple": ("Metal", "-DGGML_METAL=ON"),
}
"""Whose GPU -> how llama.cpp is built for it: the name, and CMake's option."""

_WORTHWHILE = ("NVIDIA", "Apple")
"""Whose GPUs are reliably faster than the CPU beside them; those of others may be small ones."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where this machine tells of its GPUs. kernel: of the system, such as `Linux arm64`."""

    drm: Path = Path("/sys/class/drm")
    nvidia: Path = Path("/proc/driver/nvidia/version")
    wsl: Path = Path("/usr/lib/wsl/lib/libcuda.so.1")
    rocm: Path = Path("/opt/rocm")
    kernel: str = f"{platform.system()} {platform.machine()}"


def vendor(places: Places | None = None) -> str:
    """Whose GPU this machine has: a key of the build options; '' for none that is known.

    Of several the one that gains most.
    """
    places = places or Places()
    if places.kernel == "Darwin arm64":
        return "Apple"
    if places.nvidia.exists() or places.wsl.exists():
        return "NVIDIA"
    found = {_VENDORS.get(_read(path)) for path in places.drm.glob("card*/device/vendor")}
    if "AMD" in found and "NVIDIA" not in found:
        return "AMD with ROCm" if places.rocm.is_dir() else "AMD"
    return next((each for each in ("NVIDIA", "Intel") if each in found), "")


def examine_gpu(engine: Probe, settings: Settings, here: str) -> Finding:
    """Whether a GPU takes layers. here: whose GPU the machine has, as `vendor` tells."""
    built = [kind for kind in BACKENDS if kind in engine.features]
    if engine.gpu:
        kinds = " ".join(built) or "present"
        return Finding(NAME, "ok", f"{kinds}{_named(engine.gpus)}; {_layers(settings.gpu_layers)}")
    if not settings.gpu_layers:
        return Finding(NAME, "ok", "none in use, as gpu_layers is 0; models run on the CPU")
    if built:
        unseen = f"llama.cpp was built for {' '.join(built)}, but finds no GPU"
        return Finding(NAME, "warn", unseen, "Check that the GPU's driver is installed and runs.")
    return _unbuilt(settings, here)


def build_command(here: str) -> str:
    """What builds llama.cpp for a vendor's GPU; for an unknown one, Vulkan's."""
    _, option = _OPTIONS.get(here, _OPTIONS["Intel"])
    return f"CMAKE_ARGS={option} make llama"


def _unbuilt(settings: Settings, here: str) -> Finding:
    """The finding on a build for the CPU alone."""
    command = f"Build it in with `{build_command(here)}` (docs/gpu.md), or "
    if settings.gpu_layers > 0:
        wanted = f"gpu_layers is {settings.gpu_layers}, but llama.cpp was built without a GPU"
        return Finding(NAME, "warn", wanted, f"{command}set gpu_layers to -1.")
    if not here:
        return Finding(NAME, "ok", "none in use; models run on the CPU")
    kind, _ = _OPTIONS[here]
    if here in _WORTHWHILE:
        article = "an" if here[0] in "AN" else "a"
        idle = f"this machine has {article} {here} GPU, but llama.cpp was built without {kind}"
        return Finding(NAME, "warn", idle, f"{command}set gpu_layers to 0 to do without.")
    whose = here.partition(" ")[0]
    hint = f"`{build_command(here)}` builds llama.cpp for the {whose} GPU that is here"
    return Finding(NAME, "ok", f"none in use; models run on the CPU; {hint} (docs/gpu.md)")


def _named(found: Sequence[Gpu]) -> str:
    """The GPUs with their memory, behind what they are reached by."""
    return "".join(
        f", {gpu.description} with {gpu.free_bytes / 1e9:,.1f} of {gpu.total_bytes / 1e9:,.1f} GB "
        "free"
        for gpu in found
    )


def _layers(wanted: int) -> str:
    if wanted < 0:
        return "takes all layers of a model, or as many as fit"
    return "takes no layers" if wanted == 0 else f"takes {wanted} layers of a model"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip().lower()
    except OSError:  # a device that went away, or is not ours to read: as if it were not there
        return ""
