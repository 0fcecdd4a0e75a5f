"""Invented report prose from a small grammar: the same for the same seed, for benchmarks alone."""

from __future__ import annotations

import random
import re

_SLOT = re.compile(r"\{(\w+)\}")

_RULES: dict[str, tuple[str, ...]] = {
    "sentence": (
        "{The} {body} {did} {thing} {where} {when}.",
        "{When}, {the} {body} {did} {thing}, although the {body2} had {wanted} {thing}.",
        "{The} {measure} of {material} {moved} from {number} to {number} {unit}, {because}.",
        "{number} {people} {worked} {where} {when}; {number} of them {worked2} {where}.",
        "{Because2}, {the} {body} {will} {thing} before {deadline}.",
        "{The} {adjective} {object} {where} {needs} {care} every {number} {span}.",
        "No {object} was {lost} {when}.",
        "{The} {body} spent {money} on {object}s and {money} on {material}, {compared}.",
        "{Name} of {the} {body} reported that {the} {object} {where} {held} {number} {unit} of "
        "{material}, {compared}, and asked the {body2} to {thing2} by {deadline}.",
        "{The} {measure} of {material} stayed {level} {where}.",
        "If {the} {object} {where} is {lost}, {the} {body} must {thing2} within {number} {span}.",
        "{Name} left {the} {body} {when} and was followed by {name}.",
    ),
    "the": ("the", "the", "our", "each"),
    "body": (
        "workshop", "survey team", "harbour board", "seed bank", "night crew", "audit committee",
        "northern depot", "archive", "water office", "training centre", "safety panel", "kitchen",
        "growers' council", "ferry service", "laboratory", "purchasing office",
    ),
    "body2": (
        "trustees", "inspectors", "residents", "tenants", "insurers", "neighbouring parishes",
    ),
    "did": (
        "completed", "postponed", "reviewed", "rebuilt", "measured", "approved", "gave up",
        "handed over", "doubled", "documented",
    ),
    "thing": (
        "{article} {adjective} {object}", "the repair of {number} {object}s",
        "its {adjective} inventory of {material}", "{number} inspections of the {object}s",
        "the {adjective} plan for {material}", "a trial with {number} {unit} of {material}",
    ),
    "thing2": (
        "replace the {adjective} {object}", "count the {material} again", "close the {object}",
        "report to the {body}", "order {number} {unit} of {material}", "train {number} {people}",
    ),
    "article": ("a", "another", "one more"),
    "adjective": (
        "shallow", "second", "southern", "temporary", "wooden", "leased", "unheated", "insulated",
        "seasonal", "covered", "movable", "shared", "overdue", "public", "smaller", "automatic",
    ),
    "object": (
        "pump", "greenhouse", "landing stage", "cold store", "boiler", "lift", "reading room",
        "sluice gate", "weighbridge", "tank", "footbridge", "kiln", "generator", "scale",
        "drying loft", "culvert", "trailer", "workbench", "hoist", "sample shelf",
    ),
    "material": (
        "barley", "reed", "drinking water", "lamp oil", "copper wire", "paper", "oysters", "timber",
        "rain water", "wool", "gravel", "seed potatoes", "lime", "apples", "wax", "diesel",
    ),
    "measure": ("stock", "price", "use", "loss", "moisture", "delivery", "share", "weight"),
    "moved": ("rose", "fell", "grew", "went", "was corrected", "shrank"),
    "level": ("level", "within its limits", "below the target", "higher than planned", "unknown"),
    "unit": ("tonnes", "cubic metres", "crates", "litres", "bales", "kilograms", "pallets"),
    "people": ("volunteers", "fitters", "apprentices", "drivers", "divers", "clerks", "members"),
    "worked": ("worked", "were trained", "stayed", "were employed", "took part"),
    "worked2": ("returned", "continued", "found work", "gave lessons", "kept watch"),
    "where": (
        "at {place}", "near {place}", "on the road to {place}", "in the {adjective} hall",
        "behind the {object}", "along the {adjective} shore", "between {place} and {place}",
    ),
    "place": (
        "Aldervik", "Sorrel Hill", "Tamsin Quay", "Ostrava Lane", "Upper Wend", "Little Carrow",
        "Halmsund", "Brackwater", "Marrow Point", "Quill Street", "Fennimore", "Easter Lock",
    ),
    "name": (
        "Ines Varga", "Tobias Renn", "Maud Okafor", "Piet Lindqvist", "Sunita Bell", "Arlo Fenwick",
        "Noor Hadley", "Greta Sam", "Emil Castor", "Yusra Pike",
    ),
    "when": (
        "in {month}", "during the {number} weeks of frost", "after the flood of {month}",
        "in the {ordinal} quarter", "on {day} {month}", "over the winter", "since {month}",
    ),
    "month": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
    "day": ("3", "7", "11", "14", "19", "22", "28"),
    "ordinal": ("first", "second", "third", "fourth"),
    "deadline": ("the end of {month}", "{day} {month}", "the next audit", "the {ordinal} quarter"),
    "because": (
        "since the {object} {where} stood still for {number} days", "as had been expected",
        "mainly through {adjective} deliveries from {place}", "which the {body2} had predicted",
        "because {name} changed how {material} is counted",
    ),
    "because2": (
        "since the {object} is {adjective}", "to save {money}", "as {name} proposed {when}",
        "after {number} complaints from {place}",
    ),
    "will": ("will need", "expects", "plans", "has promised", "is to finish"),
    "wanted": ("wanted", "paid for", "advised against", "been shown"),
    "needs": ("needs", "is due for", "has been given", "is promised"),
    "care": ("a new seal", "cleaning", "an inspection", "fresh oil", "a coat of paint"),
    "span": ("weeks", "months", "days", "hours of use"),
    "lost": ("lost", "out of order", "damaged", "sold", "found wanting", "left open"),
    "held": ("held", "had used", "delivered", "lacked", "could store"),
    "compared": (
        "{number} per cent more than {when}", "less than {place} paid", "as in most years",
        "against {number} in the plan",
    ),
    "money": ("{number},{hundreds} crowns", "{number} thousand crowns"),
    "heading": (
        "{Material} and {material}", "The {adjective} {object}", "Work {where}",
        "{Measure} of {material}",
        "The {body}", "Costs of the {object}s", "Outlook", "Staff and training", "What went wrong",
    ),
    "title": (
        "Report on the {body} of {place}", "{Material} at {place}: a review",
        "{place}: year of the {object}",
    ),
}  # fmt: skip


