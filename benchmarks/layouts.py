"""`python -m benchmarks.layouts`: the layouts of the packaged model, measured; and what they say.

First the preparing itself, in a home of its own: each layout's speed and faithfulness, and what the
preparing costs. Then questions of the samples, each with the sentence that answers it among three
that do not, greedily answered by the original, by the original reading in smaller batches, and by
what was prepared: how many answers are the same, and how many hold what is asked for.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app import cpu
from app.layouts import Step, prepare
from app.layouts.candidates import told
from app.layouts.kept import trials
from app.models import ADAPTED_PROMPT, ADAPTER, default_model_path
from app.prompts import FOLDER, load
from app.settings import PROJECT_ROOT

QUESTIONS = PROJECT_ROOT / "data" / "eval" / "samples.jsonl"
_SOURCES = 4
_ANSWER_TOKENS = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its sources. answers: any of these in the reply is right."""

    system: str
    user: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A way of loading the model. batch: tokens read at once."""

    name: str
    model: Path
    lora: Path | None
    batch: int = 512


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark, print what it measured; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.layouts", description=__doc__)
    parser.add_argument("--questions", type=int, default=45)
    parser.add_argument("--plain", action="store_true", help="without Footnote's adapter")
    options = parser.parse_args(arguments)
    os.environ["OMP_WAIT_POLICY"] = "passive"  # before llama.cpp is loaded
    model, lora = default_model_path(), None if options.plain else ADAPTER
    with tempfile.TemporaryDirectory(prefix="footnote-bench-") as folder:
        home = Path(folder)
        began, spent = time.perf_counter(), _cpu_s()
        got = prepare(model, lora, home, cpu.read().cores, _say)
        print(f"prepared: {_cpu_s() - spent:.1f} CPU-s, {time.perf_counter() - began:.1f} s")
        for trial in trials(model, lora, home):
            far = f", divergence {trial.faith.divergence:.4f}" if trial.faith else ""
            print(f"{told(trial)}{far}; {trial.size / 1e6:.0f} MB")
        print(f"kept: {got.layout}, generates with {got.decode_threads} thread(s)")
        sides = (
            Side("original", model, lora),
            Side("original, batches of 64", model, lora, 64),
            Side("prepared", got.path, None if got.merged else lora),
        )
        _compare(sides, asked(options.questions))
    return 0


def asked(count: int) -> list[Asked]:
    """The first questions of the samples that ask for a fact, in the packaged adapter's prompt."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    facts = [each for each in map(json.loads, lines) if each["kind"] == "fact"]
    prompt = load(ADAPTED_PROMPT, FOLDER)
    passages = [(each["spans"][0]["document"], each["spans"][0]["quote"]) for each in facts]
    made = []
    for i, each in enumerate(facts[:count]):
        others = passages[:i] + passages[i + 1 :]
        chance = random.Random(i)
        shown = [passages[i], *chance.sample(others, _SOURCES - 1)]
        chance.shuffle(shown)
        sources = "\n\n".join(
            prompt.source.substitute(
                number=n, name=name, page=1, headings="", text=" ".join(text.split())
            )
            for n, (name, text) in enumerate(shown, 1)
        )
        user = prompt.user.substitute(sources=sources, question=each["question"])
        made.append(Asked(prompt.system.substitute(), user, tuple(each["answers"])))
    return made


def replies(side: Side, questions: Sequence[Asked]) -> list[str]:
    """The greedy answers; for a process of its own."""
    import llama_cpp

    llama = llama_cpp.Llama(
        str(side.model), n_ctx=2048, n_batch=side.batch, n_threads=1, n_gpu_layers=0,
        n_threads_batch=cpu.read().cores, lora_path=str(side.lora) if side.lora else None,
        verbose=False,
    )  # fmt: skip
    found = []
    for each in questions:
        given = llama.create_chat_completion(
            [{"role": "system", "content": each.system}, {"role": "user", "content": each.user}],
            max_tokens=_ANSWER_TOKENS,
            temperature=0.0,
        )
        found.append(str(given["choices"][0]["message"]["content"]).strip())  # type: ignore[index]  # no stream
    return found


def _compare(sides: Sequence[Side], questions: Sequence[Asked]) -> None:
    first: list[str] = []
    for side in sides:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            said = pool.apply(replies, (side, questions))
        first = first or said
        same = sum(a == b for a, b in zip(said, first, strict=True))
        right = sum(
            any(answer.lower() in text.lower() for answer in each.answers)
            for each, text in zip(questions, said, strict=True)
        )
        print(f"{side.name}: {same} of {len(said)} answers as the original's, {right} right")


def _say(step: Step) -> None:
    print(f"{step.done}/{step.total} {step.text}", file=sys.stderr)


def _cpu_s() -> float:
    """Of this process and those that it has waited for."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(each.ru_utime + each.ru_stime for each in map(resource.getrusage, both))


if __name__ == "__main__":
    sys.exit(main())
