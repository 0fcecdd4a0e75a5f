from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import cpu
from app.cpu import Cpu, build_flags, parse_cpuinfo

NEHALEM = "sse sse2 ssse3 sse4_1 sse4_2 popcnt"
IVY_BRIDGE = f"{NEHALEM} avx f16c"
HASWELL = f"{IVY_BRIDGE} avx2 bmi1 bmi2 fma"
ALDER_LAKE = f"{HASWELL} avx_vnni"
SKYLAKE_SERVER = f"{HASWELL} avx512f avx512cd avx512vl avx512dq avx512bw"
SAPPHIRE_RAPIDS = f"{SKYLAKE_SERVER} avx_vnni avx512_vnni avx512_bf16 amx_tile amx_int8 amx_bf16"

TWO_CORES_FOUR_THREADS = "\n\n".join(
    f"processor\t: {number}\nmodel name\t: Example CPU @ 2.00GHz\nphysical id\t: 0\n"
    f"core id\t\t: {number // 2}\nflags\t\t: fpu sse2 avx avx2"
    for number in range(4)
)
ARM_CPUINFO = "\n\n".join(
    f"processor\t: {number}\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd asimddp asimdhp"
    for number in range(4)
)


def machine(features: str, system: str = "Linux", name: str = "x86_64") -> Cpu:
    return Cpu("Example", system, name, frozenset(features.split()), 2)


@pytest.mark.parametrize(
    ("features", "flags"),
    [
        (NEHALEM, "AVX=OFF AVX2=OFF BMI2=OFF FMA=OFF F16C=OFF"),
        (IVY_BRIDGE, "AVX2=OFF BMI2=OFF FMA=OFF"),
        (HASWELL, ""),
        (ALDER_LAKE, "AVX_VNNI=ON"),
        (SKYLAKE_SERVER, "AVX512=ON"),
        (SAPPHIRE_RAPIDS, "AVX_VNNI=ON AVX512=ON AVX512_VNNI=ON AVX512_BF16=ON"),
    ],
)
def test_x86_build_uses_what_the_cpu_has(features: str, flags: str) -> None:
    expected = ["-DGGML_NATIVE=OFF", *(f"-DGGML_{flag}" for flag in flags.split())]
    assert list(build_flags(machine(features))) == expected


@pytest.mark.parametrize("features", [NEHALEM, HASWELL, SAPPHIRE_RAPIDS, ""])
@pytest.mark.parametrize("name", ["x86_64", "aarch64", "arm64", "riscv64"])
def test_no_build_is_native_or_uses_amx(features: str, name: str) -> None:
    flags = build_flags(machine(features, name=name))
    assert flags[0] == "-DGGML_NATIVE=OFF"
    assert not any("AMX" in flag for flag in flags)


def test_unknown_features_give_the_portable_build() -> None:
    assert build_flags(machine("")) == ("-DGGML_NATIVE=OFF",)


def test_part_of_avx512_is_not_enough() -> None:
    assert build_flags(machine(f"{HASWELL} avx512f avx512cd")) == ("-DGGML_NATIVE=OFF",)


@pytest.mark.parametrize(
    ("features", "architecture"),
    [
        ("fp asimd", ""),
        ("fp asimd asimddp", "armv8.2-a+dotprod"),
        ("fp asimd asimddp asimdhp", "armv8.2-a+dotprod+fp16"),
        ("fp asimd asimddp asimdhp i8mm sve", "armv8.6-a+dotprod+fp16+i8mm"),
    ],
)
def test_arm_linux_build_uses_dot_products_where_present(features: str, architecture: str) -> None:
    flags = build_flags(machine(features, name="aarch64"))
    assert flags[1:] == ((f"-DGGML_CPU_ARM_ARCH={architecture}",) if architecture else ())


def test_apple_silicon_keeps_the_defaults_and_so_metal() -> None:
    assert build_flags(machine("", "Darwin", "arm64")) == ("-DGGML_NATIVE=OFF",)


def test_cpuinfo_gives_name_features_and_physical_cores() -> None:
    processor = parse_cpuinfo(TWO_CORES_FOUR_THREADS, "x86_64")
    assert processor.name == "Example CPU @ 2.00GHz"
    assert processor.features == {"fpu", "sse2", "avx", "avx2"}
    assert processor.cores == 2


def test_arm_cpuinfo_counts_processors() -> None:
    processor = parse_cpuinfo(ARM_CPUINFO, "aarch64")
    assert (processor.name, processor.cores) == ("aarch64", 4)
    assert "asimddp" in processor.features


def test_missing_cpuinfo_still_gives_a_usable_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu, "CPUINFO", tmp_path / "absent")
    monkeypatch.setattr("platform.system", lambda: "Linux")
    processor = cpu.read()
    assert processor.cores >= 1
    assert processor.features == frozenset()


def test_intel_mac_is_described_in_linux_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {
        "machdep.cpu.brand_string": "Example Mac",
        "machdep.cpu.features": "FPU SSE4.2 AVX1.0 FMA F16C",
        "machdep.cpu.leaf7_features": "BMI1 BMI2 AVX2",
        "hw.physicalcpu": "6",
    }
    monkeypatch.setattr(cpu, "_sysctl", lambda key: answers.get(key, ""))
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    processor = cpu.read()
    assert (processor.name, processor.cores) == ("Example Mac", 6)
    assert build_flags(processor) == ("-DGGML_NATIVE=OFF",)


def test_container_quota_limits_the_cores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quota = tmp_path / "cpu.max"
    quota.write_text("100000 100000\n")
    monkeypatch.setattr(cpu, "QUOTA", quota)
    monkeypatch.setattr("platform.system", lambda: "Linux")
    assert cpu.read().cores == 1


def test_command_prints_the_flags_with_the_standard_library_alone() -> None:
    root = Path(cpu.__file__).parent.parent
    # -S: no site-packages; what is needed before anything is installed must need nothing.
    done = subprocess.run(
        [sys.executable, "-S", "-m", "app.cpu"],
        cwd=root,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == list(build_flags(cpu.read()))
