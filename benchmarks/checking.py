"""`python -m benchmarks.checking`: how well the verifier tells true claims from corrupted ones.

Reads data/eval/corruptions.jsonl, or other files that training.checking.generate made, and checks
each claim against its passage as an answer would be. Rejected: unsupported. Caught: a corrupted
claim that is rejected. Where there is an entailment head, packaged or given, a first table sets
side by side the rules, the head alone and both together. Figures are of the test half unless
`--half` says otherwise; the rules and constants were set by hand while reading failures of the
development half.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

from app.checking import Checker
from app.checking.book import RANK
from app.checking.candidates import candidates
from app.checking.entailment import ADAPTER, Entailment, EntailmentHead
from app.checking.weigh import Evidence
from app.settings import PROJECT_ROOT
from app.types import Verdict
from indexes.embed import SentenceTransformerEmbedder
from indexes.errors import ModelError
from indexes.types import Chunk, Document, Window
from training.checking.rows import FALSE, TRUE, Row, load

ROWS = PROJECT_ROOT / "data" / "eval" / "corruptions.jsonl"
HALVES = {"test": (True,), "development": (False,), "both": (True, False)}


@dataclass(frozen=True, slots=True)
class Judged:
    """A row, the verdict on it, and the checks that failed against its likeliest sentence.

    head: whether the entailment head alone rejects it; False without one.
    """

    row: Row
    verdict: Verdict
    failed: tuple[str, ...]
    head: bool = False

    @property
    def rejected(self) -> bool:
        return self.verdict == "unsupported"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark, print the tables; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        rows = [row for path in options.files for row in load(path)]
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    chosen = [row for row in rows if row.held_out in HALVES[options.half]]
    embedder = SentenceTransformerEmbedder() if options.embedder else None
    try:
        missing = options.head == ADAPTER and not ADAPTER.exists()
        head = None if missing else EntailmentHead(adapter=options.head)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    judged, took = timed(chosen, Checker(embedder), None)
    print(f"{len(judged)} claims, half: {options.half}, {took:.1f} CPU-ms each by rules\n")
    if head:
        rules = judged
        judged, took = timed(chosen, Checker(embedder, lambda: head), head)
        print(f"{took:.1f} CPU-ms each by rules, by the head alone and by both\n")
        print(side_by_side(rules, judged) + "\n")
    print("\n\n".join((by_kind(judged), by_check(judged))))
    if options.show:
        print("\n" + "\n".join(_wrong(judged, options.show)))
    return 0


def timed(
    rows: Sequence[Row], checker: Checker, head: Entailment | None
) -> tuple[list[Judged], float]:
    """All rows judged, and the milliseconds of processor time that each took."""
    started = time.process_time()
    judged = [judge(row, checker, head) for row in rows]
    return judged, 1000 * (time.process_time() - started) / max(1, len(judged))


def judge(row: Row, checker: Checker, head: Entailment | None = None) -> Judged:
    """Check a row's claim as an answer to its question; the worst verdict of its sentences.

    head: also asked alone, about each sentence with those before it.
    """
    window = as_window(row)
    checked = checker.verify(row.claim, row.question, [window])
    verdict = min((s.verdict for s in checked.sentences), key=RANK.__getitem__)
    evidence = Evidence(candidates([window]), row.question, head)
    supports = [evidence.support(row.claim, at) for at in range(len(evidence.pool))]
    likeliest = max(supports, key=lambda each: each.share)
    failed = tuple(each.check for each in likeliest.findings if each.outcome == "fails")
    sources = [(row.claim, each.read_with) for each in evidence.pool]
    alone = head is not None and max(head.logits(sources)) < 0
    return Judged(row, verdict, failed, alone)


def as_window(row: Row) -> Window:
    """The row's passage as a search would hand it over."""
    chunks, start = [], 0
    for number, text in enumerate(row.evidence, start=1):
        end = start + len(text)
        chunks.append(Chunk(number, "passage", start, end, 1, (), text, text))
        start = end + 1
    added = datetime(2025, 1, 1, tzinfo=UTC)
    document = Document("passage", "", "", "passage.txt", "text/plain", "", 1, "", added)
    return Window(document, 1, tuple(chunks), " ".join(row.evidence))


