"""Invented companies and their figures, year by year: the same each time."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

FIRST_YEAR = 2015
"""The first year that has figures; reports are on later ones, which look back up to two years."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a company calls the things that all companies report."""

    income: str
    balance: str
    cash_flow: str
    revenue: str
    cost: str
    capex: str
    property: str


@dataclass(frozen=True, slots=True)
class Company:
    """name: as people say it. file: as the names of its files begin. legal: on its covers.

    years: of its annual reports. trade: what it does. segments, regions, customers: of its
    business. figures: by year, then by line, in millions of dollars.
    """

    name: str
    file: str
    legal: str
    years: tuple[int, ...]
    trade: str
    segments: tuple[str, ...]
    regions: tuple[str, ...]
    customers: str
    wording: Wording
    seed: int
    figures: dict[int, dict[str, float]] = field(repr=False)


_TRADES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "coatings": (
        ("Industrial Coatings", "Marine Finishes", "Consumer Paints"),
        "shipyards, vehicle makers and chains of hardware stores", "coatings and adhesives",
    ),
    "stores": (
        ("Domestic Stores", "International Stores", "Online"),
        "households, schools and small offices", "electronic goods and services in stores",
    ),
    "drinks": (
        ("Sparkling Drinks", "Water and Tea", "Bottling"),
        "supermarkets, restaurants and independent bottlers", "drinks and concentrates",
    ),
    "chips": (
        ("Data Centre", "Client Devices", "Embedded"),
        "server makers, cloud operators and makers of game consoles", "processors and chips",
    ),
    "utility": (
        ("Regulated Water", "Wastewater", "Market-Based Services"),
        "residents, fire services and military bases", "water and wastewater services",
    ),
    "flight": (
        ("Commercial Aeroplanes", "Defence and Space", "Flight Services"),
        "airlines, leasing companies and the governments of allied countries",
        "aircraft, satellites and their upkeep",
    ),
    "health": (
        ("Medicines", "Devices", "Consumer Care"),
        "wholesalers, hospitals and pharmacies", "medicines and medical devices",
    ),
    "hotels": (
        ("Northern Resorts", "Southern Resorts", "Overseas Resorts"),
        "holiday makers, conference organisers and high-stakes players", "resorts and casinos",
    ),
}  # fmt: skip

_NAMES = (
    ("7R", "7R", "7R Company", "coatings"),
    ("Bright Harbor", "BRIGHTHARBOR", "Bright Harbor Co., Inc.", "stores"),
    ("Aldermoor", "ALDERMOOR", "Aldermoor plc", "drinks"),
    ("Tessel Micro Devices", "TMD", "Tessel Micro Devices, Inc.", "chips"),
    ("Northern Water Works", "NORTHERNWATERWORKS", "Northern Water Works Company, Inc.", "utility"),
    ("Calloway", "CALLOWAY", "The Calloway Company", "flight"),
    ("Marsh & Marsh", "MARSH_MARSH", "Marsh & Marsh", "health"),
    ("OPL Resorts", "OPLRESORTS", "OPL Resorts International", "hotels"),
    ("Foot Trail", "FOOTTRAIL", "Foot Trail, Inc.", "stores"),
    ("General Orchards", "GENERALORCHARDS", "General Orchards, Inc.", "drinks"),
    ("Verrano", "VERRANO", "Verrano Communications Inc.", "chips"),
    ("Kestrel Heinrich", "KESTRELHEINRICH", "The Kestrel Heinrich Company", "drinks"),
    ("Northern Express", "NORTHERNEXPRESS", "Northern Express Company", "flight"),
    ("Ultima Beauty", "ULTIMABEAUTY", "Ultima Beauty, Inc.", "stores"),
    ("Pfalzer", "PFALZER", "Pfalzer Inc.", "health"),
    ("DES", "DES", "The DES Corporation", "utility"),
    ("Corwen", "CORWEN", "Corwen Incorporated", "coatings"),
    ("Bluecroft Gaming", "BLUECROFTGAMING", "Bluecroft Gaming, Inc.", "hotels"),
    ("WVS Health", "WVSHEALTH", "WVS Health Corporation", "health"),
    ("Locke Marston", "LOCKEMARSTON", "Locke Marston Corporation", "flight"),
    ("Cola Costa", "COLACOSTA", "The Cola Costa Company", "drinks"),
    ("Square", "SQUARE", "Square Holdings, Inc.", "chips"),
    ("Adamant", "ADAMANT", "Adamant Materials Inc.", "coatings"),
    ("PepperGrove", "PEPPERGROVE", "PepperGrove, Inc.", "drinks"),
)

