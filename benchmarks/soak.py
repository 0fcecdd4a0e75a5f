"""A soak: `python -m benchmarks.soak --home FOLDER`, thousands of questions by eight people.

A real Footnote with its default models on a home of its own; what is in no library yet is ingested.
The people ask at random intervals, and after them everything has to add up: one whole trace for
each question, counters and ledger equal to the traces, memory flat. Else the exit status is 1.
"""

from __future__ import annotations

import argparse
import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from json import dumps
from pathlib import Path
from random import Random

from app import settings as settings_of
from app.build import Footnote, open_footnote
from app.evaluation.report_text import aligned
from app.generators import LlamaCppChat
from benchmarks.deck import Deck
from benchmarks.memory_trend import Sample, Trend, settled, sizes, trend
from benchmarks.office import PEOPLE, actor, questions_for, settle
from benchmarks.questioner import Place, Questioner, Seen
from benchmarks.soak_checks import Check, Told, check
from indexes.errors import LibraryError

log = logging.getLogger(__name__)

SAMPLE_S = 10.0
TEND_S = 60.0
VISIT = 12
"""Questions of one visit, on average."""

WARM_UP_SHARE = 0.4
"""Of the questions, before memory counts: until then the kept answers fill up (500)."""


class Tally:
    """What was seen, by all people together."""

    def __init__(self, most: int) -> None:
        self.seen: list[Seen] = []
        self.faults: list[str] = []
        self._left = most
        self._lock = threading.Lock()

    def more(self) -> bool:
        """Whether one more question is to be asked; it is then taken."""
        with self._lock:
            self._left -= 1
            return self._left >= 0

    def add(self, seen: Seen) -> None:
        with self._lock:
            self.seen.append(seen)


