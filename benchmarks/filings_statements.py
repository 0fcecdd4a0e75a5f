"""The statement pages of an invented annual report: full of numbers, three years side by side."""

from __future__ import annotations

from benchmarks.filings_companies import Company
from benchmarks.filings_pdf import Block, Sheet


def money(value: float) -> str:
    """Millions, negative ones in brackets."""
    return f"({-value:,.0f})" if value < 0 else f"{value:,.0f}"


def statements(company: Company, year: int) -> list[Sheet]:
    """Income, comprehensive income, balance sheet, cash flows."""
    return [
        _income(company, year), _comprehensive(company, year), _balance(company, year),
        _cash_flow(company, year),
    ]  # fmt: skip


def head(company: Company, title: str, years: tuple[int, ...], note: str = "") -> list[Block]:
    """The lines above a table: company, title, units, years."""
    return [
        Block("text", company.legal),
        Block("title", title),
        Block("text", f"(Millions of dollars{note})"),
        Block("row", "Years ended December 31", tuple(map(str, years))),
    ]


def rows(
    company: Company, years: tuple[int, ...], lines: tuple[tuple[str, str | None, int], ...]
) -> list[Block]:
    """lines: label, name of the figure (None: a heading line), and its sign."""
    return [
        Block(
            "row", label,
            tuple(money(sign * company.figures[y][name]) for y in years) if name else (),
        )
        for label, name, sign in lines
    ]  # fmt: skip


def _income(company: Company, year: int) -> Sheet:
    years = (year, year - 1, year - 2)
    words = company.wording
    lines = (
        (words.revenue, "revenue", 1), (words.cost, "cost", 1), ("Gross profit", "gross", 1),
        ("Operating expenses", None, 1),
        ("Selling, general and administrative expenses", "selling", 1),
        ("Research, development and related expenses", "research", 1),
        ("Operating income", "operating", 1), ("Interest expense", "interest", 1),
        ("Income before income taxes", "pretax", 1), ("Provision for income taxes", "tax", 1),
        ("Net income", "net", 1),
    )  # fmt: skip
    blocks = head(company, words.income, years, ", except per share amounts")
    blocks += rows(company, years, lines)
    shares = 100 + company.seed
    blocks.append(
        Block(
            "row", "Earnings per share - diluted",
            tuple(f"{company.figures[y]['net'] / shares:.2f}" for y in years),
        )
    )  # fmt: skip
    blocks.append(Block("row", "Weighted average shares - diluted", (f"{shares:.1f}",) * 3))
    return Sheet("income", (*blocks, _END))


def _comprehensive(company: Company, year: int) -> Sheet:
    years = (year, year - 1, year - 2)
    blocks = head(company, "Consolidated Statements of Comprehensive Income", years)
    blocks += rows(company, years, (("Net income", "net", 1),))
    for label, share in (
        ("Cumulative translation adjustment", 0.05), ("Defined benefit pension plans", 0.03),
        ("Cash flow hedging instruments", -0.02), ("Unrealised loss on securities", -0.004),
    ):  # fmt: skip
        cells = tuple(money(company.figures[y]["net"] * share) for y in years)
        blocks.append(Block("row", label, cells))
    total = tuple(money(company.figures[y]["net"] * 1.056) for y in years)
    return Sheet("comprehensive", (*blocks, Block("row", "Comprehensive income", total), _END))


def _balance(company: Company, year: int) -> Sheet:
    years = (year, year - 1)
    blocks = [
        *head(company, company.wording.balance, years, ", at December 31"),
        Block("row", "Assets"),
        Block("row", "Current assets"),
    ]
    blocks += rows(
        company, years,
        (
            ("Cash and cash equivalents", "cash", 1),
            ("Accounts receivable - net", "receivables", 1),
            ("Total inventories", "inventories", 1), ("Other current assets", "other_current", 1),
        ),
    )  # fmt: skip
    assets = ("cash", "receivables", "inventories", "other_current")
    fixed = (*assets, "property", "goodwill", "intangibles", "other_assets")
    owed = ("payables", "accrued", "short_debt")
    all_owed = (*owed, "debt", "other_liabilities")

    def total(label: str, names: tuple[str, ...]) -> Block:
        values = (sum(company.figures[y][n] for n in names) for y in years)
        return Block("row", label, tuple(map(money, values)))

    blocks.append(total("Total current assets", assets))
    blocks += rows(
        company, years,
        (
            (company.wording.property, "property", 1), ("Goodwill", "goodwill", 1),
            ("Intangible assets - net", "intangibles", 1), ("Other assets", "other_assets", 1),
        ),
    )  # fmt: skip
    blocks += [total("Total assets", fixed), Block("row", "Liabilities and equity")]
    blocks += rows(
        company, years,
        (
            ("Accounts payable", "payables", 1), ("Accrued liabilities", "accrued", 1),
            ("Short-term borrowings and current portion of long-term debt", "short_debt", 1),
        ),
    )  # fmt: skip
    blocks.append(total("Total current liabilities", owed))
    blocks += rows(
        company,
        years,
        (("Long-term debt", "debt", 1), ("Other liabilities", "other_liabilities", 1)),
    )
    blocks.append(total("Total liabilities", all_owed))
    equity = [sum(company.figures[y][n] for n in fixed) - sum(
        company.figures[y][n] for n in all_owed) for y in years]  # fmt: skip
    blocks.append(Block("row", "Total shareholders' equity", tuple(map(money, equity))))
    return Sheet("balance", (*blocks, _END))


def _cash_flow(company: Company, year: int) -> Sheet:
    years = (year, year - 1, year - 2)
    blocks = [
        *head(company, company.wording.cash_flow, years),
        Block("row", "Cash flows from operating activities"),
        *rows(
            company, years,
            (
                ("Net income", "net", 1), ("Depreciation and amortization", "depreciation", 1),
                ("Stock-based compensation", "stock", 1),
                ("Net cash provided by operating activities", "cfo", 1),
                ("Cash flows from investing activities", None, 1),
                (company.wording.capex, "capex", -1),
                ("Acquisitions, net of cash acquired", "acquisitions", -1),
                ("Cash flows from financing activities", None, 1),
                ("Change in short-term debt - net", "short_debt", 1),
                ("Purchases of treasury stock", "repurchases", -1),
                ("Dividends paid to shareholders", "dividends", -1),
                ("Cash and cash equivalents at end of year", "cash", 1),
            ),
        ),
    ]  # fmt: skip
    return Sheet("cash_flow", (*blocks, _END))


_END = Block(
    "text",
    "The accompanying Notes to Consolidated Financial Statements are an integral part of this "
    "statement.",
)
