"""`python -m benchmarks.cold`: what a cold start costs, and what stays in memory.

A library of the samples is filled first. Then (a) `footnote ask` in a fresh process, several times:
its processor seconds and those of its worker, its wall time, and its largest memory; (b) one
process, with the page's server imported, that warms all models up and answers questions: its memory
and its worker's. Memory is the proportional set size of Linux: pages that processes share count for
each of them in part.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.settings import PROJECT_ROOT

ASKED = "How many days of paid leave do employees have?"
START = "import sys; from app.cli.main import main; sys.exit(main())"
QUESTIONS = PROJECT_ROOT / "data" / "eval" / "samples.jsonl"


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a process and of those that it has waited for. memory_mb: the largest resident set."""

    cpu_s: float
    wall_s: float
    memory_mb: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark, print what it measured; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cold", description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="cold starts")
    parser.add_argument("--questions", type=int, default=20, help="that the warm process answers")
    parser.add_argument("--stay", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.stay:
        stay(options.questions)
        return 0
    with tempfile.TemporaryDirectory(prefix="footnote-bench-") as home:
        environment = os.environ | {"FOOTNOTE_HOME": home}
        footnote(["ingest", str(PROJECT_ROOT / "data" / "samples")], environment)
        for number in range(options.times):
            cost = footnote(["ask", ASKED], environment)
            print(
                f"cold start {number + 1}: {cost.cpu_s:.1f} CPU-s, {cost.wall_s:.1f} s, "
                f"{cost.memory_mb:.0f} MB at most",
                flush=True,
            )
        command = [sys.executable, "-m", "benchmarks.cold", "--stay"]
        command += ["--questions", str(options.questions)]
        subprocess.run(command, cwd=PROJECT_ROOT, env=environment, check=True)
    return 0


def footnote(words: Sequence[str], environment: dict[str, str]) -> Cost:
    """Run the command in a process of its own. Raises CalledProcessError when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", START, *words],
        cwd=PROJECT_ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    took, process.returncode = time.perf_counter() - started, os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(words))
    return Cost(used.ru_utime + used.ru_stime, took, used.ru_maxrss / 1024)


def stay(questions: int) -> None:
    """Warm up, answer, and print the memory in between; the page's server is imported too."""
    import streamlit.web.bootstrap  # noqa: F401 - only what it takes matters

    from app.build import open_footnote
    from app.types import Question

    opened = open_footnote()
    opened.warm_up()
    print(f"warmed up: {memory()}", flush=True)
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()[:questions]
    for line in lines:
        opened.journey.ask(Question(json.loads(line)["question"], opened.actor))
    print(f"after {len(lines)} questions: {memory()}", flush=True)


def memory() -> str:
    """The proportional set sizes of this process and its descendants, in megabytes."""
    sizes = [_proportional_mb(each) for each in _family(os.getpid())]
    return f"{sum(sizes):.0f} MB ({' + '.join(f'{size:.0f}' for size in sizes)})"


def _family(process: int) -> list[int]:
    """A process and its descendants, the oldest first."""
    tasks = Path(f"/proc/{process}/task")
    children = [
        int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()
    ]
    return [process, *(each for child in children for each in _family(child))]


def _proportional_mb(process: int) -> float:
    text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    size = next(line.split()[1] for line in text.splitlines() if line.startswith("Pss:"))
    return int(size) / 1024


if __name__ == "__main__":
    sys.exit(main())
