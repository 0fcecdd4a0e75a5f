"""The later pages of an invented annual report: discussion and notes."""

from __future__ import annotations

from benchmarks.filings_companies import Company
from benchmarks.filings_facts import Facts, prose
from benchmarks.filings_pdf import Block, Sheet
from benchmarks.filings_prose import POLICIES
from benchmarks.filings_statements import head, money, rows

_DISCUSSION = "Item 7. Management's Discussion and Analysis of Results of Operations"
_MARKET = "Item 7A. Quantitative and Qualitative Disclosures About Market Risk"


def discussion(facts: Facts) -> list[Sheet]:
    """Management's discussion: results, segments, liquidity, market risk."""
    company, f, last = facts.company, facts.figures, facts.company.figures[facts.year - 1]
    margin, before = (x["operating"] / x["revenue"] * 100 for x in (f, last))
    revenue = company.wording.revenue
    growth = (f["revenue"] / last["revenue"] - 1) * 100
    years = (facts.year, facts.year - 1)
    lines = ((s, f"segment{n}", 1) for n, s in enumerate(company.segments))
    segments = Sheet("segments", (
        Block("title", "Performance by Business Segment"),
        Block("row", "Segment", tuple(map(str, years))),
        *rows(company, years, tuple(lines)),
        *(Block("text", f"{segment} {revenue.lower()} {_change(f, last, f'segment{n}')} from "
            f"{facts.year - 1}, with organic volume and price both contributing.")
            for n, segment in enumerate(company.segments)),
    ))  # fmt: skip
    return [
        prose("results", _DISCUSSION, [
            f"{revenue} of {company.name} changed by {growth:.1f}% in {facts.year}.",
            f"Operating income margin {'rose' if facts.better else 'fell'} to "
            f"{margin:.1f}% from {before:.1f}%, primarily because of {facts.reason}.",
            f"Selling, general and administrative expenses were "
            f"{f['selling'] / f['revenue']:.1%} of {revenue.lower()}.",
            "Non-GAAP measures are reconciled to the most comparable measures below.",
        ]),
        segments,
        prose("liquidity", "Financial Condition and Liquidity", [
            "The Company's primary source of liquidity is cash flow from operations.",
            f"Net cash provided by operating activities was ${money(f['cfo'])} million. "
            "Capital spending supports growth, productivity and safety.",
            f"The Company has a revolving credit facility of ${money(f['facility'])} "
            f"million that expires in {facts.year + 4}; it was undrawn at December 31, "
            f"{facts.year}.",
            f"Working capital and capital expenditures in {facts.year + 1} are expected to be "
            "financed from operations.",
        ]),
        prose("market_risk", _MARKET, [
            "The Company is exposed to changes in exchange rates, interest rates and prices.",
            f"A rise of interest rates by 1% would raise interest expense by "
            f"${f['interest'] / 8:.1f} million; exposure is largest in {company.regions[1]}.",
        ]),
    ]  # fmt: skip


def notes(facts: Facts) -> list[Sheet]:
    """The notes to the financial statements."""
    company, f = facts.company, facts.figures
    years = (facts.year, facts.year - 1, facts.year - 2)
    shares = [0.5, 0.25, 0.15, 0.1]
    areas = tuple(
        Block("row", region[0].upper() + region[1:],
            tuple(money(company.figures[y]["revenue"] * share) for y in years))
        for region, share in zip(company.regions, shares, strict=True)
    )  # fmt: skip
    return [
        prose("policies", "Note 1. Significant Accounting Policies", facts.all(POLICIES)),
        Sheet("geography", (
            *head(company, "Note 2. Revenue by Geographic Area", years), *areas,
            Block("text", "Revenue is assigned to areas by the customer's location."),
        )),
        prose("acquisitions", "Note 3. Acquisitions and Divestitures", [
            f"In {facts.year} the Company acquired {facts.target} for "
            f"${money(f['acquisitions'])} "
            "million, net of cash acquired.",
            "Pro forma information has not been included, because it is not material.",
        ]),
        prose("restructuring", "Note 4. Restructuring Actions", [
            f"In {facts.year} the Company recorded restructuring charges of "
            f"${money(f['restructuring'])} million, mainly severance of employees.",
            f"Charges of {facts.year - 1} were "
            f"${money(company.figures[facts.year - 1]['restructuring'])} million.",
        ]),
        prose("taxes", "Note 5. Income Taxes", [
            f"The effective tax rate was {f['tax'] / f['pretax']:.1%} in {facts.year} and "
            f"{_rate(company, facts.year - 1):.1%} in {facts.year - 1}.",
            "The difference from the statutory rate of 21.0% comes from state taxes, foreign "
            "operations and credits for research.",
        ]),
        prose("debt", "Note 6. Long-Term Debt and Short-Term Borrowings", [
            f"Long-term debt was ${money(f['debt'])} million; maturities in "
            f"{facts.year + 1} are ${money(f['short_debt'])} million.",
            f"Interest is fixed at {facts.coupons[0] / 10:.3f}% to {facts.coupons[2] / 10:.3f}%.",
        ]),
        prose("contingencies", "Note 7. Commitments and Contingencies", [
            f"The Company is party to {matter}; it has accrued what is probable and estimable."
            for matter in facts.matters
        ]),
    ]  # fmt: skip


def _change(f: dict[str, float], last: dict[str, float], name: str) -> str:
    change = (f[name] / last[name] - 1) * 100
    return f"{'increased' if change >= 0 else 'decreased'} {abs(change):.1f}%"


def _rate(company: Company, year: int) -> float:
    return company.figures[year]["tax"] / company.figures[year]["pretax"]