def ask_all(people: Sequence[Questioner], pause_s: float, dice: Random, tally: Tally) -> None:
    """As many questions as the tally takes, each person in a thread of their own.

    pause_s: mean time between an answer and the next question. Whoever meets an error that no page
    shows asks no more.
    """

    def work(person: Questioner, own: Random) -> None:
        try:
            while tally.more():
                if own.random() < 1 / VISIT:
                    person.arrive()
                tally.add(person.ask())
                time.sleep(own.expovariate(1 / pause_s) if pause_s else 0.0)
        except Exception as error:
            log.exception("%s cannot go on", person.person)
            tally.faults.append(f"{person.person}: {error!r}")

    threads = [
        threading.Thread(target=work, args=(each, Random(dice.getrandbits(64)))) for each in people
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Meanwhile:
    """Measures memory and does what a page does by itself, until it is left."""

    def __init__(self, every_s: float, do: Sequence[Callable[[int], object]]) -> None:
        """do: called with the number of the round, from 0, and once more at the end."""
        self._every_s = every_s
        self._do = do
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        for number in count():
            over = self._over.wait(self._every_s)
            for each in self._do:
                each(number)
            if over:
                return


def measure(footnote: Footnote, tally: Tally, samples: list[Sample], to: Path | None) -> None:
    """One sample more. to: where it is written down too, a line of JSON each."""
    chat = footnote.voices.first.generator
    worker = chat.pid if isinstance(chat, LlamaCppChat) else 0
    own, its = sizes(os.getpid()), sizes(worker)
    samples.append(Sample(len(tally.seen), round(time.monotonic(), 1), *own, *its))
    if to:
        with to.open("a", encoding="utf-8") as file:
            file.write(dumps(asdict(samples[-1])) + "\n")


def told(footnote: Footnote, since: datetime) -> Told:
    """What Footnote knows of what was asked since."""
    rows = footnote.traces.rows(since - timedelta(seconds=1), datetime.now(UTC) + timedelta(1))
    records = footnote.records
    saved = [
        trace
        for person in PEOPLE
        for chat in records.conversations(actor(person))
        for trace in records.traces(chat.id, actor(person))
    ]
    traces = [found for row in rows if (found := footnote.traces.get(row.trace_id))]
    text = footnote.metrics.text().decode()
    opinions = records.opinions(since)
    return Told(traces, text, footnote.ledger.days(since), opinions, saved)


def report(
    seen: Sequence[Seen], checks: Sequence[Check], samples: Sequence[Sample], seconds: float
) -> tuple[str, bool]:
    """All figures as text, and whether everything adds up."""
    outcomes = Counter(each.outcome for each in seen)
    asked = Counter(each.wanted.kind for each in seen)
    lines = [
        f"{len(seen)} questions in {seconds:.0f} s by {len({each.person for each in seen})} people",
        "asked: " + ", ".join(f"{number} {kind}" for kind, number in asked.most_common()),
        "ended: " + ", ".join(f"{number} {how}" for how, number in outcomes.most_common()),
        f"from the cache: {sum(each.cached for each in seen)}; "
        f"thumbs: {sum(each.liked is True for each in seen)} up, "
        f"{sum(each.liked is False for each in seen)} down",
        "",
        *aligned([("check", "counted", "faults"), *map(_row, checks)]),
    ]
    lines += [f"  {each.name}: {fault}" for each in checks for fault in each.faults[:5]]
    memory, flat = memory_told(samples, round(WARM_UP_SHARE * len(seen)))
    whole = flat and not any(each.faults for each in checks)
    return "\n".join([*lines, "", memory, "", "adds up" if whole else "does not add up"]), whole


def memory_told(samples: Sequence[Sample], warm_up: int) -> tuple[str, bool]:
    """Memory at start, after the warm-up and at the end, its trend, and whether it is flat.

    Resident sizes are judged; proportional ones move with other processes that map the same files.
    What has too few samples for a trend counts as flat.
    """
    late = settled(samples, warm_up)
    if len(late) < 3:
        return "memory: too short to be measured", True
    head = ("MB", "start", f"at {late[0].questions}", "end", "per 1,000", "rise", "noise", "")
    rows: list[tuple[str, ...]] = [head]
    flat = True
    for name in ("resident", "proportional", "worker_resident", "worker_proportional"):
        values = [float(getattr(each, name)) for each in late]
        line: Trend = trend([each.questions for each in late], values)
        judged = not name.endswith("proportional")
        flat = flat and (line.flat or not judged)
        ends = (getattr(samples[0], name), values[0], values[-1], line.slope, line.rise, line.noise)
        cells = tuple(f"{each:.1f}" for each in ends)
        told = ("flat" if line.flat else "grows") if judged else ""
        rows.append((name.replace("_", " "), *cells, told))
    return "\n".join(aligned(rows)), flat


def _row(each: Check) -> tuple[str, ...]:
    return (each.name, f"{each.counted:,}", str(len(each.faults)))


def soak(footnote: Footnote, arguments: argparse.Namespace) -> bool:
    """Ask, measure, print; whether everything adds up."""
    dice, since = Random(arguments.seed), datetime.now(UTC)
    if footnote.ledger.days(datetime.min.replace(tzinfo=UTC)):
        raise LibraryError("In this home questions were asked already; take another --home.")
    names = list(PEOPLE)[: arguments.users]
    settle(footnote.library, footnote.catalog, names)
    place = Place(
        footnote.journey, footnote.records, footnote.metrics, lambda: datetime.now(UTC),
        footnote.forgets,
    )  # fmt: skip
    people = [
        Questioner(
            place, name, Deck(questions_for(name), Random(dice.getrandbits(64))),
            Random(dice.getrandbits(64)),
        )
        for name in names
    ]  # fmt: skip
    tally, samples, to = Tally(arguments.questions), list[Sample](), arguments.samples
    measure(footnote, tally, samples, to)
    began = time.monotonic()
    every = max(1, round(TEND_S / SAMPLE_S))
    tend: list[Callable[[int], object]] = [
        lambda _: measure(footnote, tally, samples, to),
        lambda _: footnote.metrics.text(),
        lambda number: None if number % every else footnote.alerts.check(),
    ]
    with Meanwhile(SAMPLE_S, tend):
        ask_all(people, arguments.pause, dice, tally)
    checks = check(tally.seen, told(footnote, since))
    checks.append(Check("people asking to the end", len(people), tuple(tally.faults)))
    text, whole = report(tally.seen, checks, samples, time.monotonic() - began)
    print(text, flush=True)
    return whole


def main() -> int:
    """Run it; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--home", type=Path, required=True, help="folder of its own")
    parser.add_argument("--questions", type=int, default=2000, help="how many (2000)")
    parser.add_argument("--users", type=int, choices=range(1, len(PEOPLE) + 1), default=len(PEOPLE))
    parser.add_argument("--pause", type=float, default=0.5, help="mean seconds between them (0.5)")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--samples", type=Path, help="file for memory samples, as JSON lines")
    arguments = parser.parse_args()
    settings = replace(settings_of.load(), home=arguments.home)
    footnote = open_footnote(settings)
    footnote.warm_up()
    return 0 if soak(footnote, arguments) else 1


if __name__ == "__main__":
    raise SystemExit(main())
