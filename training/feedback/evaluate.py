"""Old against new on questions that nothing was learnt from, by Footnote's whole journey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb

from app.evaluation.check import check
from app.evaluation.compare import right
from app.evaluation.evaluate import Plan, Step, Subject, run
from app.evaluation.paired import difference, mean_of
from app.evaluation.questions import GoldQuestion
from app.evaluation.report import Report, Row
from app.evaluation.scores import Interval
from indexes.errors import QuestionError

LEVEL = 0.05
"""Of the sign test, two-sided: how often an adapter that is no better would win by chance."""

LEAST_GUARD = -0.02
"""Share of right answers that the guard may lose."""

SHORT_GOLD = 6
"""Words up to which a right answer has to stand in what is said; a longer one has to be told."""

LEAST_F1 = 0.6
"""Token F1 with a longer right answer from which on that counts as told."""


@dataclass(frozen=True, slots=True)
class Side:
    """Shares, 0 to 1, over the questions; NaN where there is nothing that they are of.

    right: holds a right answer, or abstains where the library has none. abstained: of the
    unanswerable ones. needless: abstentions, of the answerable ones. cited: cited text holds a
    right answer, of those answered and answerable. grounded: sentences that are not unsupported.
    """

    questions: int
    right: float
    abstained: float
    needless: float
    cited: float
    grounded: float


@dataclass(frozen=True, slots=True)
class Paired:
    """Old and new over the same questions. fixed, broken: wrong before and right after, and the
    reverse. p: of the sign test. moved: difference of right, with its bootstrap interval.
    """

    old: Side
    new: Side
    fixed: tuple[str, ...]
    broken: tuple[str, ...]
    p: float
    moved: Interval | None


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether what was made wins, and why or why not as a sentence."""

    wins: bool
    why: str


def is_right(row: Row) -> bool:
    """Whether an answer is right; a long right answer need not stand in it word for word."""
    if right(row):
        return True
    said = row.said
    if said is None or said.status != "answered" or not row.answers:
        return False
    longest = max(len(each.split()) for each in row.answers)
    return longest > SHORT_GOLD and said.token_f1 >= LEAST_F1


def asked(
    subject: Subject, questions: Sequence[GoldQuestion], tell: Callable[[Step], None]
) -> Report:
    """The questions whose places the library still holds, asked one by one."""
    fit = [each for each in questions if holds(subject, each)]
    return run(fit, subject, Plan(), tell)


def holds(subject: Subject, question: GoldQuestion) -> bool:
    """Whether the library says at the gold places what the question quotes."""
    try:
        check([question], subject.catalog, subject.allowed(subject.actor, None))
    except QuestionError:
        return False
    return True


def paired(old: Sequence[Row], new: Sequence[Row]) -> Paired:
    """The rows of two reports, which are of the same questions in the same order."""
    pairs = list(zip(old, new, strict=True))
    fixed = tuple(b.question for a, b in pairs if not is_right(a) and is_right(b))
    broken = tuple(b.question for a, b in pairs if is_right(a) and not is_right(b))
    moved = None
    if pairs:
        before, after = ([float(is_right(each)) for each in side] for side in (old, new))
        moved = difference(mean_of(before), mean_of(after), len(pairs), len(pairs))
    p = sign_test(len(fixed), len(broken))
    return Paired(side(old), side(new), fixed, broken, p, moved)


def side(rows: Sequence[Row]) -> Side:
    """The shares of one side."""
    can = [row for row in rows if row.answerable]
    cannot = [row for row in rows if not row.answerable]
    cited = [row.said.cites_gold for row in can if row.said and row.said.cites_gold is not None]
    loose = [row.said.unsupported for row in rows if row.said and row.said.unsupported is not None]
    return Side(
        len(rows),
        _mean([float(is_right(row)) for row in rows]),
        _mean([float(not row.answered) for row in cannot]),
        _mean([float(not row.answered) for row in can]),
        _mean(cited),
        1 - _mean(loose),
    )


def sign_test(fixed: int, broken: int) -> float:
    """Two-sided p that of fixed + broken changes so many go one way, each as likely as the other.

    Exact (binomial with one half); 1 where nothing changed.
    """
    every, most = fixed + broken, max(fixed, broken)
    tail: int = sum(comb(every, at) for at in range(most, every + 1))
    return min(1.0, float(2 * tail / 2**every))


def decided(held: Paired, guard: Paired, level: float = LEVEL) -> Decision:
    """A win: better on the held-out questions beyond chance, and the guard not worse."""
    told = f"{len(held.fixed)} fixed, {len(held.broken)} broken of {held.new.questions} held out"
    chance = f"sign test p = {held.p:.3f}"
    if len(held.fixed) <= len(held.broken):
        return Decision(False, f"it is not better: {told} ({chance})")
    if held.p > level:
        return Decision(False, f"that may be chance: {told} ({chance}, needed {level:g})")
    lost = len(guard.broken) - len(guard.fixed)
    if guard.new.questions and (
        -lost / guard.new.questions < LEAST_GUARD or (lost > 0 and guard.p <= level)
    ):
        return Decision(
            False,
            f"it is better on what was held out ({told}, {chance}), but worse on the guard: "
            f"{len(guard.broken)} broken, {len(guard.fixed)} fixed of {guard.new.questions}",
        )
    return Decision(True, f"{told} ({chance}); the guard is not worse")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")
