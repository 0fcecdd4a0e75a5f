"""Rules that give a kept answer to a new question, and how often they are wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import median

from benchmarks.semantic_pairs import Pair
from benchmarks.semantic_signals import NAMES, NONE, Signals

COSINES = (0.95, 0.9, 0.85, 0.8, 0.7)
"""At which the cosine alone is told too."""

COMBINED = ("cosine", "asked", "odds", "kept_sentence", "kept_phrase", "searched")
"""Signals of which the combined rule asks at least so much each."""

STEPS = 5
"""Thresholds of each signal that are tried: quantiles of its values for paraphrases."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair with its signals."""

    pair: Pair
    signals: Signals


Rule = Mapping[str, float]
"""The least value of each signal for which the kept answer is given; signals not named are free."""


def gives(rule: Rule, signals: Signals) -> bool:
    """Whether the kept answer is given."""
    return all(getattr(signals, name) >= least for name, least in rule.items())


@dataclass(frozen=True, slots=True)
class Counted:
    """false: answers given to near misses. hits: given to paraphrases."""

    false: int
    hits: int


def counted(rule: Rule, scored: Sequence[Scored]) -> Counted:
    """What the rule does."""
    given = [each.pair.same for each in scored if gives(rule, each.signals)]
    return Counted(given.count(False), given.count(True))


def strictest(name: str, scored: Sequence[Scored], base: Rule) -> Rule:
    """The base with the lowest threshold of the signal that gives no false hit."""
    false = [
        getattr(each.signals, name)
        for each in scored
        if not each.pair.same and gives(base, each.signals)
    ]
    return {**base, name: max(false, default=NONE) + 1e-6}


def fitted(scored: Sequence[Scored]) -> Rule:
    """Of all combined rules without a false hit, one with the most hits; form must be the same.

    Tries STEPS thresholds of each signal, and none, then lowers the cosine's as far as it goes.
    """
    near = [each.signals for each in scored if not each.pair.same and each.signals.form]
    same = [each.signals for each in scored if each.pair.same and each.signals.form]
    best: tuple[int, Rule] = (0, {"cosine": 1.1})
    free = [name for name in COMBINED if name != "cosine"]
    for values in product(*(_steps(name, same) for name in free)):
        rule = {name: least for name, least in zip(free, values, strict=True) if least > NONE}
        false = [each.cosine for each in near if gives(rule, each)]
        least = max(false, default=NONE) + 1e-6
        hits = sum(each.cosine >= least and gives(rule, each) for each in same)
        if hits > best[0]:
            best = hits, {"form": 1.0, "cosine": least, **rule}
    return best[1]


def crossed(scored: Sequence[Scored]) -> Counted:
    """What rules do that are fitted on one half of the kept questions, on the other half."""
    halves: tuple[list[Scored], list[Scored]] = ([], [])
    for each in scored:
        halves[hashlib.sha256(each.pair.asked.encode()).digest()[0] % 2].append(each)
    told = [counted(fitted(one), two) for one, two in (halves, halves[::-1])]
    return Counted(sum(each.false for each in told), sum(each.hits for each in told))


def report(scored: Sequence[Scored], costs: Mapping[str, Sequence[float]]) -> str:
    """The tables in Markdown."""
    hand = [each for each in scored if not each.pair.same or each.pair.kind.endswith("by hand")]
    parts = [_kinds(scored), _singles(scored, hand), _combined(scored, hand), _costs(costs)]
    return "\n\n".join(parts)


def _kinds(scored: Sequence[Scored]) -> str:
    kinds = dict.fromkeys((each.pair.same, each.pair.kind) for each in scored)
    rows = []
    for same, kind in sorted(kinds):
        cosines = sorted(
            e.signals.cosine for e in scored if (e.pair.same, e.pair.kind) == (same, kind)
        )
        tenth = len(cosines) // 10
        spread = f"{cosines[tenth]:.2f} | {median(cosines):.2f} | {cosines[-1 - tenth]:.2f}"
        rows.append(f"| {'same' if same else 'other'} | {kind} | {len(cosines)} | {spread} |")
    head = "| Meaning | Kind | Pairs | Cosine, 10% | 50% | 90% |\n|---|---|---|---|---|---|\n"
    return head + "\n".join(rows)


def _singles(scored: Sequence[Scored], hand: Sequence[Scored]) -> str:
    rules: list[tuple[str, Rule]] = [(f"cosine >= {c}", {"cosine": c}) for c in COSINES]
    rules += [("checker supports it", {"checker": 1.0}), ("same form", {"form": 1.0})]
    rules += [
        ("reader's sentence", {"kept_sentence": 0.0}),
        ("reader's phrase", {"kept_phrase": 0.0}),
    ]
    rules += [(f"searched, likely >= {t}", {"searched": t}) for t in (0.65, 0.85)]
    every = {"form": 1.0, "checker": 1.0, "kept_phrase": 0.0, "searched": 0.85, "cosine": 0.8}
    rules.append(("form, checker, phrase, searched 0.85, cosine 0.8", every))
    for name in NAMES:
        if name not in ("checker", "form"):
            bases: tuple[Rule, ...] = ({}, {"form": 1.0})
            for base in bases:
                rule = strictest(name, scored, base)
                told = f"{name} >= {rule[name]:.2f}"
                rules.append((f"{told}, same form" if base else told, rule))
    return _table(rules, scored, hand)


def _combined(scored: Sequence[Scored], hand: Sequence[Scored]) -> str:
    rule = fitted(scored)
    told = ", ".join(f"{name} >= {least:.3f}" for name, least in rule.items())
    other = crossed(scored)
    by_hand = crossed(hand)
    return (
        f"{_table([('best combination', rule)], scored, hand)}\n\n{told}\n\n"
        f"Fitted on one half, on the other: {other.false} false hits, {other.hits} hits; "
        f"paraphrases by hand alone: {by_hand.false} false, {by_hand.hits} hits."
    )


def _table(
    rules: Sequence[tuple[str, Rule]], scored: Sequence[Scored], hand: Sequence[Scored]
) -> str:
    near = sum(not each.pair.same for each in scored)
    same, by_hand = len(scored) - near, sum(each.pair.same for each in hand)
    rows = []
    for name, rule in rules:
        all_of, of_hand = counted(rule, scored), counted(rule, hand)
        rows.append(f"| {name} | {all_of.false} | {all_of.hits} | {of_hand.hits} |")
    head = f"| Rule | False hits of {near} | Hits of {same} | of {by_hand} by hand |\n"
    head += "|---|---|---|---|\n"
    return head + "\n".join(rows)


def _costs(costs: Mapping[str, Sequence[float]]) -> str:
    rows = [f"| {name} | {median(taken):.0f} |" for name, taken in costs.items() if taken]
    return "| Signal | CPU ms, median |\n|---|---|\n" + "\n".join(rows)


def _steps(name: str, same: Sequence[Signals]) -> list[float]:
    """NONE, and quantiles of the signal over paraphrases."""
    ordered = sorted(value for each in same if (value := getattr(each, name)) > NONE)
    return [NONE, *(ordered[len(ordered) * step // STEPS] for step in range(STEPS) if ordered)]