class Prose:
    """A writer with a vocabulary and a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def title(self) -> str:
        return self._say("title")

    def heading(self) -> str:
        return self._say("heading")

    def paragraph(self, fewest: int = 3, most: int = 7) -> str:
        """Sentences of 40 to 250 characters."""
        count = self._random.randint(fewest, most)
        return " ".join(self._say("sentence") for _ in range(count))

    def table(self, rows: int) -> list[list[str]]:
        """A header and `rows` rows of four columns."""
        header = ["Item", "Place", self._say("measure").capitalize(), "Change"]
        return [header, *(self._row() for _ in range(rows))]

    def _row(self) -> list[str]:
        change = f"{self._random.uniform(-30, 30):+.1f} %"
        return [self._say("material"), self._say("place"), self._number(), change]

    def _number(self) -> str:
        return str(self._random.choice((7, 12, 18, 25, 40)) + self._random.randrange(900))

    def _say(self, rule: str) -> str:
        if rule == "number":
            return self._number()
        if rule == "hundreds":
            return f"{self._random.randrange(1000):03}"
        if rule[0].isupper():
            said = self._say(rule.lower())
            return said[0].upper() + said[1:]
        return _SLOT.sub(lambda slot: self._say(slot[1]), self._random.choice(_RULES[rule]))
