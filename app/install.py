"""Makes .venv and installs Footnote into it, with llama.cpp built for this machine's CPU.

Runs before anything is installed, on the standard library alone: `python3 -m app.install`, in the
project's folder, which is what `make install` does. `--llama` builds llama.cpp anew.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app import cpu

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = "requirements.txt"
LLAMA = "llama-cpp-python"
STAMP = ".installed"
"""Make compares its age with that of requirements.txt and pyproject.toml."""

BUILD_PINS = ("scikit-build-core==1.1.2", "cmake==4.4.4", "ninja==1.13.2")
"""What pip fetches to build llama.cpp and is not in requirements.txt; cmake, ninja: if missing."""
BUILD_NAMES = ("packaging", "pathspec", "setuptools")
"""What it fetches besides; pinned in requirements.txt."""

# Pictures, and a library for llama.cpp's own tools: three fifths of the time to compile, not used
# here. llama-cpp-python forces the second on in CMake's cache, so it is set where that is not seen.
_SLIM_FLAG = "-DLLAVA_BUILD=OFF"
_SLIM_FILE = "set(LLAMA_BUILD_COMMON OFF)\n"

_NO_COMPILER = """\
llama.cpp is built here from its source, and no C++ compiler was found. Install one, then try again:
  Debian, Ubuntu, WSL   sudo apt-get install build-essential
  Fedora                sudo dnf install gcc-c++
  macOS                 xcode-select --install
"""
_NO_VENV = "This Python makes no virtual environments; on Debian: sudo apt-get install python3-venv"


class InstallError(Exception):
    """Something stands in the way; the text says what, and what to do about it."""


@dataclass
class Steps:
    """Runs commands one after the other, and says what each does and how long it took."""

    log: Path
    heartbeat_s: float = 60.0
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    def run(self, label: str, command: Sequence[str], **variables: str) -> bool:
        """Run a command with these variables set; return whether it succeeded. Output: the log."""
        _say(f"{label} ... ")
        started = beat = time.monotonic()
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"\n$ {shlex.join(command)}\n")
            log.flush()
            child = subprocess.Popen(
                command, cwd=ROOT, env=self.environment | variables, stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
            while True:
                try:
                    code = child.wait(timeout=1)
                    break
                except subprocess.TimeoutExpired:
                    if time.monotonic() - beat > self.heartbeat_s:
                        beat = time.monotonic()
                        _say(f"{beat - started:.0f} s ... ")
        _say(f"{time.monotonic() - started:.0f} s\n" if code == 0 else "failed\n")
        return code == 0

    def must(self, label: str, command: Sequence[str], **variables: str) -> None:
        """Like run; raises InstallError with the end of the output when the command fails."""
        if not self.run(label, command, **variables):
            raise InstallError(f"{self.tail()}\nAll of the output is in {self.log}.")

    def tail(self, lines: int = 25) -> str:
        """The last lines of the log."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])


def pinned(requirements: str, name: str) -> str:
    """The version that the text of a requirements file pins `name` to."""
    found = re.search(rf"^{re.escape(name)}==(\S+)", requirements, re.MULTILINE)
    if not found:
        raise InstallError(f"{REQUIREMENTS} does not pin {name}; restore it.")
    return found[1]


def llama_key(version: str, flags: Sequence[str]) -> str:
    """Names one build of llama.cpp: the same key, the same compiled code."""
    return hashlib.sha256(" ".join((version, *flags)).encode()).hexdigest()[:12]


def without_extensions(flags: Sequence[str]) -> tuple[str, ...]:
    """The flags less the CPU's extensions: for compilers that are too old to know them."""
    return tuple(flag for flag in flags if not re.fullmatch(r"-DGGML_AVX\w+=ON|.*ARM_ARCH.*", flag))


