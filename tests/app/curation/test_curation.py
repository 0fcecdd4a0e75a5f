from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.curation import Curation, Stale
from app.curation.grouping import Vectors
from app.records import Records
from app.tracing.types import Outcome, Row
from app.types import Actor, Complaint, Feedback
from indexes.builds import Builds, Built, Manifest
from indexes.catalog import Catalog
from indexes.types import Page
from indexes.writer import CatalogWriter, Change, Staged
from tests.app.cli.fakes import answer
from tests.builders import WHEN, chunks, document, open_library
from tests.fakes import HashingEmbedder

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG = "The office keeps a list of all who come and go. "


@dataclass
class Embedder:
    """embedded: texts, as they came."""

    embedded: list[str] = field(default_factory=list)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return HashingEmbedder().passages(texts)


class World:
    """A library, its records, and traces; the clock stands."""

    def __init__(self, home: Path) -> None:
        self.catalog, self.builds = open_library(home)
        self.records = Records(home / "footnote.sqlite3", lambda: NOW)
        self.rows: list[Row] = []
        self.embedder, self.now = Embedder(), NOW
        self.curation = Curation(
            self.catalog,
            self.records,
            lambda *_: self.rows,
            lambda: self.embedder,
            lambda: self.now,
        )

    def hold(self, name: str, *pages: str, title: str = "") -> None:
        """A document with these pages."""
        _hold(self.catalog, self.builds, name, pages, title)

    def asked(
        self, text: str, owner: str = "ada", status: Outcome = "abstained",
        complaint: Complaint | None = None,
    ) -> str:  # fmt: skip
        trace_id = f"t{len(self.rows)}-{text}-{owner}"
        conversation = self.records.start(Actor(owner), text)
        said = answer(text)
        body = replace(said, trace_id=trace_id, status=status, question=text, read_as=text)  # type: ignore[arg-type]  # of both only these
        self.records.save(conversation, body)
        if complaint:
            self.records.give(Actor(owner), Feedback(trace_id, False, complaint, "", NOW))
        return trace_id


def _hold(catalog: Catalog, builds: Builds, name: str, pages: Sequence[str], title: str) -> None:
    text, made, at = "".join(pages), [], 0
    for number, page in enumerate(pages, start=1):
        made.append(Page(name, number, at, page))
        at += len(page)
    whole = replace(
        document(name), source=name, title=title or name, page_count=len(pages),
        added_at=WHEN + timedelta(days=len(catalog.ready_ids())),
    )  # fmt: skip
    own = chunks(name, [text])
    embedder = HashingEmbedder()
    CatalogWriter(catalog).stage(
        Staged(whole, tuple(made), tuple(own)), embedder.passages([each.spoken for each in own])
    )
    built = Built.empty(embedder.dimension)
    manifest = Manifest(embedder.name, embedder.precision, embedder.dimension, built.dense.ranges)
    build_id = builds.publish(built, manifest)
    CatalogWriter(catalog).activate(Change(added=(name,)), build_id, embedder.name)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def only(world: World) -> Stale:
    (found,) = world.curation.stale()
    return found


def test_questions_without_an_answer_are_grouped_most_asked_first(world: World) -> None:
    world.asked("Where is the sauna?")
    for owner in ("ada", "bob", "eve"):
        world.asked("How long is parental leave?", owner)
    world.asked("How many days of leave?", status="answered")
    first, second = world.curation.gaps()
    assert (first.asked, first.people, first.name) == (3, 3, "parental, leave")
    assert (second.asked, second.examples) == (1, ("Where is the sauna?",))


def test_answers_that_are_not_in_their_source_count_too(world: World) -> None:
    world.asked("Where is the sauna?", status="answered", complaint="not in source")
    world.asked("Is it warm?", status="answered", complaint="slow")
    (found,) = world.curation.gaps()
    assert (found.name, found.disliked) == ("sauna", 1)


