"""Tries llama.cpp in a child process, where a crash is a result and not the end of everything.

`python -m app.probe` tries the packaged model and exits with status 0 when a token came out.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TypedDict

from app.models import default_model_path
from app.offload import Gpu, gpus
from app.settings import PROJECT_ROOT
from indexes.errors import ModelError

TIMEOUT_S = 180.0
# AMX kernels crash in a second thread's share of a prompt: so two threads, and some words to share.
_THREADS = 2
_PROMPT = b"The harbour office keeps a list of every vessel that was inspected this year. " * 3


@dataclass(frozen=True, slots=True)
class Probe:
    """How far llama.cpp came. version: '' if it could not even be loaded.

    features: what it was built to use, as it names them (AVX2, AVX512, CUDA, Metal ...).
    gpu: whether it can offload to one. gpus: those that it can use. has_template: whether the model
    carries a chat template. failure: what went wrong, without a full stop; '' when nothing did.
    """

    version: str
    features: frozenset[str]
    gpu: bool
    has_template: bool
    failure: str
    gpus: tuple[Gpu, ...] = ()


class _Report(TypedDict, total=False):
    """What the child tells, one JSON line after each step, so that a crash loses only the rest."""

    version: str
    system: str
    gpu: bool
    gpus: list[list[str | int]]
    has_template: bool
    failure: str


def probe(model: Path, *, generates: bool = True, timeout_s: float = TIMEOUT_S) -> Probe:
    """Load a model in a child process. generates: also read a prompt and write a token.

    Without `generates` only the model's header and vocabulary are read, which takes a second for
    models of any size.
    """
    command = [sys.executable, "-m", "app.probe", str(model)]
    if not generates:
        command.append("--header")
    environment = os.environ | {"OMP_WAIT_POLICY": "passive"}
    try:
        done = subprocess.run(
            command, cwd=PROJECT_ROOT, env=environment, capture_output=True, timeout=timeout_s,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Probe("", frozenset(), False, False, f"it did not finish within {timeout_s:.0f} s")
    return _understood(done.returncode, done.stdout, done.stderr)


def _understood(code: int, output: bytes, errors: bytes) -> Probe:
    report: _Report = {}
    for line in output.splitlines():
        if line.startswith(b"{"):
            report.update(json.loads(line))
    failure = report.get("failure", "")
    if code and not failure:
        last = errors.decode("utf-8", "replace").strip().rpartition("\n")[2]
        failure = _signal_name(code) or last or f"it ended with status {code}"
    return Probe(
        report.get("version", ""),
        parse_features(report.get("system", "")),
        report.get("gpu", False),
        report.get("has_template", False),
        failure,
        tuple(Gpu(*each) for each in report.get("gpus", [])),  # type: ignore[arg-type]  # our child
    )


def parse_features(system_info: str) -> frozenset[str]:
    """The names that llama.cpp's own line of features sets to 1, and its backends' names.

    It reads like `CUDA : ARCHS = 890 | CPU : SSE3 = 1 | AVX2 = 1 | ...`.
    """
    names = set()
    for part in system_info.split("|"):
        backend, colon, feature = part.rpartition(":")
        if colon:
            names.add(backend.strip())
        name, _, value = feature.partition("=")
        if value.strip() == "1":
            names.add(name.strip())
    return frozenset(names)


def _signal_name(code: int) -> str:
    if code >= 0:
        return ""
    meaning = {
        signal.SIGILL: "an instruction that this CPU does not have",
        signal.SIGSEGV: "memory that is not its own",
        signal.SIGABRT: "its own stop",
        signal.SIGKILL: "the system, probably for want of memory",
    }
    number = signal.Signals(-code)
    return f"it was ended by {meaning.get(number, 'a signal')} ({number.name})"


def _steps(model: Path, generates: bool) -> Iterator[_Report]:
    """Inside the child: what is known after each step."""
    import llama_cpp

    yield {
        "version": llama_cpp.__version__,
        "system": llama_cpp.llama_print_system_info().decode(),
        "gpu": bool(llama_cpp.llama_supports_gpu_offload()),
    }
    if llama_cpp.llama_supports_gpu_offload():
        yield {"gpus": [list(astuple(each)) for each in gpus()]}
    try:
        llama = llama_cpp.Llama(
            str(model), vocab_only=not generates, n_ctx=256, n_gpu_layers=0, n_threads=_THREADS,
            n_threads_batch=_THREADS, verbose=False,
        )  # fmt: skip
    except (ValueError, RuntimeError) as error:
        yield {"failure": str(error)}
        return
    yield {"has_template": "tokenizer.chat_template" in llama.metadata}
    if generates:
        llama.eval(llama.tokenize(_PROMPT))
        llama.sample(temp=0.0)


def main() -> int:
    """The child: report each step; status 1 when the model could not be loaded."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("model", nargs="?", type=Path)
    arguments.add_argument("--header", action="store_true")
    chosen = arguments.parse_args()
    os.environ["OMP_WAIT_POLICY"] = "passive"  # before llama.cpp is loaded
    report: _Report = {}
    try:
        for report in _steps(chosen.model or default_model_path(), not chosen.header):
            sys.stdout.write(json.dumps(report) + "\n")
            sys.stdout.flush()
    except (ImportError, OSError, ModelError) as error:
        report = {"failure": f"it cannot be loaded: {error}"}
        sys.stdout.write(json.dumps(report) + "\n")
    return 1 if "failure" in report else 0


if __name__ == "__main__":
    sys.exit(main())
