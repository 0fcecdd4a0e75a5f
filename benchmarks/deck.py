"""What a person asks next, drawn by chance: new questions, repeated ones, follow-ups and others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from benchmarks.office import Known

Kind = Literal["new", "again", "follow", "absent", "stopped", "empty"]

OPENINGS = ("", "Please tell me: ", "Quick question: ", "For a report: ", "A colleague asks: ")
ENDS = ("", " ", "  ")
"""What is put before a question makes another one of it, and what is put behind it does not."""

REMEMBERED = 40
"""Questions of its own that a person asks again."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How often each kind is asked; new questions take what is left. absent: to which the library
    holds no answer. follow: pairs of a question and one that goes on from it. named: of the others,
    in the collection where the answer lies.
    """

    again: float = 0.4
    absent: float = 0.12
    follow: float = 0.06
    stopped: float = 0.06
    empty: float = 0.04
    named: float = 0.3


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question that is to be asked. answers: as `Known` has them. collection: None for all.

    stop_after: events after which the person gives it up; 0: never. impatient: whether signs of
    waiting count among them.
    """

    kind: Kind
    text: str
    answers: tuple[str, ...] = ()
    collection: str | None = None
    stop_after: int = 0
    impatient: bool = False


class Deck:
    """One person's questions. Used by one thread at a time."""

    def __init__(self, known: Sequence[Known], dice: Random, shares: Shares = Shares()) -> None:
        """known: at least one that stands alone with an answer, and one without."""
        self._alone = [each for each in known if each.answers and each.after is None]
        self._absent = [each for each in known if not each.answers and each.after is None]
        self._pairs = [each for each in known if each.after is not None]
        self._dice = dice
        self._shares = shares
        self._asked: list[Wanted] = []
        self._next: Wanted | None = None

    def draw(self) -> Wanted:
        """The next question; after the first of a pair always the second."""
        if (following := self._next) is not None:
            self._next = None
            return following
        kind = self._kind()
        if kind == "empty":
            return Wanted("empty", self._dice.choice(("", " ", "\n")))
        if kind == "again" and self._asked:
            before = self._dice.choice(self._asked)
            text = before.text + self._dice.choice(ENDS)
            return Wanted("again", text, before.answers, before.collection)
        if kind == "follow" and self._pairs:
            return self._pair()
        return self._new(kind if kind in ("absent", "stopped") else "new")

    def _kind(self) -> Kind:
        shares = self._shares
        kinds: list[tuple[Kind, float]] = [
            ("again", shares.again),
            ("absent", shares.absent),
            ("follow", shares.follow),
            ("stopped", shares.stopped),
            ("empty", shares.empty),
        ]
        drawn = self._dice.random()
        for kind, share in kinds:
            if drawn < share:
                return kind
            drawn -= share
        return "new"

    def _new(self, kind: Kind) -> Wanted:
        known = self._dice.choice(self._absent if kind == "absent" else self._alone)
        wanted = self._worded(kind, known)
        if kind != "stopped":
            self._asked = [*self._asked[-REMEMBERED + 1 :], wanted]
        return wanted

    def _worded(self, kind: Kind, known: Known) -> Wanted:
        opening = self._dice.choice(OPENINGS)
        named = known.collection and self._dice.random() < self._shares.named
        where = known.collection if named else None
        text = opening + known.text
        if kind != "stopped":
            return Wanted(kind, text, known.answers, where)
        after, impatient = self._dice.randint(1, 12), self._dice.random() < 0.5
        return Wanted(kind, text, known.answers, where, after, impatient)

    def _pair(self) -> Wanted:
        second = self._dice.choice(self._pairs)
        assert second.after is not None
        self._next = Wanted("follow", second.text, second.answers)
        return Wanted("new", second.after.text, second.after.answers)