def by_kind(judged: Sequence[Judged]) -> str:
    """Of each kind, corrupted and true, the shares of the verdicts in per cent."""
    groups: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for each in judged:
        groups[each.row.label, each.row.kind].append(each)
    for label in (FALSE, TRUE):
        groups[label, "~all"] = [each for each in judged if each.row.label == label]
    lines = ["| Claims | Kind | n | supported | weak | unsupported |", "|---|---|---|---|---|---|"]
    for (label, kind), group in sorted(groups.items()):
        if group:
            lines.append(f"| {label} | {kind.strip('~')} | {len(group)} | {_shares(group)} |")
    return "\n".join(lines)


def side_by_side(rules: Sequence[Judged], both: Sequence[Judged]) -> str:
    """Of each kind the shares rejected, in per cent, of the same rows in the same order.

    rules: judged without the head. both: judged with it, which also tells what it says alone.
    """
    groups: dict[tuple[str, str], list[tuple[bool, bool, bool]]] = defaultdict(list)
    for one, two in zip(rules, both, strict=True):
        for kind in (one.row.kind, "~all"):
            groups[one.row.label, kind].append((one.rejected, two.head, two.rejected))
    lines = ["| Claims | Kind | n | rules | head | both |", "|---|---|---|---|---|---|"]
    for (label, kind), group in sorted(groups.items()):
        shares = " | ".join(f"{100 * fmean(each):.1f}" for each in zip(*group, strict=True))
        lines.append(f"| {label} | {kind.strip('~')} | {len(group)} | {shares} |")
    return "\n".join(lines)


def _shares(group: Sequence[Judged]) -> str:
    verdicts: tuple[Verdict, ...] = ("supported", "weak", "unsupported")
    return " | ".join(f"{100 * fmean(j.verdict == v for j in group):.1f}" for v in verdicts)


def by_check(judged: Sequence[Judged]) -> str:
    """Precision and recall of each check by itself, in per cent.

    Precision: of the claims that it fails, those that are corrupted. Recall: of the corrupted
    claims those that it fails. Kinds: where it fails most of them.
    """
    lines = ["| Check | fails | precision | recall | kinds it catches |", "|---|---|---|---|---|"]
    false = [each for each in judged if each.row.label == FALSE]
    for name in sorted({name for each in judged for name in each.failed}):
        failed = [each for each in judged if name in each.failed]
        caught = [each for each in failed if each.row.label == FALSE]
        recall = f"{100 * len(caught) / max(1, len(false)):.1f}"
        precision = f"{100 * len(caught) / len(failed):.1f}"
        kinds = ", ".join(_mostly(caught, false))
        lines.append(f"| {name} | {len(failed)} | {precision} | {recall} | {kinds} |")
    return "\n".join(lines)


def _mostly(caught: Sequence[Judged], false: Sequence[Judged]) -> list[str]:
    kinds = sorted({each.row.kind for each in false})
    shares = {
        kind: sum(e.row.kind == kind for e in caught) / sum(e.row.kind == kind for e in false)
        for kind in kinds
    }
    return [f"{kind} {100 * value:.0f}" for kind, value in shares.items() if value >= 0.25]


def _wrong(judged: Sequence[Judged], most: int) -> Iterable[str]:
    """Claims that were judged wrongly, at most so many of a kind."""
    seen: dict[str, int] = defaultdict(int)
    for each in judged:
        if each.rejected == (each.row.label == FALSE):
            continue
        seen[each.row.kind] += 1
        if seen[each.row.kind] <= most:
            yield f"{each.row.label} ({each.row.kind}), {each.verdict}: {each.row.claim}"
            yield f"    failed {each.failed}; {' '.join(each.row.evidence)[:700]}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checking", description=__doc__)
    add = parser.add_argument
    add("files", nargs="*", type=Path, default=[ROWS], help="claims; default: the committed ones")
    add("--half", choices=HALVES, default="test", help="of the documents or contexts")
    add("--embedder", action="store_true", help="compare meanings too, with the packaged model")
    add(
        "--head",
        type=Path,
        default=ADAPTER,
        help="entailment adapter; without the packaged one: rules",
    )
    add("--show", type=int, default=0, help="print so many wrong judgements of each kind")
    return parser


if __name__ == "__main__":
    sys.exit(main())
