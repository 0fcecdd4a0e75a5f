"""How well the entailment head tells true claims from corrupted ones, on contexts held out.

Of the contexts that no training sees, every other one sets the limit, and the others measure.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.checking.entailment import ADAPTER, Entailment, EntailmentHead
from training.checking.pairs import OPPOSITE, Pair, Shelf
from training.checking.wording import words
from training.options import parser
from training.rerank import data
from training.rerank.data import Corpus, Question

REJECTED = 0.02
"""Share of the true claims that the limit lets it reject; the rules reject as many again."""


@dataclass(frozen=True, slots=True)
class Held:
    """Pairs of contexts that no training sees. limiting: set the limit. measuring: measure."""

    limiting: tuple[Pair, ...]
    measuring: tuple[Pair, ...]

    def first(self, most: int) -> Held:
        """At most so many pairs of each."""
        return Held(self.limiting[:most], self.measuring[:most])


def held_out(corpus: Corpus, questions: Sequence[Question], seed: int = 0) -> Held:
    """Drawn with opposites and synonyms that are never trained on; the same for the same seed."""
    shelf = Shelf(corpus, questions, words(unseen=True))
    rnd = random.Random(seed)
    halves: tuple[list[Pair], list[Pair]] = [], []
    for number, context in enumerate(sorted(corpus.held)):
        halves[number % 2].extend(shelf.of(context, rnd))
    return Held(tuple(halves[0]), tuple(halves[1]))


def limit_for(head: Entailment, pairs: Sequence[Pair]) -> float:
    """The logit below which REJECTED of the true claims lie; 0 where there are none."""
    true = [(pair.claim, pair.evidence) for pair in pairs if pair.true]
    return float(np.quantile(head.logits(true), REJECTED)) if true else 0.0


def table(head: Entailment, pairs: Sequence[Pair], limit: float = 0.0) -> str:
    """Of each kind, and of all, the share of claims that are rejected, in per cent; the kind of
    opposites with those of pairs that were not trained on.
    """
    if not pairs:
        return "no claims held out"
    groups: dict[tuple[str, str], list[bool]] = defaultdict(list)
    logits = head.logits([(pair.claim, pair.evidence) for pair in pairs])
    for pair, logit in zip(pairs, logits, strict=True):
        label = "true" if pair.true else "corrupted"
        kind = f"{OPPOSITE}, unseen" if pair.kind == OPPOSITE else pair.kind
        for name in (kind, "~all"):
            groups[label, name].append(logit < limit)
    lines = ["| Claims | Kind | n | rejected |", "|---|---|---|---|"]
    for (label, kind), rejected in sorted(groups.items()):
        share = 100 * sum(rejected) / len(rejected)
        lines.append(f"| {label} | {kind.strip('~')} | {len(rejected)} | {share:.1f} |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the limit and the table; argv: by default the process's."""
    made = parser("training.checking.evaluate", __doc__)
    made.add_argument("folder", type=Path, help="what training.rerank.mine wrote")
    made.add_argument("--adapter", type=Path, default=ADAPTER, help="what was exported")
    options = made.parse_args(argv)
    held = held_out(*data.load(options.folder))
    head = EntailmentHead(adapter=options.adapter)
    print(f"limit by the first half: {limit_for(head, held.limiting):.3f}; 0 is the file's\n")
    print(table(head, held.measuring))
    return 0


if __name__ == "__main__":
    sys.exit(main())
