"""What answers cost: money for remote models, processor time for local ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.operations.rates import finished
from app.tracing.types import Row


@dataclass(frozen=True, slots=True)
class Cost:
    """Sums over all questions, and means over the n answered or abstained ones.

    price: in the currency of the setting `prices`. cpu_s: processor seconds.
    """

    n: int
    price: float
    cpu_s: float
    price_each: float
    cpu_s_each: float


def cost(rows: Sequence[Row]) -> Cost:
    """What the rows cost. The sums hold failed and stopped questions too: they were paid for."""
    ended = finished(rows)
    price = sum(row.spent.price for row in rows)
    cpu_s = sum(row.spent.cpu_s for row in rows)
    each = max(1, len(ended))
    return Cost(
        len(ended),
        price,
        cpu_s,
        sum(row.spent.price for row in ended) / each,
        sum(row.spent.cpu_s for row in ended) / each,
    )
