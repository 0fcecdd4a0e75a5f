"""What chance does to two windows: the questions, dealt to them anew in blocks.

One person's questions hang together: who asks about leave today asks about leave again. Single
questions dealt anew would call each such habit a drift. What may be exchanged where nothing has
changed is:

`users`: of each user, which of the periods of equal length counts as the current one. A user who
asks what that user always asks looks the same whichever it is, however much the days of the user
resemble one another, and also where users come and go. The price: what one user changes alone, or a
new user brings alone, is that user's and no drift; several must. It therefore needs several users
of some weight, LEAST_USERS.

`days`: with fewer, all questions of a user in one day, to whichever window. It takes a user's days
for independent of one another, so a project that lasts a fortnight shows as what it is: other
questions than before.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC

import numpy as np
import numpy.typing as npt

from app.drift.features import MISSING, Codes
from app.drift.psi import Floats
from app.drift.types import Unit, Windows
from app.tracing.types import Row

LEAST_USERS = 8
"""Users of equal weight that the users must come up to (the inverse of the sum of squared shares,
Simpson 1949), to be exchanged themselves: of 8 and 2 periods there are 256 exchanges."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Random dealings. blocks: of each question, its block. draws: shape (rounds, blocks), of
    float32: 1 where the block is dealt to the current window.
    """

    unit: Unit
    units: int
    blocks: Codes
    draws: npt.NDArray[np.float32]

    def dealt(self, codes: Codes, bins: int) -> tuple[Floats, Floats]:
        """Counts of the reference and of the current window in each round, shape (rounds, bins).

        codes: of each question its bin, or MISSING.
        """
        known = codes != MISSING
        number = self.draws.shape[1]
        at = self.blocks[known] * bins + codes[known]
        counts = np.bincount(at, minlength=number * bins).reshape(number, bins)
        after = (self.draws @ counts.astype(np.float32)).astype(np.float64)
        return counts.sum(axis=0) - after, after


def exchange(rows: Sequence[Row], windows: Windows, rounds: int, seed: int) -> Exchange:
    """Dealings of these questions, all of them within the windows; by users where they are enough.

    rounds: how many. The same rows and seed give the same.
    """
    users = _numbered([each.actor for each in rows])
    sizes = np.bincount(users)
    rng = np.random.default_rng(seed)
    if sizes.sum() ** 2 / (sizes.astype(float) ** 2).sum() >= LEAST_USERS:
        return _by_users(rows, users, windows, rounds, rng)
    return _by_days(rows, windows, rounds, rng)


def _by_users(
    rows: Sequence[Row], users: Codes, windows: Windows, rounds: int, rng: np.random.Generator
) -> Exchange:
    number, periods = int(users.max()) + 1, windows.periods
    at = [int((each.started_at - windows.since) / windows.length) for each in rows]
    blocks = users * periods + np.minimum(at, periods - 1)
    chosen = rng.integers(0, periods, (rounds, number))
    draws = np.zeros((rounds, number, periods), np.float32)
    np.put_along_axis(draws, chosen[:, :, None], np.float32(1), axis=2)
    return Exchange("users", number, blocks, draws.reshape(rounds, -1))


def _by_days(
    rows: Sequence[Row], windows: Windows, rounds: int, rng: np.random.Generator
) -> Exchange:
    keys = [
        (each.actor, each.started_at.astimezone(UTC).date(), each.started_at >= windows.split)
        for each in rows
    ]  # the last: a day that both windows share is two blocks
    blocks = _numbered(keys)
    number = int(blocks.max()) + 1
    current = len({key for key in keys if key[2]})
    order = rng.random((rounds, number)).argsort(axis=1)
    return Exchange("days", number, blocks, (order < current).astype(np.float32))


def _numbered(keys: Sequence[Hashable]) -> Codes:
    """Each key's number, in the order of first sight."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)
