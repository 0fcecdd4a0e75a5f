"""A writer may be killed at any moment: the library stays sound, and the next writer completes it.

Each round changes a folder of real files and starts a writer on it in a child process: an ingest,
a removal, or a rebuild, with this model or another. The child is killed at a random moment, on top
of whatever earlier kills have left. Then the library is opened as a reader would open it, before
any writer has tidied up, and every invariant is checked.
"""

from __future__ import annotations

import logging
import random
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from ingest import batch
from ingest.pipeline import Library
from ingest.prepare import Opener
from ingest.report import INSIDE
from ingest.sandbox import Sandbox
from ingest.walk import gather
from tests.invariants import assert_nothing_left_over, assert_sound, look_at, scores
from tests.killing import Killer
from tests.world import (
    EMBEDDERS,
    QUESTIONS,
    VERSIONS,
    Reference,
    contents,
    embedder_of,
    ingest,
    library,
    put,
    refer,
)

KILLS = 205
"""Writers that are killed; at least 200 are promised."""

ROUNDS = 800
"""Writers that may be started to reach that; some end before the kill comes."""

BROKEN = b"%PDF-1.7 and nothing more"
BROKEN_NAME = "report.pdf"
WORK = ("add",) * 14 + ("remove",) * 3 + ("rebuild",) * 2 + ("another model",) * 2
log = logging.getLogger(__name__)


class SharedSandbox(Sandbox):
    """Outlives the writers that use it: forked children share the server of their parent."""

    def close(self) -> None:
        """A writer is done; the server stays."""

    def end(self) -> None:
        super().close()


@dataclass
class World:
    """A folder that changes, its library, and what undisturbed ingests make of its files."""

    home: Path
    folder: Path
    opener: Opener
    reference: Reference
    versions: list[dict[str, bytes]]
    random: random.Random
    held: dict[str, set[str]] = field(default_factory=dict)  # source -> ids when last looked at

    def change(self) -> None:
        """Write, change, copy, damage and delete one to three files."""
        self.folder.mkdir(exist_ok=True)
        for _ in range(self.random.randint(1, 3)):
            name = self.random.choice(sorted(self.versions[0]))
            data = self.random.choice(self.versions)[name]
            what = self.random.random()
            if what < 0.65:
                put(self.folder, {name: data})
            elif what < 0.8:
                put(self.folder, {f"copy-{name}": data})
            elif what < 0.85:
                put(self.folder, {BROKEN_NAME: BROKEN})
            elif len(list(self.folder.iterdir())) > 1:
                self.random.choice(sorted(self.folder.iterdir())).unlink()

    def wanted(self) -> dict[str, set[str]]:
        """Source -> ids that a complete ingest of the folder finds there."""
        return {
            f"{path}{rest}": {document_id}
            for path in self.folder.iterdir()
            for rest, document_id in self.reference.inside.get(path.read_bytes(), ())
        }

    def begin(self, kind: str) -> Library:
        """A library of the child's own: no connection crosses a fork."""
        model = ""
        if kind == "another model":
            with look_at(self.home) as look:
                model = {"narrow": "wide"}.get(look.catalog.embedder(), "narrow")
        return library(self.home, self.opener, model)

    def work(self, kind: str, leaving: set[str]) -> None:
        writer = self.begin(kind)
        if kind == "add":
            writer.add(gather([self.folder]), "default", "local")
        elif kind == "remove":
            with look_at(self.home) as look:
                documents = [look.catalog.document(each) for each in sorted(leaving)]
            writer.remove(documents)
        else:
            writer.rebuild()

    def check(self, kind: str, leaving: set[str]) -> None:
        """Every invariant, and that each place holds what it held before or is to hold."""
        wanted = self.wanted() if kind == "add" else self.held
        with look_at(self.home) as look:
            question = self.random.choice(QUESTIONS)
            assert_sound(look, self.reference.documents, embedder_of(look), [question])
            now = look.places()
        for source in now.keys() | self.held.keys():
            before, here = self.held.get(source, set()), now.get(source, set())
            assert len(here) <= 1, source
            assert here <= before | wanted.get(source, set()), source
            if before and not here:
                gone = not Path(source.partition(INSIDE)[0]).exists()
                assert (gone or source not in wanted) if kind == "add" else before <= leaving, (
                    source
                )
        self.held = now

    def leaving(self) -> set[str]:
        """Two documents to remove."""
        ids = sorted(set().union(*self.held.values()))
        return set(self.random.sample(ids, min(2, len(ids))))


def test_library_is_sound_after_every_kill_and_the_next_writer_completes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "EMBED_AT", 12)  # several steps of each kind in every ingest
    monkeypatch.setattr(batch, "PUBLISH_AT", 24)
    opener = SharedSandbox()
    try:
        world = _world(tmp_path, opener)
        stages = _kill_many(world, Killer(world.random))
        log.info("killed in: %s", dict(stages.most_common()))
        assert stages.total() == KILLS
        assert len(stages) >= 10
        assert max(stages.values()) < KILLS / 2
        _complete(world)
        _equals_undisturbed(world, tmp_path / "undisturbed")
    finally:
        opener.end()


def _world(folder: Path, opener: Opener) -> World:
    versions = [contents(number) for number in range(VERSIONS)]
    reference = refer(folder / "reference", opener, versions)
    return World(
        folder / "home", folder / "files", opener, reference, versions, random.Random(20_251_121)
    )


def _kill_many(world: World, killer: Killer) -> Counter[str]:
    """Kill KILLS writers; return how many in each step."""
    stages: Counter[str] = Counter()
    for _ in range(ROUNDS):
        world.change()
        kind = world.random.choice(WORK) if world.held else "add"
        leaving = world.leaving() if kind == "remove" else set()
        run = killer.run(kind, partial(world.work, kind, leaving))
        world.check(kind, leaving)
        if run.killed:
            stages[run.stage] += 1
        if stages.total() == KILLS:
            break
    return stages


def _complete(world: World) -> None:
    """One undisturbed ingest brings in everything; a second one has nothing to do."""
    put(world.folder, {BROKEN_NAME: world.versions[0][BROKEN_NAME]})
    ingest(world.home, world.folder, world.opener)
    assert_nothing_left_over(world.home)
    with look_at(world.home) as look:
        build_id = look.catalog.build_id()
        assert look.places() == world.wanted()
    ingest(world.home, world.folder, world.opener)
    with look_at(world.home) as look:
        assert look.catalog.build_id() == build_id
        assert_sound(look, world.reference.documents, embedder_of(look), QUESTIONS)


def _equals_undisturbed(world: World, home: Path) -> None:
    """The library equals one that was never killed: the same text, the same scores."""
    with look_at(world.home) as killed:
        model = killed.catalog.embedder()
        ingest(home, world.folder, world.opener, model)
        with look_at(home) as undisturbed:
            assert killed.places() == undisturbed.places()
            for question in QUESTIONS:
                found, expected = (
                    scores(look, EMBEDDERS[model], question) for look in (killed, undisturbed)
                )
                for ours, theirs in zip(found, expected, strict=True):
                    assert ours == pytest.approx(theirs, abs=1e-6)
