"""One layout, made and measured; `python -m app.layouts.trial` is the child process for it.

It writes one line of JSON: speeds and faithfulness, or what failed. A crash of llama.cpp ends this
process alone.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.layouts.adapter import merge
from app.layouts.children import Job, Report, parsed
from app.layouts.choose import is_faithful
from app.layouts.texts import READ, SKIPPED, TEXTS
from app.layouts.types import Faith
from indexes.errors import ModelError

if TYPE_CHECKING:
    from app.layouts.bare import Logits, Model

LEAD = 0.2
"""Nats by which the original's likeliest token must lead for the position to be decided. Reading
the same file in batches of another size already swaps tokens that are 0.1 apart."""
_PROMPT_TOKENS = 256
_GENERATED_TOKENS = 12
_PASSES = 2
_LONG_S = 4.0
"""A pass that took longer is not repeated: chance has little share in it."""


def run(job: Job) -> Report:
    """Make the layout, and measure it where the job says so; raises ModelError."""
    from app.layouts.bare import Model, requantise

    if job.layout:
        part = job.target.with_name("part.gguf")  # only a whole file gets the target's name
        requantise(job.source, part, job.layout, job.threads)
        if job.merged:
            merge(part, job.merged)
        part.replace(job.target)
    if not job.measured:
        return {}
    report: Report = {}
    model = Model(job.target if job.layout else job.source, job.lora, job.threads)
    if job.layout:
        faith = compared(_rows(model), _kept(job.reference, model.words))
        report["faith"] = (faith.same_first, faith.divergence, faith.positions)
        if not is_faithful(faith):
            return report  # however quick it may be
    else:
        _keep(model, job.reference)
    report["prompt"], report["generated"] = _speeds(model, job.threads)
    return report


def counts(threads: int) -> tuple[int, ...]:
    """The powers of two up to `threads`, and `threads` itself."""
    return tuple(sorted({1 << n for n in range(threads.bit_length())} | {threads}))


def compared(rows: Iterator[Logits], reference: Logits) -> Faith:
    """rows: logits of the layout, in the order of those of the original."""
    same, decided, divergence, at = 0, 0, 0.0, 0
    for ours in rows:
        theirs = reference[at : at + len(ours)]
        at += len(ours)
        best_two = np.partition(theirs, -2, axis=1)[:, -2:]
        clear = best_two[:, 1] - best_two[:, 0] >= LEAD
        decided += int(clear.sum())
        same += int((ours.argmax(1) == theirs.argmax(1))[clear].sum())
        divergence += _divergence(theirs, ours)
    if at != len(reference) or not at:
        raise ModelError("The layout reads the text as other tokens than the original does.")
    if not np.isfinite(divergence):
        raise ModelError("The layout gives no numbers.")
    return Faith(same / decided if decided else 0.0, max(0.0, divergence / at), at)


def _divergence(theirs: Logits, ours: Logits) -> float:
    """The sum over the positions of KL(theirs || ours), in nats; logits: (positions, words)."""
    p, theirs_sum = _powers(theirs)
    _, ours_sum = _powers(ours)
    apart = theirs - theirs.max(1, keepdims=True) - (ours - ours.max(1, keepdims=True))
    expected = np.einsum("ij,ij->i", p, apart) / theirs_sum
    return float((expected - np.log(theirs_sum) + np.log(ours_sum)).sum(dtype=np.float64))


def _powers(logits: Logits) -> tuple[Logits, Logits]:
    """exp of the logits, the largest of each position made 1, and their sums."""
    powers: Logits = np.exp(logits - logits.max(1, keepdims=True))
    return powers, powers.sum(1)


def _rows(model: Model) -> Iterator[Logits]:
    """Logits at the positions that count, of one text after the other."""
    for text in TEXTS:
        left = SKIPPED
        for rows in model.logits(model.tokens(text)):
            yield rows[left:]
            left = max(0, left - len(rows))


def _keep(model: Model, reference: Path) -> None:
    with reference.open("wb") as handle:
        for rows in _rows(model):
            handle.write(rows.tobytes())


def _kept(reference: Path, words: int) -> Logits:
    return np.memmap(reference, np.float32, "r").reshape(-1, words)


def _speeds(model: Model, threads: int) -> tuple[float, list[tuple[int, float]]]:
    """Tokens per second: of a prompt, and generated after it with each number of threads.

    A prompt's time, and that of a single thread, is the processor's, shared out evenly: so other
    programs that are busy meanwhile do not turn the choice. Several threads wait for each other at
    every layer, which only the clock shows.
    """
    tokens = (model.tokens(READ) * _PROMPT_TOKENS)[:_PROMPT_TOKENS]

    def prompt() -> float:
        model.forget()
        model.fill(tokens, 0)
        began = time.process_time()
        model.read()
        return (time.process_time() - began) / threads

    def generation() -> float:
        clock = time.process_time if count == 1 else time.perf_counter
        model.forget(_PROMPT_TOKENS)
        began = clock()
        for i, token in enumerate(tokens[:_GENERATED_TOKENS]):
            model.fill([token], _PROMPT_TOKENS + i)
            model.read()
        return clock() - began

    read = _PROMPT_TOKENS / _least(prompt)
    generated = []
    for count in counts(threads):
        model.generate_with(count)
        generated.append((count, _GENERATED_TOKENS / _least(generation)))
    return read, generated


def _least(seconds: Callable[[], float]) -> float:
    """The shortest of a few passes."""
    least = seconds()
    for _ in range(_PASSES - 1):
        if least > _LONG_S:
            break
        least = min(least, seconds())
    return least


def end_with_parent() -> None:
    """Wait until the parent is gone, killed perhaps: another may prepare in the same folder."""
    os.read(0, 1)
    os._exit(1)


def main() -> int:
    """The child: run the job that stands in the only argument; status 1 when it failed."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    os.environ["OMP_WAIT_POLICY"] = "passive"  # before llama.cpp is loaded
    logging.getLogger("llama-cpp-python").setLevel(logging.ERROR)
    try:
        report = run(parsed(sys.argv[1]))
    except (ModelError, ImportError, OSError) as error:
        report = {"failure": str(error)}
    sys.stdout.write(json.dumps(report) + "\n")
    return 1 if "failure" in report else 0


if __name__ == "__main__":
    sys.exit(main())
