"""`python -m benchmarks.semantic_cache --work DIR`: would a cache by meaning give false answers?

Asks the gold questions, and some about a table, of the library at FOOTNOTE_HOME (the samples) with
the models that are set, and pairs each with new questions (`semantic_pairs`). A pair that is no
paraphrase and whose kept answer a rule would give is a false hit. What was answered and measured is
kept in DIR, so that a run can go on where another one stopped.

Printed: for each signal the highest share of paraphrases that it finds at no false hit; the same
for rules that combine signals; and what those do on pairs of questions that they were not fitted
on. Pairs whose kept question was not answered are left out: no rule gives an abstention.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from app.build import Footnote, open_footnote
from app.evaluation.questions import GoldQuestion, load
from app.records.codec import from_json, to_json
from app.types import Answer, Question
from benchmarks.semantic_pairs import Pair, by_hand, by_rule, of_gold, of_table, register
from benchmarks.semantic_rules import Scored, report
from benchmarks.semantic_signals import Measuring, Signals, as_json
from indexes.errors import FootnoteError

DATA = Path(__file__).parent.parent / "data"
FILES = ("samples.jsonl", "parts.jsonl")
MOST = 75
"""Pairs of one kind, taken evenly from all of them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the study, print the tables; return the exit status."""
    parser = argparse.ArgumentParser(description="Would a cache by meaning give false answers?")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is measured")
    parser.add_argument("--report", action="store_true", help="measure nothing more")
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    try:
        if not options.report:
            _measure(open_footnote(), options.work)
    except FootnoteError as error:
        print(error, file=sys.stderr)
        return 1
    print(report(list(_scored(options.work / "signals.jsonl")), _costs(options.work)))
    return 0


def _measure(footnote: Footnote, work: Path) -> None:
    golds = list(_golds())
    answers = _answered(footnote, golds, work / "answers.jsonl")
    footnote.models.load()
    pairs = [each for each in _pairs(footnote, golds) if each.asked in answers]
    measuring = Measuring(footnote)
    path = work / "signals.jsonl"
    done = {(each.pair.asked, each.pair.new) for each in _scored(path)} if path.exists() else set()
    left = [each for each in pairs if (each.asked, each.new) not in done]
    try:
        with path.open("a", encoding="utf-8") as file:
            for asked, theirs in _by_question(left).items():
                kept = measuring.kept(answers[asked])
                for pair in theirs:
                    told = {"signals": as_json(measuring.of(kept, pair.new))}
                    file.write(json.dumps(asdict(pair) | told) + "\n")
                    file.flush()
    finally:
        with (work / "costs.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(measuring.cpu_ms) + "\n")


def _golds() -> Iterator[GoldQuestion]:
    """Every answerable question once."""
    seen = set()
    for name in FILES:
        for gold in load(DATA / "eval" / name):
            if gold.answerable and gold.question not in seen:
                seen.add(gold.question)
                yield gold
    yield from (gold for gold, _, _ in register(DATA / "samples"))


def _answered(footnote: Footnote, golds: Sequence[GoldQuestion], path: Path) -> dict[str, Answer]:
    """The answers by the ids of their questions, without abstentions."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    answers = {each["id"]: from_json(each["answer"]) for each in map(json.loads, lines)}
    with path.open("a", encoding="utf-8") as file:
        for gold in golds:
            if gold.id in answers:
                continue
            print(f"asking {gold.id}", file=sys.stderr, flush=True)
            answer = footnote.measured.journey.ask(Question(gold.question, footnote.actor))
            answers[gold.id] = answer
            file.write(json.dumps({"id": gold.id, "answer": to_json(answer)}) + "\n")
            file.flush()
    return {key: each for key, each in answers.items() if each.citations}


def _pairs(footnote: Footnote, golds: Sequence[GoldQuestion]) -> list[Pair]:
    """All pairs, at most MOST of each kind."""
    asked = [each for each in golds if each.kind != "table" or not each.id.startswith("t")]
    made = (*by_hand(), *of_table(DATA / "samples"), *by_rule(asked),
            *of_gold(asked, footnote.embedder))  # fmt: skip
    kinds: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in dict.fromkeys(made):
        kinds[pair.kind].append(pair)
    return [
        pair
        for pairs in kinds.values()
        for at, pair in enumerate(pairs)
        if at * MOST // len(pairs) != (at - 1) * MOST // len(pairs) or len(pairs) <= MOST
    ]


def _by_question(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = {}
    for pair in pairs:
        found.setdefault(pair.asked, []).append(pair)
    return found


def _scored(path: Path) -> Iterator[Scored]:
    for line in path.read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        pair = Pair(given["asked"], given["new"], given["kind"], given["same"])
        yield Scored(pair, Signals(**given["signals"]))


def _costs(work: Path) -> dict[str, list[float]]:
    """Milliseconds of CPU time of each signal, of all runs."""
    costs: dict[str, list[float]] = {}
    path = work / "costs.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        for name, taken in json.loads(line).items():
            costs.setdefault(name, []).extend(taken)
    return costs


if __name__ == "__main__":
    sys.exit(main())
