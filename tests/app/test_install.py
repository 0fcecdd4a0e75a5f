from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app import cpu, install
from app.cpu import Cpu
from app.install import (
    Installer,
    InstallError,
    Steps,
    has_compiler,
    llama_key,
    pinned,
    without_extensions,
)

REQUIREMENTS = """\
-e .
llama-cpp-python==9.9.9 --config-settings="cmake.define.GGML_NATIVE=OFF"
pip==30.0   # why
packaging==1.0
pathspec==1.0
setuptools==1.0
"""
AVX2 = frozenset(["avx", "avx2", "fma", "f16c", "bmi2"])
HASWELL = Cpu("Example", "Linux", "x86_64", AVX2, 2)
AVX512 = replace(
    HASWELL, features=AVX2 | {"avx512f", "avx512cd", "avx512vl", "avx512dq", "avx512bw"}
)


class RecordedSteps(Steps):
    """Runs nothing: remembers labels, commands and variables; fails where told to."""

    def __init__(self, folder: Path, *failing: str) -> None:
        super().__init__(folder / "install.log")
        self.log.write_text("the last words of a tool\n")
        self.failing = list(failing)
        self.ran: list[tuple[str, list[str], dict[str, str]]] = []

    def run(self, label: str, command: Sequence[str], **variables: str) -> bool:
        self.ran.append((label, list(command), variables))
        failing = next((word for word in self.failing if word in label), None)
        if failing:
            self.failing.remove(failing)
        return failing is None

    def labels(self, word: str) -> list[str]:
        return [label for label, _, _ in self.ran if word in label]

    def builds(self) -> list[tuple[list[str], str]]:
        """Command and CMAKE_ARGS of each build of llama.cpp, less what all builds leave out."""
        builds = [(c, v["CMAKE_ARGS"]) for label, c, v in self.ran if label.startswith("Building")]
        return [(command, given[given.index("-DGGML_NATIVE") :]) for command, given in builds]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder whose .venv exists, on an AVX-512 machine with a compiler."""
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.txt").write_text(REQUIREMENTS)
    monkeypatch.setattr(cpu, "read", lambda: AVX512)
    monkeypatch.setattr(install, "has_compiler", lambda environ: True)
    return tmp_path


def run(root: Path, steps: Steps, *, rebuild: bool = False, **environ: str) -> None:
    Installer(root, steps, environ).install(rebuild=rebuild)


def test_fresh_clone_is_installed_in_order(root: Path) -> None:
    steps = RecordedSteps(root)
    run(root, steps)
    first_words = [label.split()[0] for label, _, _ in steps.ran]
    assert first_words == ["Making", "Installing", "Building", "Installing", "Trying"]
    assert (root / ".venv" / install.STAMP).exists()


def test_llama_is_built_for_this_cpu_before_pip_could_take_another(root: Path) -> None:
    steps = RecordedSteps(root)
    run(root, steps)
    ((command, cmake_args),) = steps.builds()
    assert cmake_args == "-DGGML_NATIVE=OFF -DGGML_AVX512=ON"
    assert "llama-cpp-python==9.9.9" in command
    assert "--force-reinstall" in command


def test_builds_for_other_cpus_share_no_cache(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    caches = set()
    for processor in (AVX512, HASWELL):
        monkeypatch.setattr(cpu, "read", lambda processor=processor: processor)
        steps = RecordedSteps(root)
        run(root, steps)
        ((command, _),) = steps.builds()
        caches.add(command[command.index("--cache-dir") + 1])
    assert len(caches) == 2


def test_second_install_builds_nothing(root: Path) -> None:
    run(root, RecordedSteps(root))
    steps = RecordedSteps(root)
    run(root, steps)
    assert steps.builds() == []


def test_rebuild_passes_every_cache(root: Path) -> None:
    run(root, RecordedSteps(root))
    steps = RecordedSteps(root)
    run(root, steps, rebuild=True)
    ((command, _),) = steps.builds()
    assert "--no-cache-dir" in command


def test_chosen_settings_win_and_are_kept_for_later_installs(root: Path) -> None:
    steps = RecordedSteps(root)
    run(root, steps, CMAKE_ARGS="-DGGML_CUDA=ON")
    assert steps.builds()[0][1].endswith("-DGGML_CUDA=ON")
    steps = RecordedSteps(root)
    run(root, steps)
    assert steps.builds() == []
    run(root, steps, CMAKE_ARGS="")
    assert steps.builds()[0][1] == "-DGGML_NATIVE=OFF -DGGML_AVX512=ON"


def test_compiler_too_old_for_an_extension_builds_without(root: Path) -> None:
    steps = RecordedSteps(root, "AVX512=ON")
    run(root, steps)
    assert [args for _, args in steps.builds()] == [
        "-DGGML_NATIVE=OFF -DGGML_AVX512=ON",
        "-DGGML_NATIVE=OFF",
    ]


def test_build_that_crashes_is_replaced_by_a_lesser_one(root: Path) -> None:
    steps = RecordedSteps(root, "Trying llama.cpp on a prompt")
    run(root, steps)
    assert [args for _, args in steps.builds()][1:] == ["-DGGML_NATIVE=OFF"]
    assert steps.labels("Trying llama.cpp again")


def test_failed_build_ends_with_the_tools_last_words(root: Path) -> None:
    steps = RecordedSteps(root, "Building", "Building")
    with pytest.raises(InstallError, match="last words"):
        run(root, steps)
    assert not (root / ".venv" / install.STAMP).exists()


def test_missing_compiler_is_told_before_the_long_build(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "has_compiler", lambda environ: False)
    steps = RecordedSteps(root)
    with pytest.raises(InstallError, match=r"(?s)build-essential.*xcode-select"):
        run(root, steps)
    assert steps.builds() == []


def test_python_without_venv_is_told(root: Path) -> None:
    with pytest.raises(InstallError, match="python3-venv"):
        run(root, RecordedSteps(root, "Making"))


def test_build_tools_are_pinned(root: Path) -> None:
    run(root, RecordedSteps(root))
    pins = (root / ".venv" / "build-constraints.txt").read_text().split()
    assert {pin.partition("==")[0] for pin in pins} >= {"scikit-build-core", "setuptools", "cmake"}


def test_compiler_is_looked_for_by_running_it() -> None:
    assert not has_compiler({"CXX": "/absent/c++"})
    assert has_compiler({"CXX": sys.executable})  # which answers --version


def test_key_tells_versions_and_flags_apart() -> None:
    keys = {llama_key("1", []), llama_key("2", []), llama_key("1", ["-DA=ON"])}
    assert len(keys) == 3


def test_pin_is_read_without_its_options() -> None:
    assert pinned(REQUIREMENTS, "llama-cpp-python") == "9.9.9"
    with pytest.raises(InstallError, match="numpy"):
        pinned(REQUIREMENTS, "numpy")


def test_lesser_build_keeps_what_is_switched_off() -> None:
    flags = ("-DGGML_NATIVE=OFF", "-DGGML_AVX2=OFF", "-DGGML_AVX512=ON", "-DGGML_CUDA=ON")
    assert without_extensions(flags) == ("-DGGML_NATIVE=OFF", "-DGGML_AVX2=OFF", "-DGGML_CUDA=ON")


def test_step_shows_its_time_and_logs_its_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = Steps(tmp_path / "log", heartbeat_s=0.0)
    assert steps.run("Thinking", ["sh", "-c", "echo $WORD; sleep 1.2"], WORD="hello")
    assert not steps.run("Failing", ["sh", "-c", "exit 3"])
    out = capsys.readouterr().out
    assert out.startswith("Thinking ... 1 s ... ")
    assert out.endswith("Failing ... failed\n")
    assert "hello" in steps.tail()
