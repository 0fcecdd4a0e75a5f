"""How many tokens users may use, and when it is time to warn or refuse.

A quota is of one user, in a day or a month; the budget is of all users, in a month. Days and months
are those of the calendar in UTC. Both count the tokens read and written, the packaged model's as
well. What is being answered at the moment counts once it is done: questions that are asked at the
same time can together go beyond a limit, by what they use themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from app.budgets.ledger import Ledger
from app.budgets.periods import Period, day, month, written
from app.settings import Settings
from app.types import Actor
from indexes.errors import QuotaError

Kind = Literal["user day", "user month", "month"]

WHOSE: dict[Kind, str] = {
    "user day": "your quota for today",
    "user month": "your quota for this month",
    "month": "this month's budget of all users",
}


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a quota or budget is used. used, limit: tokens; limit is at least 1.

    period: what it holds for, in UTC; it begins anew at its end.
    """

    kind: Kind
    used: int
    limit: int
    period: Period

    @property
    def share(self) -> float:
        """Of the limit, from 0; above 1 where the last questions went beyond it."""
        return self.used / self.limit

    @property
    def percent(self) -> int:
        """The same in whole percent, rounded down: 100 means that nothing is left."""
        return self.used * 100 // self.limit

    @property
    def used_up(self) -> bool:
        return self.used >= self.limit

    @property
    def anew(self) -> str:
        """When it begins anew, such as `1 December 2026, 00:00 UTC`."""
        return written(self.period.end)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Quotas:
    """The limits as set, against what the ledger holds."""

    def __init__(
        self, ledger: Ledger, settings: Settings, now: Callable[[], datetime] = _utc_now
    ) -> None:
        """now: the clock, with a zone."""
        self._ledger = ledger
        self._settings = settings
        self._now = now

    @property
    def limited(self) -> bool:
        """Whether there is a limit at all."""
        found = self._settings
        return bool(found.user_tokens_a_day or found.user_tokens_a_month or found.tokens_a_month)

    def uses(self, actor: Actor) -> tuple[Use, ...]:
        """The actor's quotas and the budget, those that are set."""
        return (*self.own(actor), *filter(None, [self.budget()]))

    def own(self, actor: Actor) -> tuple[Use, ...]:
        """The actor's own quotas, those that are set."""
        return tuple(self._use(*each, actor.id) for each in self._quotas())

    def users(self) -> list[tuple[str, tuple[Use, ...]]]:
        """Who used tokens, with their quotas; whoever used the greatest share is first.

        Empty where no quota is set.
        """
        quotas = self._quotas()
        used = [self._ledger.used_by_actor(each.start, each.end) for _, _, each in quotas]
        actors = dict.fromkeys(actor for each in used for actor in each)
        told = [
            (
                actor,
                tuple(
                    Use(kind, each.get(actor, 0), limit, period)
                    for (kind, limit, period), each in zip(quotas, used, strict=True)
                ),
            )
            for actor in actors
        ]
        return sorted(told, key=lambda each: (-max(use.share for use in each[1]), each[0]))

    def budget(self) -> Use | None:
        """The month's budget of all users; None where none is set."""
        limit = self._settings.tokens_a_month
        return self._use("month", limit, month(self._now()), None) if limit else None

    def admit(self, actor: Actor) -> None:
        """Raises QuotaError where something is used up; it names what begins anew last."""
        spent = [each for each in self.uses(actor) if each.used_up]
        if spent:
            raise QuotaError(refusal(max(spent, key=lambda each: each.period.end)))

    def note(self, actor: Actor, tokens: int = 0) -> str:
        """A warning about what is nearest to its end; '' below the share from which on to warn.

        tokens: of an answer that is done, but not in the ledger yet.
        """
        uses = [replace(each, used=each.used + tokens) for each in self.uses(actor)]
        near = [each for each in uses if each.percent >= self._settings.budget_warning_percent]
        return warning(max(near, key=_nearness)) if near else ""

    def _quotas(self) -> list[tuple[Kind, int, Period]]:
        """Those of one user that are set: the limit, and what it holds for now."""
        now, found = self._now(), self._settings
        quotas: list[tuple[Kind, int, Period]] = [
            ("user day", found.user_tokens_a_day, day(now)),
            ("user month", found.user_tokens_a_month, month(now)),
        ]
        return [each for each in quotas if each[1]]

    def _use(self, kind: Kind, limit: int, period: Period, actor: str | None) -> Use:
        return Use(kind, self._ledger.used(actor, period.start, period.end), limit, period)


def refusal(use: Use) -> str:
    """What a person is told whose question is refused."""
    return (
        f"{_sentence(WHOSE[use.kind])} is used up: {use.used:,} of {use.limit:,} tokens. "
        f"It begins anew on {use.anew}; ask again then."
    )


def warning(use: Use) -> str:
    """The note of an answer that comes close to the end, or reaches it."""
    told = (
        f"{use.percent}\u202f% of {WHOSE[use.kind]} is used ({use.used:,} of {use.limit:,} tokens)"
    )
    if use.used_up:
        return f"{told}. No more questions are answered until it begins anew on {use.anew}."
    return f"{told}; it begins anew on {use.anew}."


def _nearness(use: Use) -> tuple[bool, datetime, float]:
    """What is used up comes before what is not, and among these what begins anew last."""
    if use.used_up:
        return True, use.period.end, use.share
    return False, datetime.min.replace(tzinfo=UTC), use.share


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
