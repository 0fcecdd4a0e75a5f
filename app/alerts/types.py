"""What an alert is, and what a rule finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

RuleName = Literal["p95", "errors", "unsupported", "budget", "drift"]
Unit = Literal["ms", "%", "PSI"]


EASED = 0.9
"""Share of its limit at which a value closes its alert."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is watched. setting: of its limit. title: what its value is. todo: what to do about it,
    as a sentence.
    """

    name: RuleName
    setting: str
    unit: Unit
    title: str
    todo: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's value now. subject: which distribution has drifted; '' for the other rules.

    value, limit: in the rule's unit. enough: whether it rests on enough questions to open an alert.
    """

    rule: RuleName
    subject: str
    value: float
    limit: float
    enough: bool = True

    @property
    def over(self) -> bool:
        return self.value > self.limit

    @property
    def eased(self) -> bool:
        """Whether it is so far below that an open alert is over."""
        return self.value <= EASED * self.limit


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule whose limit was passed. number: unique, in order of opening.

    value: the newest one while it was open, or that with which it was closed. worst: the greatest.
    limit: the one that it was last held against. closed_at: None while it is open. Times in UTC.
    """

    number: int
    rule: RuleName
    subject: str
    opened_at: datetime
    closed_at: datetime | None
    value: float
    worst: float
    limit: float


class Drifted(Protocol):
    """How far one distribution has moved from its reference.

    name: of the distribution, such as `question length`; never a text of documents or people, as it
    leaves the machine through the webhook. psi: from 0. certain: whether chance alone would not do
    it.
    """

    @property
    def name(self) -> str: ...
    @property
    def psi(self) -> float: ...
    @property
    def certain(self) -> bool: ...
