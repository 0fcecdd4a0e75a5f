"""`python -m benchmarks.engine`: the engine beside the tutorial pipeline and bare llama.cpp.

Whatever is compared runs in processes of its own, with the same threads, and takes turns, so that
whatever else the machine does weighs on all alike. `--only first,overhead` runs some parts alone.
Linux only: memory and processor time are read from /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app import settings as settings_module
from app.settings import PROJECT_ROOT, Settings
from benchmarks.cold import footnote
from benchmarks.engine_figures import Figure, Part, render
from benchmarks.engine_machine import Sides
from benchmarks.process import environment
from indexes.errors import FootnoteError, QuestionError

if TYPE_CHECKING:
    # Parts import what they measure with when they run: the memory of a process is measured too.
    from app.engine.types import Spec

SAMPLES = PROJECT_ROOT / "data" / "samples"
QUESTIONS = PROJECT_ROOT / "data" / "eval" / "samples.jsonl"
KEPT = Path("models", "prepared")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the parts are given. sides: processes that parts share.

    home: a library of the samples with a prepared model.
    """

    settings: Settings
    sides: Sides
    home: Path
    threads: int
    questions: int
    pairs: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts, print what they measured, save it; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return _benchmark(options)
    except FootnoteError as error:
        print(error, file=sys.stderr)
        return 1


def chosen(only: str) -> list[str]:
    """The parts that are named, in the order of the run; '' names all. Raises QuestionError."""
    names = [name.strip() for name in only.split(",") if name.strip()]
    if unknown := [name for name in names if name not in PARTS]:
        raise QuestionError(f"There is no part {unknown[0]!r}; there are: {', '.join(PARTS)}.")
    return [name for name in PARTS if not names or name in names]


def _benchmark(options: argparse.Namespace) -> int:
    names, started = chosen(options.only), datetime.now(UTC)
    settings = settings_module.load()
    parts: list[Part] = []
    with ExitStack() as stack:
        home = options.home or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="footnote-bench-"))
        )
        os.environ.update(environment(settings, home, options.threads))
        if not options.home:
            _fill(home, settings.home)
        setting = Setting(
            settings=settings_module.load(),
            sides=stack.enter_context(Sides()),
            home=home,
            threads=options.threads,
            questions=options.questions,
            pairs=options.pairs,
        )
        for name in names:
            began = time.perf_counter()
            parts.append(PARTS[name](setting))
            print(render(parts[-1]) + "\n", flush=True)
            _say(f"{name}: {time.perf_counter() - began:.0f} s")
    output = (
        options.output or settings.home / "benchmarks" / f"engine-{started:%Y%m%dT%H%M%SZ}.json"
    )
    record = {
        "date": started.isoformat(),
        "threads": options.threads,
        # Of paths the name alone: the record may be shown elsewhere.
        "settings": {name: Path(str(value)).name for name, value in asdict(settings).items()},
        "parts": [{**asdict(part), "figures": list(map(_json, part.figures))} for part in parts],
    }
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"saved to {output}")
    return 0


def _fill(home: Path, own: Path) -> None:
    """Ingest the samples and prepare the chat model; one that the user has prepared is taken."""
    if (own / KEPT).is_dir():
        shutil.copytree(own / KEPT, home / KEPT)
    for words in (["ingest", str(SAMPLES)], ["models", "prepare"]):
        cost = footnote(words, dict(os.environ))
        _say(f"footnote {words[0]}: {cost.wall_s:.0f} s")


def _json(each: Figure) -> dict[str, object]:
    return {**asdict(each), "ratio": each.ratio, "is_met": each.is_met}


def _first(setting: Setting) -> Part:
    from benchmarks.engine_journeys import first_questions

    return first_questions(setting.sides, SAMPLES, QUESTIONS, setting.questions)


def _followups(setting: Setting) -> Part:
    from benchmarks.engine_journeys import follow_ups

    return follow_ups(setting.sides, SAMPLES, setting.pairs)


def _evidence(setting: Setting) -> Part:
    from benchmarks.engine_journeys import same_prompts

    return same_prompts(setting.sides, SAMPLES, setting.pairs)


def _overhead(setting: Setting) -> Part:
    from benchmarks.engine_overhead import overhead

    return overhead(_spec(setting), SAMPLES / "it-support-runbook.md", 5)


def _askers(setting: Setting) -> Part:
    from benchmarks.engine_askers import askers

    return askers(setting.sides["footnote"], _texts(8), times=2)


def _decoding(setting: Setting) -> Part:
    from benchmarks.engine_decoding import decoding
    from benchmarks.engine_journeys import pairs

    return decoding(
        setting.sides["footnote"],
        _spec(setting),
        _texts(50),
        pairs()[: setting.pairs],
        tokens=setting.settings.answer_tokens,
    )


def _memory(setting: Setting) -> Part:
    from benchmarks.engine_house import memory

    return memory(_texts(setting.questions))


def _cold(setting: Setting) -> Part:
    from benchmarks.engine_house import cold

    return cold(os.environ, 3)


def _killed(setting: Setting) -> Part:
    from benchmarks.engine_house import killed

    return killed(setting.sides["footnote"], _texts(5))


PARTS: dict[str, Callable[[Setting], Part]] = {
    "first": _first,
    "followups": _followups,
    "evidence": _evidence,
    "overhead": _overhead,
    "askers": _askers,
    "decoding": _decoding,
    "memory": _memory,
    "cold": _cold,
    "killed": _killed,
}


def _texts(count: int) -> list[str]:
    from app.evaluation.evaluate import spread
    from app.evaluation.questions import load

    return [each.question for each in spread(load(QUESTIONS), count)]


def _spec(setting: Setting) -> Spec:
    """What Footnote's own worker loads."""
    from app.engine.types import Spec
    from app.layouts import prepared
    from app.models import adapter_path, default_model_path

    lora = adapter_path("", "")
    ready = prepared(default_model_path(), Path(lora) if lora else None, setting.home)
    if ready is None:
        raise QuestionError(
            "The chat model is not prepared in this home; run `footnote models prepare` for it."
        )
    return Spec(
        model=str(ready.path),
        lora="" if ready.merged else lora,
        context_tokens=setting.settings.context_tokens,
        read_threads=setting.threads,
        write_threads=min(setting.threads, ready.decode_threads),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine", description=__doc__)
    parser.add_argument("--only", default="", help=f"parts to run, of: {','.join(PARTS)}")
    parser.add_argument("--questions", type=int, default=20, help="first questions (default 20)")
    parser.add_argument("--pairs", type=int, default=12, help="pairs of questions (default 12)")
    parser.add_argument(
        "--threads", type=int, default=os.cpu_count() or 1, help="threads of each pipeline"
    )
    parser.add_argument("--home", type=Path, help="a library of the samples with a prepared model")
    parser.add_argument("--output", type=Path, help="where to save the JSON")
    return parser


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