def test_question_in_records_and_traces_counts_once(world: World) -> None:
    trace_id = world.asked("Where is the sauna?")
    told = Row(trace_id, NOW, "ada", "s", "abstained", question="Where is the sauna?")
    other = Row("x", NOW, "bob", "s", "abstained", question="Where is the sauna?")
    bare = Row("y", NOW, "eve", "s", "abstained")
    world.rows += [told, other, bare, replace(other, trace_id="z", outcome="answered")]
    (found,) = world.curation.gaps()
    assert (found.asked, found.people) == (2, 2)


def test_gaps_are_looked_for_again_after_a_while_and_vectors_are_kept(world: World) -> None:
    world.asked("Where is the sauna?")
    world.curation.gaps()
    world.asked("Where is the pool?")
    assert len(world.curation.gaps()) == 1
    world.now += timedelta(minutes=11)
    world.curation.gaps()
    assert world.embedder.embedded == ["Where is the sauna?", "Where is the pool?"]


def test_old_questions_are_left_out(world: World) -> None:
    world.asked("Where is the sauna?")
    world.now += timedelta(days=92)
    assert world.curation.gaps() == []


def test_expired_document_is_flagged_with_its_words_and_their_page(world: World) -> None:
    world.hold("leave.txt", "Leave rules.\n", "Valid until: 31 March 2024\n" + LONG)
    found = only(world)
    assert (found.kind, found.page, found.since) == ("expired", 2, "2024-03-31")
    assert found.quote == "Valid until: 31 March 2024"
    assert world.catalog.slice("leave.txt", found.start, found.end) == found.quote
    assert found.reason == "It says that it holds until 31 March 2024."


def test_last_words_of_a_long_document_are_read(world: World) -> None:
    world.hold("leave.txt", LONG * 200 + "\nNext review: May 2025\n")
    found = only(world)
    assert found.kind == "review"
    assert world.catalog.slice("leave.txt", found.start, found.end) == "Next review: May 2025"


def test_later_end_of_the_same_document_holds(world: World) -> None:
    world.hold("leave.txt", "Valid until: 31 March 2024\nValid until: 31 March 2027\n")
    assert world.curation.stale() == []


def test_end_in_the_future_is_none(world: World) -> None:
    world.hold("leave.txt", "Valid until: 3 March 2026\n")
    assert world.curation.stale() == []
    world.now += timedelta(days=2)
    assert only(world).kind == "expired"


def test_superseded_policy_names_its_newer_version(world: World) -> None:
    text = "Travel policy. Staff book trips by rail where they can."
    world.hold("travel_policy_v1.txt", text)
    world.hold("travel_policy_v2.txt", text)
    found = only(world)
    assert (found.document.name, found.kind) == ("travel_policy_v1.txt", "superseded")
    assert found.reason == "There is a newer version: travel_policy_v2.txt."


def test_reports_of_earlier_years_stay_true(world: World) -> None:
    text = "Annual report. Sales rose and costs fell."
    world.hold("annual_report_2023.txt", text)
    world.hold("annual_report_2024.txt", text)
    assert world.curation.stale() == []


def test_tariff_of_a_past_year_is_flagged(world: World) -> None:
    world.hold("tariff_2023.txt", "Tariff of the harbour.")
    world.hold("prices_2026.txt", "Prices of the canteen.")
    world.hold("minutes_2023.txt", "Minutes of the board.")
    found = only(world)
    assert (found.document.name, found.kind) == ("tariff_2023.txt", "period")


def test_documents_are_read_once_and_new_ones_are_seen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.hold("leave.txt", "Valid until: 31 March 2024\n")
    assert len(world.curation.stale()) == 1
    read: list[str] = []
    real = world.catalog.slice

    def noted(document_id: str, start: int, end: int) -> str:
        read.append(document_id)
        return real(document_id, start, end)

    monkeypatch.setattr(world.catalog, "slice", noted)
    assert len(world.curation.stale()) == 1
    world.hold("tariff.txt", "This tariff expires on 1 May 2024.\n")
    assert len(world.curation.stale()) == 2
    assert set(read) == {"tariff.txt"}


def test_page_does_not_wait_for_the_look_through(world: World) -> None:
    world.hold("leave.txt", "Valid until: 31 March 2024\n")
    assert world.curation.ready() is None
    world.curation.wait()
    assert world.curation.ready() == world.curation.stale()
