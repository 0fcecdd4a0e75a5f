"""Sentences that stand in every annual report, with slots for what differs."""

from __future__ import annotations

RISKS = (
    "Our results are affected by the effects of, and changes in, worldwide economic and capital "
    "markets conditions.",
    "Change in the Company's credit ratings or cost of capital could increase interest expense and "
    "restrict access to liquidity.",
    "The Company's results are affected by competitive conditions and customer preferences.",
    "Foreign currency exchange rates and fluctuations in those rates may affect the Company's "
    "ability to realise projected growth in {revenue} in {region0}.",
    "Growth objectives depend largely on the timing and market acceptance of new products, and on "
    "capital expenditures that may not earn what was expected.",
    "Inventory that exceeds demand may have to be written down, which would reduce our "
    "gross margin.",
    "Future results are subject to vulnerability with respect to materials, labour and freight.",
    "Acquisitions, strategic alliances, divestitures and other unusual events could affect "
    "results.",
    "The Company's future results may be affected by its operational execution, including "
    "scenarios where restructuring brings fewer productivity gains than estimated.",
    "Breaches of our information systems, or those of suppliers, could expose us to legal claims.",
    "Climate change, or legal, regulatory or market measures to address it, could affect us.",
    "Our effective tax rate may vary as tax laws change in the countries where we earn income.",
    "Our {segment0} business depends on {customers}, some of whom buy more than 5% of what "
    "it sells.",
    "Disputes and legal proceedings could result in liabilities above what we have accrued.",
    "We carry goodwill and intangible assets, and their impairment would reduce net income.",
    "Our debt could limit cash flow available for dividends and repurchases of shares.",
    "A shortage of qualified employees could delay deliveries to customers of {segment1}.",
    "Pension obligations and the return on plan assets could require larger contributions.",
    "Epidemics and armed conflict have disrupted, and may again disrupt, our supply chain.",
    "Laws on trade, sanctions and export control limit what we may sell in {region1}.",
    "Seasonality means that the fourth quarter brings a large part of annual operating income.",
    "Damage to the {name} brand could reduce what customers are willing to pay.",
    "Covenants of the credit facility require that leverage stays below an agreed ratio.",
    "Material weaknesses in internal control could lead to misstatement of financial statements.",
)

POLICIES = (
    "The preparation of financial statements requires management to make estimates and "
    "assumptions that affect the reported amounts of assets and liabilities.",
    "Revenue is recognised when control of goods or services passes to the customer, in the amount "
    "that the Company expects to receive.",
    "Inventories are stated at the lower of cost or net realisable value, on a first-in, first-out "
    "basis.",
    "Property, plant and equipment are recorded at cost; depreciation is generally computed by the "
    "straight-line method over the estimated useful lives of the assets.",
    "Goodwill is tested for impairment annually in the fourth quarter, and when events "
    "indicate it.",
    "Cash and cash equivalents consist of investments with maturities of three months or less when "
    "acquired.",
    "Research and development costs are charged to operations as incurred.",
    "Income taxes are accounted for by the asset and liability method; deferred taxes are measured "
    "at enacted rates.",
    "Derivatives are recorded at fair value; gains and losses of cash flow hedges are deferred in "
    "other comprehensive income.",
    "The Company recognises compensation expense for stock-based awards over the service period.",
    "Leases with terms above twelve months are recorded as assets and liabilities.",
    "Diluted earnings per share include the effect of stock options and restricted stock units.",
    "Accounts receivable are shown after an allowance for expected credit losses.",
    "Foreign operations are translated at year-end rates for assets and average rates for income.",
)

OPINION = (
    "We have audited the accompanying consolidated balance sheets of {legal} as of December 31, "
    "{year} and {last}, and the related consolidated statements of income, comprehensive income "
    "and cash flows for each of the three years in the period ended December 31, {year}.",
    "In our opinion, the financial statements present fairly, in all material respects, the "
    "financial position of the Company in conformity with accounting principles generally "
    "accepted.",
    "These financial statements are the responsibility of the Company's management.",
    "The critical audit matters communicated below arise from the current period audit: the "
    "valuation of goodwill of {segment1}, and the accrual for legal matters.",
)

REASONS = (
    ("higher prices, partly offset by higher raw material and freight costs",
     "lower volumes in {segment0} and charges for litigation"),
    ("productivity from last year's restructuring and a better mix in {segment1}",
     "higher wages and inflation of energy costs"),
    ("growth of volumes in {region0} and lower advertising spend",
     "the exit from two unprofitable contracts in {segment0}"),
    ("the absence of impairment charges that were recorded in {last}",
     "stronger incentives to customers and the effect of foreign exchange"),
)  # fmt: skip
"""Why margins rose or fell."""

MATTERS = (
    "claims over hearing protection devices sold by a former subsidiary",
    "a class action over the labelling of the products of {segment0}",
    "environmental clean-up at a closed plant on the Ostra river",
    "an antitrust inquiry into prices that {segment1} charged to distributors",
    "a shareholder suit over statements about the safety of its products",
    "a patent suit that a rival of {segment1} brought in the district court of Maren",
)

TARGETS = (
    "Halden Filters", "Crestway Labs", "Bluebell Foods", "Sorano Logistics", "Ternwick Software",
    "Maple Dental", "Osprey Signals", "Quayside Inns", "Rowan Polymers", "Lindqvist Optics",
)  # fmt: skip

PADDING = (
    "Management uses capital expenditures, working capital and return on invested capital to judge "
    "each business.",
    "Amounts for {last} were reclassified to conform to the presentation of {year}.",
    "The Company believes that cash on hand and cash flow from operations are adequate for its "
    "needs, including dividends, repurchases of shares and scheduled payments of debt.",
    "See the consolidated balance sheets and the consolidated statements of cash flows for "
    "details.",
    "Changes in inventories and accounts payable followed the course of business in {segment1}.",
    "Gross margin and operating income are affected by the mix of {segment0} and {segment1}.",
    "Property, plant and equipment of {region1} were reviewed for impairment in {year}; none was "
    "found.",
    "The provision for income taxes includes amounts for matters that are under examination.",
    "Depreciation and amortization are allocated to segments by the use of assets.",
    "Statements that look forward are based on assumptions, and results may differ materially.",
    "In {region0}, {revenue} grew less than in {region1} in local currency during fiscal "
    "year {year}.",
    "Earnings per share for {last} included a gain on the sale of a building.",
    "Net income attributable to noncontrolling interest was not material in {year} or {last}.",
    "Certain customers of {segment1} pay in advance, which is recorded under accrued liabilities.",
    "The board of {name} reviews legal proceedings, acquisitions and restructuring each quarter.",
    "Quantitative information on debt securities and short-term borrowings is given in the notes.",
    "The number of employees and of sites changes with acquisitions and divestitures.",
    "Cost of sales includes freight, labour, energy and the depreciation of plants.",
)
"""Sentences of the kind that fill pages between what is asked for."""
