"""A process that dies while it renames, moves, removes or restores leaves a sound library.

Whatever it was doing, the next writer or the same verb again completes it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import faiss
import pytest

from indexes.builds import Builds, check
from indexes.writer import CatalogWriter
from ingest.originals import Originals
from tests.app.shelf.shelves import ME, TEXTS, Shelves

NAME = "otters.txt"
KILLED = 9
Step = tuple[type, str, bool]
"""A method, and whether the process dies after it, or else before."""

STEPS: tuple[tuple[str, Step], ...] = (
    ("remove", (Builds, "publish", True)),
    ("remove", (CatalogWriter, "activate", True)),
    ("restore", (Builds, "publish", True)),
    ("restore", (CatalogWriter, "activate", True)),
    ("move", (Originals, "keep", True)),
    ("move", (CatalogWriter, "copy", True)),
    ("move", (CatalogWriter, "activate", False)),
    ("move", (CatalogWriter, "activate", True)),
    ("purge", (CatalogWriter, "mark_removal", True)),
    ("purge", (CatalogWriter, "purge", True)),
    ("purge", (CatalogWriter, "compact", False)),
    ("rename", (CatalogWriter, "rename", True)),
    ("rename", (Builds, "publish", True)),
)


def _do(shelves: Shelves, verb: str) -> None:
    """The verb, on the document of NAME wherever it is by now; nothing where it is done."""
    shelf = shelves.shelf
    ready = [each.id for each in shelves.bench.catalog.find(NAME)]
    binned = [each.document.id for each in shelf.bin(ME)]
    if verb == "remove" and ready:
        shelf.remove(ME, ready)
    elif verb == "restore" and binned:
        shelf.restore(ME, binned)
    elif verb == "move":
        shelf.move(ME, ready, "legal")
    elif verb == "purge":
        shelf.purge(ME, now=True)
    elif verb == "rename":
        shelf.rename(ME, ready[0], "Quarters")


def _die_at(step: Step, folder: Path, verb: str) -> None:
    owner, name, after = step
    child = os.fork()
    if child == 0:  # it dies as a killed process does: no cleanup, no rollback
        try:
            faiss.omp_set_num_threads(1)  # threads do not survive a fork
            setattr(owner, name, _dying(getattr(owner, name), after))
            _do(Shelves(folder, fill=False), verb)
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def _dying(method: Callable[..., object], after: bool) -> Callable[..., object]:
    def dying(*arguments: object, **keywords: object) -> object:
        if after:
            method(*arguments, **keywords)
        os._exit(KILLED)

    return dying


@pytest.mark.parametrize(("verb", "step"), STEPS)
def test_library_is_sound_wherever_a_verb_dies_and_the_verb_can_be_done_again(
    tmp_path: Path, verb: str, step: Step
) -> None:
    begun = Shelves(tmp_path)
    if verb in ("restore", "purge"):
        begun.shelf.remove(ME, [begun.id(NAME)])
    begun.close()
    _die_at(step, tmp_path, verb)
    left = Shelves(tmp_path, fill=False)
    assert check(left.bench.catalog, left.bench.builds) == []
    _assert_nowhere_or_everywhere(left)
    _do(left, verb)
    _assert_done(left, verb)
    _assert_nowhere_or_everywhere(left)
    assert check(left.bench.catalog, left.bench.builds) == []


def _assert_nowhere_or_everywhere(shelves: Shelves) -> None:
    """The document is ready once and found, or in the bin and found nowhere, or gone."""
    ready, binned = shelves.bench.catalog.find(NAME), shelves.shelf.bin(ME)
    assert len(ready) + len(binned) <= 1
    assert len(shelves.bench.ask("where do otters sleep")) == len(ready)
    for each in (*ready, *(binned.document for binned in binned)):
        original = shelves.bench.library.originals.path(each.id)
        assert original is not None
        assert original.read_text() == TEXTS[NAME]


def _assert_done(shelves: Shelves, verb: str) -> None:
    ready, binned = shelves.bench.catalog.find(NAME), shelves.shelf.bin(ME)
    assert len(binned) == (verb == "remove")
    assert len(ready) == (verb in ("restore", "move", "rename"))
    if verb == "move":
        assert ready[0].collection == "legal"
        assert shelves.bench.catalog.moves() == []
    if verb == "rename":
        assert set(shelves.named("quarters")) == {"Quarters.txt"}
    originals = shelves.bench.home / "originals"
    assert len(list(originals.iterdir())) == len(TEXTS) - (verb == "purge")
