"""Questions on invented annual reports, and the pages that answer them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from benchmarks.filings_pages import Report

COUNT = 126

DEPTH = 60
"""Results that each pipeline returns; pages are counted in the order in which they first appear."""

Place = tuple[str, int]
"""Name of a document's file without its suffix, and a page of it, from 1."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A question. kind: `metrics`, `domain` or `novel`. pages: any of them is right, from 1."""

    text: str
    kind: str
    document: str
    pages: frozenset[int]


_TEMPLATES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "metrics": (
        ("What is the FY{year} capital expenditure amount (in USD millions) for {name}? "
         "Rely on the "
         "details shown in the cash flow statement.", ("cash_flow",)),
        ("How much was {name}'s capex in FY{yy}, in millions?", ("cash_flow",)),
        ("Acting as an equities analyst and using the balance sheet: what is the year end FY{year} "
         "net PP&E for {name}? Answer in USD billions.", ("balance",)),
        ("What was {name}'s top line in {year}?", ("income",)),
        ("What is {name}'s FY{year} gross profit margin? Use the P&L statement.", ("income",)),
        ("What is the FY{last} - FY{year} average of capex as a percentage of revenue for {name}? "
         "Answer in percent and round to one decimal place.", ("cash_flow", "income")),
        ("How much did {name} pay out in cash dividends to shareholders for FY{year}?",
         ("cash_flow",)),
        ("What is {name}'s year end FY{year} inventory turnover ratio, defined as FY{year} COGS "
         "divided by average inventory between FY{last} and FY{year}?", ("balance", "income")),
        ("According to the statement of financial position, how much are accounts payable "
         "of {name} "
         "at the end of FY{year}?", ("balance",)),
        ("What is the FY{year} fixed asset turnover ratio for {name}, i.e. revenue / average PP&E "
         "between FY{last} and FY{year}?", ("income", "balance")),
        ("How much D&A did {name} report for {year}?", ("cash_flow",)),
        ("What was the diluted EPS of {name} in fiscal year {year}?", ("income",)),
        ("What was the bottom line of {name} in FY{year}, in USD millions?", ("income",)),
        ("What is {name}'s FY{year} operating cash flow ratio, with cash from operations "
         "divided by "
         "total current liabilities?", ("cash_flow", "balance")),
    ),
    "domain": (
        ("Is {name} a capital-intensive business based on FY{year} data?",
         ("cash_flow", "balance", "income")),
        ("What drove the operating margin change as of FY{year} for {name}? If operating margin is "
         "not a useful metric for such a company, say why.", ("results",)),
        ("Does {name} have a healthy liquidity profile based on its quick ratio for FY{year}?",
         ("balance",)),
        ("Which debt securities are registered to trade on a national exchange under {name}'s name "
         "as of {year}?", ("cover",)),
        ("How did {name}'s effective tax rate change between FY{last} and FY{year}?", ("taxes",)),
        ("Does {name} have an improving gross margin profile as of FY{year}?", ("income",)),
        ("How large is the undrawn credit line of {name} at the end of {year}?", ("liquidity",)),
        ("Roughly how many times did {name} sell its inventory in FY{year}? Base it on the "
         "balance sheet and the income statement.", ("balance", "income")),
        ("Among operations, investing and financing, which brought the most cash flow for {name} "
         "in FY{year}?", ("cash_flow",)),
        ("How sensitive was {name} to rising interest rates at the end of {year}?",
         ("market_risk",)),
    ),
    "novel": (
        ("Which segment dragged down {name}'s overall growth in {year}?", ("segments",)),
        ("Who are the primary customers of {name} as of FY{year}?", ("customers",)),
        ("Has {name} reported any materially important ongoing legal battles in FY{year}?",
         ("contingencies", "properties")),
        ("What are the geographies that {name} primarily earns its revenue in as of {year}?",
         ("geography",)),
        ("What company did {name} buy in FY{year}, and for how much?", ("acquisitions",)),
        ("How many people worked for {name} at the end of {year}?", ("customers",)),
        ("How big were the severance and reorganisation costs of {name} in FY{year}?",
         ("restructuring",)),
        ("What are the major products and services that {name} sells as of FY{year}?",
         ("business",)),
        ("What was the largest liability in {name}'s balance sheet in {year}?", ("balance",)),
        ("How much did {name} spend on buybacks in {year}?", ("equity", "cash_flow")),
        ("Did the auditors of {name} name critical audit matters for {year}?", ("opinion",)),
        ("How many sites does {name} run according to its {year} annual report?", ("properties",)),
    ),
}  # fmt: skip


def questions(reports: list[Report]) -> list[Filed]:
    """COUNT questions, as many of each kind: the same each time for the same reports."""
    rng = random.Random(4)
    keys = {report.name: [sheet.key for sheet in report.sheets()] for report in reports}
    asked = []
    for number in range(COUNT):
        kind = tuple(_TEMPLATES)[number % 3]
        templates = _TEMPLATES[kind]
        text, wanted = templates[number // 3 % len(templates)]
        report = rng.choice(reports)
        filled = text.format(
            name=report.company.name, year=report.year, last=report.year - 1,
            yy=report.year % 100,
        )  # fmt: skip
        pages = frozenset(n for n, key in enumerate(keys[report.name], 1) if key in wanted)
        asked.append(Filed(filled, kind, report.name, pages))
    return asked
