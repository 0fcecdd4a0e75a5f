"""This machine's processor, and the llama.cpp build settings that fit it.

Runs before anything is installed, on the standard library alone: `python3 -m app.cpu`, in the
project's folder, prints the value of CMAKE_ARGS.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")
QUOTA = Path("/sys/fs/cgroup/cpu.max")

PORTABLE = "-DGGML_NATIVE=OFF"
"""Without it llama.cpp is built for every instruction of the building machine, AMX included,
whose kernels crash at the first prompt. With it alone an x86 build needs AVX2, FMA, F16C, BMI2."""

# llama.cpp's option -> the Linux names of the features that its instructions need.
_BASELINE = {
    "GGML_AVX": {"avx"},
    "GGML_AVX2": {"avx2"},
    "GGML_BMI2": {"bmi2"},
    "GGML_FMA": {"fma"},
    "GGML_F16C": {"f16c"},
}
_AVX512 = {"avx512f", "avx512cd", "avx512vl", "avx512dq", "avx512bw"}
_EXTENSIONS = {
    "GGML_AVX_VNNI": {"avx_vnni"},
    "GGML_AVX512": _AVX512,
    "GGML_AVX512_VNNI": _AVX512 | {"avx512_vnni"},
    "GGML_AVX512_BF16": _AVX512 | {"avx512_bf16"},
}


@dataclass(frozen=True, slots=True)
class Cpu:
    """A processor. features: names as in Linux's /proc/cpuinfo; cores: those that we may use."""

    name: str
    system: str
    machine: str
    features: frozenset[str]
    cores: int

    @property
    def is_x86(self) -> bool:
        return self.machine.lower() in {"x86_64", "amd64", "i386", "i686"}

    @property
    def has_amx(self) -> bool:
        """Whether llama.cpp's native build would contain the AMX kernels that crash."""
        return any(feature.startswith("amx_") for feature in self.features)


def read() -> Cpu:
    """Describe the processor of this machine; what cannot be found out is left empty."""
    system, machine = platform.system(), platform.machine()
    if system == "Darwin":
        return _from_sysctl(system, machine)
    try:
        text = CPUINFO.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    cpu = parse_cpuinfo(text, machine)
    return Cpu(cpu.name, system, machine, cpu.features, min(cpu.cores, _granted()))


def parse_cpuinfo(text: str, machine: str) -> Cpu:
    """Read the text of /proc/cpuinfo. Two threads of one core count as one core."""
    name, features, cores, threads = "", "", set[tuple[str, str]](), 0
    for block in text.split("\n\n"):
        lines = (line.partition(":") for line in block.splitlines())
        values = {key.strip(): value.strip() for key, _, value in lines}
        threads += "processor" in values
        name = name or values.get("model name", "")
        features = features or values.get("flags", "") or values.get("Features", "")
        if "core id" in values:
            cores.add((values.get("physical id", "0"), values["core id"]))
    cpu_count = max(1, len(cores) or threads)
    return Cpu(name or machine, "Linux", machine, frozenset(features.split()), cpu_count)


def build_flags(cpu: Cpu) -> tuple[str, ...]:
    """CMake definitions for llama.cpp: what this processor has, never AMX.

    x86: AVX2 and its companions are switched off where missing, AVX-512 and its extensions on
    where present. ARM Linux: dot products and 16-bit floats where present. Apple: the compiler's
    own choice for the machine; Metal stays on.
    """
    if cpu.is_x86:
        return (PORTABLE, *_missing(cpu), *_extensions(cpu))
    if cpu.system == "Linux" and cpu.machine in {"aarch64", "arm64"}:
        return (PORTABLE, *_arm_architecture(cpu))
    return (PORTABLE,)


def _missing(cpu: Cpu) -> list[str]:
    if not cpu.features:
        return []
    return [f"-D{option}=OFF" for option, needs in _BASELINE.items() if not needs <= cpu.features]


def _extensions(cpu: Cpu) -> list[str]:
    needed = {feature for needs in _BASELINE.values() for feature in needs}
    if not needed <= cpu.features:
        return []
    return [f"-D{option}=ON" for option, needs in _EXTENSIONS.items() if needs <= cpu.features]


def _arm_architecture(cpu: Cpu) -> list[str]:
    has_dot_products, has_half_floats = "asimddp" in cpu.features, "asimdhp" in cpu.features
    if not has_dot_products:
        return []
    tags = "+dotprod" + ("+fp16" if has_half_floats else "")
    if "i8mm" in cpu.features:
        return [f"-DGGML_CPU_ARM_ARCH=armv8.6-a{tags}+i8mm"]
    return [f"-DGGML_CPU_ARM_ARCH=armv8.2-a{tags}"]


def _from_sysctl(system: str, machine: str) -> Cpu:
    name = _sysctl("machdep.cpu.brand_string") or machine
    words = f"{_sysctl('machdep.cpu.features')} {_sysctl('machdep.cpu.leaf7_features')}"
    # macOS writes AVX1.0 where Linux writes avx, and capitals throughout.
    features = frozenset(words.lower().replace("avx1.0", "avx").split())
    cores = _sysctl("hw.perflevel0.physicalcpu") or _sysctl("hw.physicalcpu")
    return Cpu(name, system, machine, features, int(cores or os.cpu_count() or 1))


def _sysctl(key: str) -> str:
    """A value of macOS's sysctl; empty when this machine does not know the key."""
    try:
        done = subprocess.run(
            ["sysctl", "-n", key], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _granted() -> int:
    """Cores that the scheduler and a container's quota leave to this process."""
    granted = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    try:
        quota, period = QUOTA.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return granted
    if quota == "max":
        return granted
    return max(1, min(granted, round(int(quota) / int(period))))


if __name__ == "__main__":
    sys.stdout.write(" ".join(build_flags(read())) + "\n")
