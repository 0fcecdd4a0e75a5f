"""What is so about one company in one year."""

from __future__ import annotations

import random
from collections.abc import Sequence

from benchmarks.filings_companies import Company
from benchmarks.filings_pdf import Block, Sheet
from benchmarks.filings_prose import MATTERS, REASONS, TARGETS


class Facts:
    """What a report on a company's year says, beside its figures."""

    def __init__(self, company: Company, year: int) -> None:
        self.company, self.year = company, year
        self.figures = company.figures[year]
        rng = random.Random(company.seed * 10_000 + year)
        self.better = self.figures["operating"] / self.figures["revenue"] > (
            company.figures[year - 1]["operating"] / company.figures[year - 1]["revenue"]
        )
        said = rng.choice(REASONS)[0 if self.better else 1]
        self.matters = tuple(map(self.say, rng.sample(MATTERS, 2)))
        self.reason = self.say(said)
        self.target = rng.choice(TARGETS)
        self.coupons = tuple(sorted(rng.sample(range(5, 60), 3)))

    @property
    def name(self) -> str:
        return f"{self.company.file}_{self.year}_10K"

    @property
    def foot(self) -> str:
        """What stands below each page: company and year in every third company's reports."""
        named = self.company.seed % 3 == 0
        return f"{self.company.name} - {self.year} Form 10-K" if named else "Form 10-K"

    def say(self, text: str) -> str:
        company = self.company
        said = text.format(
            name=company.name, legal=company.legal, year=self.year, last=self.year - 1,
            revenue=company.wording.revenue.lower(), customers=company.customers,
            segment0=company.segments[0], segment1=company.segments[1],
            region0=company.regions[0], region1=company.regions[1],
        )  # fmt: skip
        return said[0].upper() + said[1:] if text[0] == "{" else said

    def all(self, texts: Sequence[str]) -> list[str]:
        return [self.say(text) for text in texts]


def prose(key: str, title: str, paragraphs: Sequence[str]) -> Sheet:
    """A page of paragraphs under a title."""
    return Sheet(key, (Block("title", title), *(Block("text", text) for text in paragraphs)))