class Installer:
    """Brings `.venv` under `root` to what requirements.txt says."""

    def __init__(self, root: Path, steps: Steps, environ: Mapping[str, str]) -> None:
        self.venv = root / ".venv"
        self.python = str(self.venv / "bin" / "python")
        self.requirements = (root / REQUIREMENTS).read_text(encoding="utf-8")
        self.steps = steps
        self.environ = environ
        self._constraints = self.venv / "build-constraints.txt"
        self._marker = self.venv / ".llama"

    def install(self, *, rebuild: bool = False) -> None:
        """Do all that is not done yet. rebuild: llama.cpp anew, past every cache."""
        self._environment()
        self._pip()
        flags = (*cpu.build_flags(cpu.read()), *self._chosen())
        self._llama(flags, rebuild)
        self.steps.must(
            "Installing the packages of requirements.txt", self._install("-r", REQUIREMENTS)
        )
        self._verify(flags)
        (self.venv / STAMP).touch()

    def _environment(self) -> None:
        check = [self.python, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
        if Path(self.python).exists() and _succeeds(check):
            return
        label = f"Making .venv with Python {sys.version.split()[0]}"
        if not self.steps.run(label, [sys.executable, "-m", "venv", "--clear", str(self.venv)]):
            raise InstallError(f"{_NO_VENV}\n{self.steps.tail(5)}")

    def _pip(self) -> None:
        version = pinned(self.requirements, "pip")
        check = f"import pip, sys; sys.exit(pip.__version__ != {version!r})"
        if not _succeeds([self.python, "-c", check]):
            command = [self.python, "-m", "pip", "install", f"pip=={version}"]
            self.steps.must(f"Installing pip {version}", command)
        pins = [*BUILD_PINS, *(f"{n}=={pinned(self.requirements, n)}" for n in BUILD_NAMES)]
        self._constraints.write_text("\n".join(pins) + "\n", encoding="utf-8")

    def _chosen(self) -> list[str]:
        """What CMAKE_ARGS asks for; without it, what it asked for when last set here."""
        kept = self.venv / ".cmake-args"
        if "CMAKE_ARGS" in self.environ:
            kept.write_text(self.environ["CMAKE_ARGS"], encoding="utf-8")
        return shlex.split(kept.read_text(encoding="utf-8")) if kept.exists() else []

    def _llama(self, flags: tuple[str, ...], rebuild: bool) -> None:
        key = llama_key(pinned(self.requirements, LLAMA), flags)
        if not rebuild and self._marker.exists() and self._marker.read_text() == key:
            return
        if not has_compiler(self.environ):
            raise InstallError(_NO_COMPILER)
        lesser = without_extensions(flags)
        if not self._build(flags, rebuild) and (
            lesser == flags or not self._build(lesser, rebuild)
        ):
            raise InstallError(f"{self.steps.tail()}\nAll of the output is in {self.steps.log}.")

    def _build(self, flags: Sequence[str], rebuild: bool) -> bool:
        # pip's cache tells wheels apart by source and Python version, not by build settings: a
        # wheel that was built for another CPU would be taken. So each build has a cache of its own.
        version = pinned(self.requirements, LLAMA)
        key = llama_key(version, flags)
        cache = ["--no-cache-dir"] if rebuild else ["--cache-dir", str(cache_folder() / key)]
        command = self._install(
            *cache, "--force-reinstall", "--no-deps", "--no-binary", LLAMA, f"{LLAMA}=={version}"
        )
        slim = self.venv / "llama.cmake"
        slim.write_text(_SLIM_FILE, encoding="utf-8")
        given = [_SLIM_FLAG, f"-DCMAKE_PROJECT_INCLUDE={slim}", *flags]
        built_for = " ".join(flag.removeprefix("-DGGML_") for flag in flags)
        self._marker.unlink(missing_ok=True)
        built = self.steps.run(
            f"Building llama.cpp with {built_for} (2 to 10 minutes the first time)",
            command,
            CMAKE_ARGS=shlex.join(given),
        )
        if built:
            self._marker.write_text(key)
        return built

    def _verify(self, flags: tuple[str, ...]) -> None:
        """A build that crashes here is replaced by one without the CPU's extensions."""
        test = [self.python, "-m", "app.probe"]
        lesser = without_extensions(flags)
        if lesser == flags:
            self.steps.must("Trying llama.cpp on a prompt", test)
        elif not self.steps.run("Trying llama.cpp on a prompt", test):
            self._build(lesser, rebuild=True)
            self.steps.must("Trying llama.cpp again", test)

    def _install(self, *arguments: str) -> list[str]:
        pip = [self.python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
        return [*pip, "--build-constraint", str(self._constraints), *arguments]


def has_compiler(environ: Mapping[str, str]) -> bool:
    """Whether a C++ compiler answers. On macOS a stub of that name may lie there without one."""
    names = [environ["CXX"]] if environ.get("CXX") else ["c++", "g++", "clang++"]
    return any(shutil.which(name) and _succeeds([name, "--version"]) for name in names)


def cache_folder() -> Path:
    """Where built wheels are kept for the next clone: a folder for each key."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "footnote" / "llama"


def _succeeds(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def main() -> int:
    """Install; status 1 when something stood in the way."""
    log = ROOT / "build" / "install.log"
    log.parent.mkdir(exist_ok=True)
    log.write_text("", encoding="utf-8")
    try:
        Installer(ROOT, Steps(log), os.environ).install(rebuild="--llama" in sys.argv[1:])
    except InstallError as error:
        _say(f"\n{error}\n")
        return 1
    except KeyboardInterrupt:
        _say("stopped\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
