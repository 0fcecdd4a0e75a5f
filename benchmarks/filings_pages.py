"""The pages of an invented annual report, from its cover to the signatures."""

from __future__ import annotations

import random

from benchmarks.filings_facts import Facts, prose
from benchmarks.filings_notes import discussion, notes
from benchmarks.filings_pdf import Block, Sheet
from benchmarks.filings_prose import OPINION, PADDING, RISKS
from benchmarks.filings_statements import money, statements

_AUDITORS = "Report of Independent Registered Public Accounting Firm"
_BARE = ("cover", "contents", "income", "comprehensive", "balance", "cash_flow", "signatures")


class Report(Facts):
    """One company's report on one year."""

    def sheets(self) -> list[Sheet]:
        """All pages in order."""
        return [self._filled(sheet) for sheet in self._plain()]

    def _filled(self, sheet: Sheet) -> Sheet:
        """A page of prose among the sentences that fill such pages."""
        if sheet.key in _BARE or sheet.key.startswith("risks"):
            return sheet
        rng = random.Random(f"{self.name} {sheet.key}")
        said = [Block("text", " ".join(self.all(rng.sample(PADDING, 4)))) for _ in range(3)]
        return Sheet(sheet.key, (*sheet.blocks[:1], *said[:1], *sheet.blocks[1:], *said[1:]))

    def _plain(self) -> list[Sheet]:
        return [
            *self._front(), *self._business(), *self._risks(), *discussion(self),
            prose("opinion", _AUDITORS, self.all(OPINION)),
            *statements(self.company, self.year), *notes(self), self._end(),
        ]  # fmt: skip

    def _front(self) -> list[Sheet]:
        company, year = self.company, self.year
        notes = tuple(
            Block("row", f"{c / 10:.3f}% Notes due {year + 2 + n * 5}", ("New York Exchange",))
            for n, c in enumerate(self.coupons)
        )
        cover = (
            Block("text", "UNITED STATES SECURITIES AND EXCHANGE COMMISSION"),
            Block("title", "FORM 10-K"),
            Block("text", "ANNUAL REPORT PURSUANT TO SECTION 13 OR 15(d)"),
            Block("text", f"For the fiscal year ended December 31, {year}"),
            Block("title", company.legal),
            Block("text", "Securities registered pursuant to Section 12(b) of the Act:"),
            Block("row", "Title of each class", ("Name of each exchange",)),
            Block("row", "Common Stock, par value $.01", ("New York Exchange",)), *notes,
            Block("text", "Indicate by check mark whether the registrant is a large "
            "accelerated filer."),
        )  # fmt: skip
        lines = (
            "Item 1. Business", "Item 1A. Risk Factors", "Item 2. Properties",
            "Item 3. Legal Proceedings", "Item 5. Market for Registrant's Common Equity",
            "Item 7. Management's Discussion and Analysis", "Item 7A. Market Risk",
            "Item 8. Financial Statements and Supplementary Data", company.wording.income,
            company.wording.balance, company.wording.cash_flow, "Notes to Financial Statements",
        )  # fmt: skip
        contents = tuple(Block("row", line, (str(n * 2 + 3),)) for n, line in enumerate(lines))
        return [
            Sheet("cover", cover),
            Sheet("contents", (Block("title", "Table of Contents"), *contents)),
        ]

    def _business(self) -> list[Sheet]:
        company, f = self.company, self.figures
        one, two, three = company.segments
        return [
            prose("business", "Item 1. Business", [
                f"{company.legal} was founded in 19{company.seed % 70 + 10} and provides "
                f"{company.trade} around the world.",
                f"The Company manages its operations in three segments: {one}; {two}; and {three}.",
                f"{one} develops and sells the Company's best known lines. {two} serves "
                f"buyers that need long contracts. {three} holds what does not belong to the "
                "others.",
                f"Competition is strong in all markets of {company.name}; it depends on price, "
                "quality, service and innovation.",
                "Research and development is carried out in four laboratories.",
            ]),
            prose("customers", "Customers, Backlog and Human Capital", [
                f"Primary customers are {company.customers}. No customer accounted for more "
                f"than 10% of consolidated {company.wording.revenue.lower()} in {self.year}.",
                f"Backlog was ${money(f['backlog'])} million at December 31, {self.year}.",
                f"At year end {self.year} the Company employed approximately {f['employees']:,.0f} "
                "people, of whom about a third were represented by unions.",
                "The Company trains supervisors and reports on safety every quarter.",
            ]),
        ]  # fmt: skip

    def _risks(self) -> list[Sheet]:
        texts = self.all(random.Random(self.company.seed).sample(RISKS, len(RISKS)))
        f, company = self.figures, self.company
        halves = (texts[:12], texts[12:])
        sheets = [
            prose(f"risks{n}", "Item 1A. Risk Factors", half) for n, half in enumerate(halves)
        ]
        sheets.append(
            prose("properties", "Item 2. Properties and Item 3. Legal Proceedings", [
                f"The Company operates {f['sites']:.0f} sites, of which "
                f"{f['sites'] // 3:.0f} are in {company.regions[0]}; most are leased.",
                "In the Company's opinion its properties are suitable and adequate for its "
                "purposes.",
                f"Legal proceedings include {self.matters[0]}, and {self.matters[1]}. See "
                f"the note on commitments and contingencies.",
            ]),
        )  # fmt: skip
        sheets.append(
            prose("equity", "Item 5. Market for Registrant's Common Equity", [
                f"The Company repurchased shares for ${money(f['repurchases'])} million in "
                f"{self.year}; the board authorised up to ${money(f['repurchases'] * 4)} million.",
                "A performance graph compares the total return to shareholders over five years.",
                f"Quarterly dividends amounted to ${money(f['dividends'])} million in {self.year}.",
            ]),
        )  # fmt: skip
        return sheets

    def _end(self) -> Sheet:
        return prose("signatures", "Signatures", [
            "Pursuant to the requirements of Section 13, the registrant has duly caused "
            f"this report to be signed on its behalf. {self.company.legal}, February "
            f"{self.year + 1}.",
        ])  # fmt: skip
