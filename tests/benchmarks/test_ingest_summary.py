from __future__ import annotations

import os
import subprocess
import sys

import pytest

from benchmarks.ingest_summary import LABELS, Rounds, render
from benchmarks.ingest_worker import Told
from benchmarks.memory import curve, resident


def told(cpu_s: float, read: int = 1000, stages: dict[str, float] | None = None) -> Told:
    return Told(
        cpu_s=cpu_s, wall_s=cpu_s / 2, read=read, embedded=900, texts=10,
        stages=stages or {}, precision="bfloat16", searches=[],
    )  # fmt: skip


def rounds() -> Rounds:
    made = Rounds(pages=320)
    for busy in (1.0, 2.0, 1.5):  # a machine that is busy with other things weighs on all alike
        stages = {"embedding": 18 * busy, "storing": busy}
        made.add(
            {
                "langchain": told(80 * busy, read=1100),
                "encode": told(22 * busy),
                "bare": told(18 * busy),
                "footnote": told(20 * busy, stages=stages),
            }
        )
    return made


def test_ratios_are_taken_within_a_round_and_told_with_their_spread() -> None:
    lowest, middle, highest = rounds().ratio("langchain", "footnote", lambda told: told["cpu_s"])
    assert (lowest, middle, highest) == pytest.approx((4, 4, 4))


def test_comparison_names_every_side_each_goal_and_the_stages_by_size() -> None:
    text = render(rounds(), dict.fromkeys(LABELS, told(5.0)))
    assert all(label in text for label in LABELS.values())
    ratio = next(line for line in text.splitlines() if line.startswith("(c) / (b), CPU"))
    assert ratio.split()[-6:] == ["0.91", "0.91", "0.91", "1.25", "or", "less"]
    character = next(line for line in text.splitlines() if "per character" in line)
    assert "3.64" in character
    assert text.index("embedding") < text.index("storing")


def test_memory_is_that_of_a_process_and_all_its_descendants() -> None:
    ballast = "import sys; kept = b'x' * 40_000_000; print(len(kept), flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", ballast], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        alone, together = resident(os.getpid())
        child.communicate()
    assert together > alone + 38


def test_curve_has_ten_points_and_the_peak() -> None:
    samples = [(float(second), 500.0 + second, 400.0) for second in range(101)]
    lines = curve(samples).splitlines()
    assert len(lines) == 12
    assert lines[1].split() == ["0", "500", "400"]
    assert lines[10].split() == ["100", "600", "400"]
    assert lines[11] == "peak 600 MB; goal: under 1500 MB"
