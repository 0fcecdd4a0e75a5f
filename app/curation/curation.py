"""What the library lacks and what in it may be out of date, for whoever looks after it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from app.curation.expiring import Statement
from app.curation.gaps import MOST, Embeds, Gap, Gaps
from app.curation.stale import Stale, expired, past_period, said, superseded
from app.records.wanting import Unanswered
from app.tracing.types import Row
from indexes.catalog import Catalog
from indexes.listing import Listing
from indexes.opened import known_versions

log = logging.getLogger(__name__)

DAYS = 90
"""How far back questions without an answer count."""

KEPT = timedelta(minutes=10)
"""How long a list of gaps holds."""

Rows = Callable[[datetime, datetime], Sequence[Row]]


class Saved(Protocol):
    """The part of the records that knows what was not answered."""

    def unanswered(self, since: datetime, most: int) -> list[Unanswered]: ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Curation:
    """Looks through questions and documents. May be shared between threads.

    What documents say of themselves is read once for each and held in memory, so only the first
    look at a large library takes its time.
    """

    def __init__(
        self,
        catalog: Catalog,
        saved: Saved,
        rows: Rows,
        embedder: Callable[[], Embeds],
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """rows: of [since, until), as `Traces.rows`. now: the clock, with a zone."""
        self._catalog = catalog
        self._saved = saved
        self._rows = rows
        self._now = now
        self._asking, self._reading = threading.Lock(), threading.Lock()
        self._worker: threading.Thread | None = None
        self._gaps = Gaps(embedder)
        self._found: tuple[datetime, list[Gap]] | None = None
        self._said: dict[str, tuple[Statement, ...]] = {}
        self._stale: tuple[tuple[str, date], list[Stale]] | None = None

    def gaps(self) -> list[Gap]:
        """Subjects of questions that the library did not answer, those asked most first."""
        now = self._now()
        with self._asking:
            if self._found is None or not timedelta() <= now - self._found[0] < KEPT:
                since = now - timedelta(days=DAYS)
                saved = self._saved.unanswered(since, MOST)
                self._found = (now, self._gaps.found(saved, self._rows(since, now)))
            return list(self._found[1])

    def stale(self) -> list[Stale]:
        """Documents that may be out of date, each once, by its strongest sign.

        Those that say so themselves first, then superseded ones, then those of a past year.
        """
        with self._reading:
            key = self._key()
            if self._stale is None or self._stale[0] != key:
                self._stale = (key, self._looked(key[1]))
            return list(self._stale[1])

    def ready(self) -> list[Stale] | None:
        """The same without waiting: as it was last known, None if never, while it is made anew."""
        known = self._stale
        busy = self._worker is not None and self._worker.is_alive()
        if not busy and (known is None or known[0] != self._key()):
            self._worker = threading.Thread(target=self._work, name="curation", daemon=True)
            self._worker.start()
        return None if known is None else list(known[1])

    def wait(self) -> None:
        """Until what is made in the background is done."""
        worker = self._worker
        if worker is not None:
            worker.join()

    def _work(self) -> None:
        try:
            self.stale()
        except Exception:
            log.exception("The library could not be looked through for old documents.")

    def _key(self) -> tuple[str, date]:
        return self._catalog.state(), self._now().astimezone().date()

    def _looked(self, today: date) -> list[Stale]:
        listings = self._catalog.documents()
        self._said = {each.document.id: self._read(each) for each in listings}
        own = (expired(each.document, self._said[each.document.id], today) for each in listings)
        years = (past_period(each.document, today) for each in listings)
        every = [each for each in own if each is not None]
        every += superseded(listings, known_versions(self._catalog))
        every += [each for each in years if each is not None]
        once: dict[str, Stale] = {}
        for each in every:
            once.setdefault(each.document.id, each)
        return [self._placed(each) for each in once.values()]

    def _placed(self, stale: Stale) -> Stale:
        """With the page on which its quote begins."""
        if not stale.quote or stale.document.page_count < 2:
            return stale
        starts = [
            page.number
            for page in self._catalog.pages(stale.document.id)
            if page.start <= stale.start
        ]
        return replace(stale, page=max(starts, default=1))

    def _read(self, listing: Listing) -> tuple[Statement, ...]:
        held = self._said.get(listing.document.id)
        return said(listing, self._catalog.slice) if held is None else held
