"""`python -m benchmarks.scale`: what searching costs in libraries of different sizes.

Beside plain FAISS, flat with 32-bit floats, as the tutorial pipeline uses it. The units are made
from real sentences (see scale_units); the questions are real and ask for their best 200.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

from app.evaluation.questions import load
from app.evaluation.report_text import aligned
from app.settings import PROJECT_ROOT
from benchmarks.scale_sides import SIDES, K, Made, Searched, make, one_thread, search
from benchmarks.scale_units import Real, sentences
from indexes.embed import SentenceTransformerEmbedder
from indexes.query import Query

HEADS = (
    "index", "CPU-ms", "x flat", "1% allowed", "bytes/unit", "x flat", "recall@10", "recall@200",
    "MB searching", "MB making", "making CPU-s",
)  # fmt: skip
Given = ParamSpec("Given")
Returned = TypeVar("Returned")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one table for each size; return the exit status."""
    asked = _parser().parse_args(arguments)
    embedder = SentenceTransformerEmbedder(precision="float32")
    texts = sentences(asked.texts)
    if len(texts) < 2:
        print(f"{asked.texts} holds no sentences in .md or .txt files.", file=sys.stderr)
        return 2
    real = Real(texts, embedder.passages(texts))
    wanted = [each.question for each in load(asked.questions)][: asked.most]
    questions = [Query.of(text, embedder.query(text)) for text in wanted]
    print(f"{len(texts)} real sentences, {len(questions)} questions, best {K} of each, one thread")
    for units in asked.units:
        measured = measure(units, real, questions, asked.sides)
        print(f"\n{units:,} units\n{table(measured, units)}", flush=True)
    return 0


def measure(
    units: int, real: Real, questions: Sequence[Query], sides: Sequence[str] = SIDES
) -> dict[str, tuple[Made, Searched]]:
    """Make and search each index, each in a process of its own."""
    measured = {}
    for side in sides:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "index"
            made = _apart(make, side, real, units, path)
            measured[side] = (made, _apart(search, side, path, units, questions))
    return measured


def table(measured: dict[str, tuple[Made, Searched]], units: int) -> str:
    """The figures as aligned text; ratios and recall against the first index.

    Words find other things than vectors do: no recall is given for them.
    """
    reference_made, reference = next(iter(measured.values()))
    rows: list[tuple[str, ...]] = [HEADS]
    for side, (made, searched) in measured.items():
        recalls = [
            "" if side == "lexical" else f"{recall(searched.found, reference.found, at):.3f}"
            for at in (10, 200)
        ]
        rows.append(
            (
                side,
                f"{searched.cpu_ms:.2f}",
                f"{searched.cpu_ms / reference.cpu_ms:.2f}",
                f"{searched.few_cpu_ms:.2f}",
                f"{made.size / units:.0f}",
                f"{made.size / reference_made.size:.2f}",
                *recalls,
                f"{searched.peak_mb - searched.idle_mb:.0f}",
                f"{made.peak_mb:.0f}",
                f"{made.cpu_s:.0f}",
            )
        )
    return "\n".join(aligned(rows))


def recall(found: Sequence[Sequence[int]], expected: Sequence[Sequence[int]], at: int) -> float:
    """Share of the expected best `at` of all questions that are among the found best `at`."""
    pairs = [(set(a[:at]), set(b[:at])) for a, b in zip(found, expected, strict=True)]
    wanted = sum(len(b) for _, b in pairs)
    return sum(len(a & b) for a, b in pairs) / wanted if wanted else 1.0


def _apart(work: Callable[Given, Returned], *given: Given.args, **named: Given.kwargs) -> Returned:
    """The result of a call in a fresh process, so that its memory can be told."""
    with ProcessPoolExecutor(1, get_context("spawn"), one_thread) as pool:
        return pool.submit(work, *given, **named).result()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scale", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--units", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=SIDES)
    samples = PROJECT_ROOT / "data"
    parser.add_argument("--texts", type=Path, default=samples / "samples", help="folder of texts")
    parser.add_argument("--questions", type=Path, default=samples / "eval" / "samples.jsonl")
    parser.add_argument("--most", type=int, default=50, metavar="N", help="questions asked")
    return parser


if __name__ == "__main__":
    sys.exit(main())