_WORDINGS = (
    Wording(
        "Consolidated Statements of Income", "Consolidated Balance Sheets",
        "Consolidated Statements of Cash Flows", "Net sales", "Cost of sales",
        "Purchases of property, plant and equipment (PP&E)", "Property, plant and equipment - net",
    ),
    Wording(
        "Consolidated Statements of Operations", "Consolidated Statements of Financial Position",
        "Consolidated Statements of Cash Flows", "Total revenues", "Cost of products and services",
        "Property, plant and equipment additions", "Property, plant and equipment, net",
    ),
    Wording(
        "Consolidated Statements of Earnings", "Consolidated Balance Sheets",
        "Consolidated Cash Flow Statements", "Revenue", "Cost of goods sold",
        "Additions to property and equipment", "Property and equipment, net",
    ),
    Wording(
        "Consolidated Income Statements", "Consolidated Balance Sheets",
        "Consolidated Statements of Cash Flows", "Net revenue", "Cost of revenue",
        "Capital expenditures", "Net property and equipment",
    ),
)  # fmt: skip

_REGIONS = ("the Americas", "Europe", "Asia Pacific", "Latin America", "the Middle East", "Africa")


def companies() -> tuple[Company, ...]:
    """All of them, each with reports on three or four of the years 2018 to 2022."""
    return tuple(
        _company(number, *names, rng=random.Random(7001 + number))
        for number, names in enumerate(_NAMES)
    )


def _company(
    number: int, name: str, file: str, legal: str, trade: str, rng: random.Random
) -> Company:
    first = rng.choice((2018, 2018, 2019))
    years = tuple(range(first, first + rng.choice((3, 4))))
    segments, customers, what = _TRADES[trade]
    regions = tuple(rng.sample(_REGIONS, 4))
    figures = _figures(rng, len(segments))
    wording = _WORDINGS[number % len(_WORDINGS)]
    return Company(
        name, file, legal, years, what, segments, regions, customers, wording, 100 + number, figures
    )


def _figures(rng: random.Random, segments: int) -> dict[int, dict[str, float]]:
    revenue = rng.uniform(2_000, 60_000)
    shape = {
        "cost": rng.uniform(0.4, 0.75), "research": rng.uniform(0.01, 0.08),
        "selling": rng.uniform(0.08, 0.2), "capex": rng.uniform(0.02, 0.12),
        "property": rng.uniform(0.1, 0.9), "cash": rng.uniform(0.03, 0.2),
    }  # fmt: skip
    shares = [rng.uniform(0.5, 2) for _ in range(segments)]
    found = {}
    for year in range(FIRST_YEAR, 2024):
        revenue *= rng.uniform(0.94, 1.13)
        found[year] = _year(rng, revenue, shape, shares)
    return found


def _year(
    rng: random.Random, revenue: float, shape: dict[str, float], shares: list[float]
) -> dict[str, float]:
    def part(share: float) -> float:
        return round(revenue * share * rng.uniform(0.9, 1.1))

    f = {"revenue": float(round(revenue))}
    f |= {name: part(share) for name, share in shape.items()}
    f["gross"] = f["revenue"] - f["cost"]
    f["operating"] = f["gross"] - f["research"] - f["selling"]
    f["interest"] = part(0.012)
    f["pretax"] = f["operating"] - f["interest"]
    f["tax"] = round(f["pretax"] * rng.uniform(0.14, 0.26))
    f["net"] = f["pretax"] - f["tax"]
    for name, share in (
        ("receivables", 0.12), ("inventories", 0.1), ("other_current", 0.03), ("goodwill", 0.2),
        ("intangibles", 0.08), ("other_assets", 0.06), ("payables", 0.09), ("accrued", 0.06),
        ("short_debt", 0.03), ("debt", 0.3), ("other_liabilities", 0.1), ("depreciation", 0.04),
        ("stock", 0.01), ("acquisitions", 0.03), ("dividends", 0.03), ("repurchases", 0.04),
        ("restructuring", 0.008), ("facility", 0.1), ("backlog", 0.7),
    ):  # fmt: skip
        f[name] = part(share)
    f["cfo"] = f["net"] + f["depreciation"] + f["stock"] + part(0.01)
    f["employees"] = float(round(revenue * rng.uniform(2, 4), -2))
    f["sites"] = float(rng.randint(12, 900))
    weights = [share * rng.uniform(0.9, 1.1) for share in shares]
    for number, weight in enumerate(weights):
        f[f"segment{number}"] = float(round(revenue * weight / sum(weights)))
    return f
